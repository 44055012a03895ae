/*
 * bench_budget: runs a fuzzing engine until it has used its share of CPU time.
 *
 *     bench_budget --cpu S --wall S --seed N --corpus DIR... --keep DIR --log FILE [--stop FILE]
 *                  -- COMMAND...
 *
 * Counted is user and system time of the command and of all its descendants, so that neither other
 * work on the machine nor a fork server's children change what an engine gets. --wall bounds it for
 * engines that sleep. A command that ends early (libFuzzer does at each crash) is started again on
 * what it has; @SEED@ in one of its words is replaced by the seed, plus 1000 for each start before.
 *
 * Every file that the command closes after writing in a corpus folder is linked into the folder
 * --keep as <CPU milliseconds>-<number>, whatever the engine does to it later. The corpus folders
 * may appear late. --stop ends the command as soon as that file is there.
 *
 * Prints one line of JSON. Exit code 0; 1 if the command cannot be started, or ended MAX_BARREN
 * times in a row without using any time to speak of or writing a file; 2 usage.
 */
#include <dirent.h>
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/subprocess.h"

#include "tree_time.h"

enum {
    LOOK_MS = 50,    /* between two looks at the CPU time */
    GRACE_MS = 3000, /* for writing its last figures */
    BARREN_MS = 200, /* of CPU time; who uses less did nothing */
    MAX_BARREN = 5,  /* starts in a row */
    MAX_WORDS = 256,
    MAX_CORPORA = 4,
};

struct corpus {
    const char *path;
    int watch; /* -1 as long as the folder is not there */
};

struct budget {
    int64_t cpu_ms;
    int64_t wall_ms;
    uint64_t seed;
    struct corpus corpora[MAX_CORPORA];
    size_t n_corpora;
    const char *keep;
    const char *log;
    const char *stop; /* NULL if there is none */
    char **command;

    int inotify_fd;
    unsigned n_kept;
    unsigned n_starts;
    unsigned n_barren; /* in a row */
    int64_t began_ms;
    int64_t used_ms;
};

/* Never backwards: a process that dies between two looks is in neither sum for a moment. */
static void look_at_time(struct budget *b)
{
    int64_t now_ms = bench_tree_ms();
    if (now_ms > b->used_ms)
        b->used_ms = now_ms;
}

/* --- the corpus ------------------------------------------------------------------------------- */

static void keep(struct budget *b, const char *folder, const char *name)
{
    char from[PATH_MAX], to[PATH_MAX];
    if (name[0] == '.' || !bb_path_join(from, sizeof from, folder, name))
        return;
    snprintf(to, sizeof to, "%s/%08" PRId64 "-%06u", b->keep, b->used_ms, b->n_kept++);
    if (link(from, to) != 0 && errno != ENOENT)
        fprintf(stderr, "bench_budget: %s: %s\n", from, strerror(errno));
}

/* What was written before the watch began. */
static void keep_all(struct budget *b, const char *path)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    while (folder && (entry = readdir(folder)))
        if (entry->d_type == DT_REG)
            keep(b, path, entry->d_name);
    if (folder)
        closedir(folder);
}

static void watch(struct budget *b)
{
    for (struct corpus *c = b->corpora; c < b->corpora + b->n_corpora; c++) {
        if (c->watch >= 0)
            continue;
        c->watch = inotify_add_watch(b->inotify_fd, c->path, IN_CLOSE_WRITE | IN_ONLYDIR);
        if (c->watch >= 0)
            keep_all(b, c->path);
    }
}

static const char *watched_path(const struct budget *b, int descriptor)
{
    for (size_t i = 0; i < b->n_corpora; i++)
        if (b->corpora[i].watch == descriptor)
            return b->corpora[i].path;
    return NULL;
}

static void keep_new(struct budget *b)
{
    _Alignas(struct inotify_event) char events[64 * 1024];
    ssize_t n;
    while ((n = read(b->inotify_fd, events, sizeof events)) > 0) {
        for (char *at = events; at < events + n;) {
            const struct inotify_event *event = (const struct inotify_event *)at;
            const char *folder = watched_path(b, event->wd);
            if (event->len && folder)
                keep(b, folder, event->name);
            if (event->mask & IN_Q_OVERFLOW)
                fprintf(stderr, "bench_budget: files of the corpus were missed\n");
            at += sizeof *event + event->len;
        }
    }
}

/* --- the engine ------------------------------------------------------------------------------- */

static bool is_over(const struct budget *b)
{
    return b->used_ms >= b->cpu_ms || bb_clock_ms() - b->began_ms >= b->wall_ms ||
           (b->stop && access(b->stop, F_OK) == 0);
}

