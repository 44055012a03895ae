/*
 * bench_budget: runs a fuzzing engine until it has used its share of CPU time.
 *
 *     bench_budget --cpu S --wall S --seed N --corpus DIR --keep DIR --log FILE -- COMMAND...
 *
 * Counted is user and system time of the command and of all its descendants, so that neither other
 * work on the machine nor a fork server's children change what an engine gets. --wall bounds it for
 * engines that sleep. A command that ends early (libFuzzer does at each crash) is started again on
 * what it has; @SEED@ in one of its words is replaced by the seed, plus 1000 for each start before.
 *
 * Every file that the command closes after writing in the corpus folder is linked into the folder
 * --keep as <CPU milliseconds>-<number>, whatever the engine does to it later. The corpus folder
 * may appear late.
 *
 * Prints one line of JSON. Exit code 0; 1 if the command cannot be started, or ended MAX_BARREN
 * times in a row without using any time to speak of; 2 usage.
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
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/subprocess.h"

enum {
    LOOK_MS = 50,    /* between two looks at the CPU time */
    GRACE_MS = 3000, /* for writing its last figures */
    BARREN_MS = 200, /* of CPU time; who uses less did nothing */
    MAX_BARREN = 5,  /* starts in a row */
    MAX_WORDS = 256,
    MAX_TREE = 256, /* processes of the engine */
};

struct budget {
    int64_t cpu_ms;
    int64_t wall_ms;
    uint64_t seed;
    const char *corpus;
    const char *keep;
    const char *log;
    char **command;

    int inotify_fd;
    bool watching;
    unsigned n_kept;
    unsigned n_starts;
    unsigned n_barren; /* in a row */
    int64_t began_ms;
    int64_t used_ms;
};

/* --- CPU time --------------------------------------------------------------------------------- */

/* Of one process and those of its children that it has waited for, in clock ticks. */
static uint64_t process_ticks(pid_t pid)
{
    char path[64], text[1024];
    uint64_t user, system, waited_user, waited_system;
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *file = fopen(path, "re");
    if (!file)
        return 0;
    size_t n = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[n] = '\0';
    const char *rest = strrchr(text, ')'); /* the name may hold anything */
    int found = rest ? sscanf(rest + 1,
                              " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %" SCNu64 " %" SCNu64
                              " %" SCNu64 " %" SCNu64,
                              &user, &system, &waited_user, &waited_system)
                     : 0;
    return found == 4 ? user + system + waited_user + waited_system : 0;
}

static size_t add_children(pid_t pid, pid_t *list, size_t n)
{
    char path[64];
    int child;
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)pid, (int)pid);
    FILE *file = fopen(path, "re");
    while (file && n < MAX_TREE && fscanf(file, "%d", &child) == 1)
        list[n++] = child;
    if (file)
        fclose(file);
    return n;
}

static int64_t reaped_ms(void)
{
    struct rusage usage;
    getrusage(RUSAGE_CHILDREN, &usage);
    return ((int64_t)usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 +
           (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
}

static int64_t tree_ms(void)
{
    pid_t list[MAX_TREE];
    uint64_t ticks = 0;
    size_t n = add_children(getpid(), list, 0);
    for (size_t i = 0; i < n; i++) {
        ticks += process_ticks(list[i]);
        n = add_children(list[i], list, n);
    }
    return reaped_ms() + (int64_t)(ticks * 1000 / (uint64_t)sysconf(_SC_CLK_TCK));
}

/* Never backwards: a process that dies between two looks is in neither sum for a moment. */
static void look_at_time(struct budget *b)
{
    int64_t now_ms = tree_ms();
    if (now_ms > b->used_ms)
        b->used_ms = now_ms;
}

/* --- the corpus ------------------------------------------------------------------------------- */

static void keep(struct budget *b, const char *name)
{
    char from[PATH_MAX], to[PATH_MAX];
    if (name[0] == '.' || !bb_path_join(from, sizeof from, b->corpus, name))
        return;
    snprintf(to, sizeof to, "%s/%08" PRId64 "-%06u", b->keep, b->used_ms, b->n_kept++);
    if (link(from, to) != 0 && errno != ENOENT)
        fprintf(stderr, "bench_budget: %s: %s\n", from, strerror(errno));
}

/* What was written before the watch began. */
static void keep_all(struct budget *b)
{
    DIR *folder = opendir(b->corpus);
    const struct dirent *entry;
    while (folder && (entry = readdir(folder)))
        if (entry->d_type == DT_REG)
            keep(b, entry->d_name);
    if (folder)
        closedir(folder);
}

static void watch(struct budget *b)
{
    if (b->watching || inotify_add_watch(b->inotify_fd, b->corpus, IN_CLOSE_WRITE | IN_ONLYDIR) < 0)
        return;
    b->watching = true;
    keep_all(b);
}

static void keep_new(struct budget *b)
{
    _Alignas(struct inotify_event) char events[64 * 1024];
    ssize_t n;
    while ((n = read(b->inotify_fd, events, sizeof events)) > 0) {
        for (char *at = events; at < events + n;) {
            const struct inotify_event *event = (const struct inotify_event *)at;
            if (event->len)
                keep(b, event->name);
            if (event->mask & IN_Q_OVERFLOW)
                fprintf(stderr, "bench_budget: files of the corpus were missed\n");
            at += sizeof *event + event->len;
        }
    }
}

/* --- the engine ------------------------------------------------------------------------------- */

static bool is_over(const struct budget *b)
{
    return b->used_ms >= b->cpu_ms || bb_clock_ms() - b->began_ms >= b->wall_ms;
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
    free(text);
    b->n_starts++;
    if (status != BB_OK) {
        fprintf(stderr, "bench_budget: %s\n", err.what);
        return false;
    }
    watch_run(b, &child);
    b->n_barren = b->used_ms - before_ms < BARREN_MS ? b->n_barren + 1 : 0;
    return b->n_barren < MAX_BARREN;
}

static bool parse(struct budget *b, int argc, char **argv)
{
    static const struct option known[] = {
        {"cpu", required_argument, NULL, 'c'},
        {"wall", required_argument, NULL, 'w'},
        {"seed", required_argument, NULL, 's'},
        {"corpus", required_argument, NULL, 'i'},
        {"keep", required_argument, NULL, 'k'},
        {"log", required_argument, NULL, 'l'},
        {0},
    };
    for (int option; (option = getopt_long(argc, argv, "+", known, NULL)) != -1;) {
        switch (option) {
        case 'c': b->cpu_ms = (int64_t)(atof(optarg) * 1000); break;
        case 'w': b->wall_ms = (int64_t)(atof(optarg) * 1000); break;
        case 's': b->seed = strtoull(optarg, NULL, 10); break;
        case 'i': b->corpus = optarg; break;
        case 'k': b->keep = optarg; break;
        case 'l': b->log = optarg; break;
        default: return false;
        }
    }
    b->command = argv + optind;
    return b->cpu_ms > 0 && b->wall_ms > 0 && b->corpus && b->keep && b->log && *b->command;
}

int main(int argc, char **argv)
{
    struct budget b = {.began_ms = bb_clock_ms()};
    if (!parse(&b, argc, argv)) {
        fprintf(stderr, "usage: bench_budget --cpu S --wall S --seed N --corpus DIR --keep DIR "
                        "--log FILE -- COMMAND...\n");
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