/* The command with its seed filled in. Returns text to free once argv is no longer used. */
static char *fill_in(const struct budget *b, const char **argv)
{
    static const char mark[] = "@SEED@";
    char *text = NULL;
    for (size_t i = 0; b->command[i] && i < MAX_WORDS; i++) {
        const char *at = text ? NULL : strstr(b->command[i], mark);
        uint64_t seed = b->seed + 1000 * (uint64_t)b->n_starts;
        argv[i] = b->command[i];
        if (at && asprintf(&text, "%.*s%" PRIu64 "%s", (int)(at - argv[i]), argv[i], seed,
                           at + strlen(mark)) >= 0)
            argv[i] = text;
    }
    return text;
}

static void watch_run(struct budget *b, struct bb_subprocess *child)
{
    struct pollfd events = {.fd = b->inotify_fd, .events = POLLIN};
    while (bb_subprocess_poll(child, 0) && !is_over(b)) {
        watch(b);
        poll(&events, 1, LOOK_MS);
        look_at_time(b);
        keep_new(b);
    }
    bb_subprocess_stop(child, SIGINT, GRACE_MS);
    bb_subprocess_kill_orphans(NULL, 0);
    look_at_time(b);
    keep_new(b);
    bb_subprocess_free(child);
}

/* One run of the command, to its own end or that of the budget. */
static bool run(struct budget *b)
{
    const char *argv[MAX_WORDS + 1] = {NULL};
    struct bb_err err = {0};
    struct bb_subprocess child = BB_SUBPROCESS_INIT;
    struct bb_stream log = {.to = BB_STREAM_FILE, .path = b->log};
    struct bb_subprocess_spec spec = {.argv = argv, .out = log, .err = log};
    char *text = fill_in(b, argv);
    enum bb_status status = bb_subprocess_start(&spec, &child, &err);
    int64_t before_ms = b->used_ms;
    unsigned kept_before = b->n_kept;
    free(text);
    b->n_starts++;
    if (status != BB_OK) {
        fprintf(stderr, "bench_budget: %s\n", err.what);
        return false;
    }
    watch_run(b, &child);
    bool is_barren = b->used_ms - before_ms < BARREN_MS && b->n_kept == kept_before;
    b->n_barren = is_barren ? b->n_barren + 1 : 0;
    return b->n_barren < MAX_BARREN;
}

static bool parse(struct budget *b, int argc, char **argv)
{
    static const struct option known[] = {
        {"cpu", required_argument, NULL, 'c'},  {"wall", required_argument, NULL, 'w'},
        {"seed", required_argument, NULL, 's'}, {"corpus", required_argument, NULL, 'i'},
        {"keep", required_argument, NULL, 'k'}, {"log", required_argument, NULL, 'l'},
        {"stop", required_argument, NULL, 'x'}, {0},
    };
    for (int option; (option = getopt_long(argc, argv, "+", known, NULL)) != -1;) {
        switch (option) {
        case 'c': b->cpu_ms = (int64_t)(atof(optarg) * 1000); break;
        case 'w': b->wall_ms = (int64_t)(atof(optarg) * 1000); break;
        case 's': b->seed = strtoull(optarg, NULL, 10); break;
        case 'i':
            if (b->n_corpora == MAX_CORPORA)
                return false;
            b->corpora[b->n_corpora++] = (struct corpus){.path = optarg, .watch = -1};
            break;
        case 'k': b->keep = optarg; break;
        case 'l': b->log = optarg; break;
        case 'x': b->stop = optarg; break;
        default: return false;
        }
    }
    b->command = argv + optind;
    return b->cpu_ms > 0 && b->wall_ms > 0 && b->n_corpora && b->keep && b->log && *b->command;
}

int main(int argc, char **argv)
{
    struct budget b = {.began_ms = bb_clock_ms()};
    if (!parse(&b, argc, argv)) {
        fprintf(stderr, "usage: bench_budget --cpu S --wall S --seed N --corpus DIR... --keep DIR "
                        "--log FILE [--stop FILE] -- COMMAND...\n");
        return 2;
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* a benchmark that was killed leaves nothing running */
    bb_subprocess_adopt_orphans();
    b.inotify_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    bool good = b.inotify_fd >= 0;
    while (good && !is_over(&b))
        good = run(&b);
    printf("{\"cpu_s\": %.2f, \"wall_s\": %.2f, \"starts\": %u, \"kept\": %u}\n",
           (double)b.used_ms / 1000, (double)(bb_clock_ms() - b.began_ms) / 1000, b.n_starts,
           b.n_kept);
    return good ? 0 : 1;
}
