#include "cli/build.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/program.h"
#include "base/subprocess.h"
#include "cli/build_log.h"
#include "cli/output.h"
#include "cli/root.h"

enum { MAX_WORDS = 256 };

struct step {
    struct bb_cli *cli;
    const char *doing; /* "configuring", "building" */
    const char *preset;
    const char *const *argv;
    char log[PATH_MAX];
};

/* The tools of each preset and the packages that have them on Debian. */
static const struct {
    const char *preset; /* NULL: every preset */
    const char *program;
    const char *package;
} tools[] = {
    {NULL, "cmake", "cmake"},        {NULL, "ninja", "ninja-build"},
    {"libfuzzer", "clang", "clang"}, {"replay", "clang", "clang"},
    {"coverage", "clang", "clang"},  {"afl", "afl-clang-fast", "afl++"},
    {"replay-gcc", "gcc", "gcc"},
};

static bool has_tools(const struct bb_cli *cli, const char *preset)
{
    bool all = true;
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++) {
        if (tools[i].preset && strcmp(tools[i].preset, preset) != 0)
            continue;
        if (bb_program_find(tools[i].program, NULL))
            continue;
        bb_print_error(cli, "cannot build '%s': '%s' is not installed (apt-get install %s)", preset,
                       tools[i].program, tools[i].package);
        all = false;
    }
    return all;
}

/* Two builds in one folder would spoil each other. -1 after an error has been reported. */
static int lock_preset(const struct bb_cli *cli, const char *preset)
{
    char path[PATH_MAX];
    struct bb_err err = {0};
    snprintf(path, sizeof path, "build/.%s.lock", preset);
    if (bb_dir_make("build", &err) != BB_OK) {
        bb_print_error(cli, "%s", err.what);
        return -1;
    }
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
        bb_print_note(cli, "another brickbat is building '%s'; waiting for it", preset);
        if (flock(fd, LOCK_EX) != 0) {
            close(fd);
            return -1;
        }
    }
    if (fd < 0)
        bb_print_error(cli, "cannot write '%s': %s", path, strerror(errno));
    return fd;
}

/* Waits for the end while telling how far it is. False when it was interrupted. */
static bool watch_step(const struct step *step, struct bb_subprocess *child)
{
    char progress[BB_BUILD_PROGRESS_SIZE];
    while (bb_subprocess_poll(child, 200)) {
        if (*step->cli->stop) {
            bb_subprocess_stop(child, SIGINT, 3000);
            return false;
        }
        if (step->cli->live && bb_build_log_progress(step->log, progress))
            fprintf(stderr, "\r\033[K%s %s %s", step->doing, step->preset, progress);
    }
    if (step->cli->live)
        fputs("\r\033[K", stderr);
    return true;
}

static int report_step(const struct step *step, const struct bb_exit *how)
{
    char shown[PATH_MAX];
    struct bb_buf words = BB_BUF_INIT(4096);
    bb_exit_describe(how, &words);
    bb_print_error(step->cli, "%s '%s' failed (%s); the log is %s", step->doing, step->preset,
                   bb_buf_str(&words), bb_cli_show_path(step->cli, step->log, shown));
    bb_buf_reset(&words);
    bb_build_log_errors(step->log, &words);
    fputs(bb_buf_str(&words), stderr);
    bb_buf_free(&words);
    return BB_EXIT_FAILED;
}

static int run_step(const struct step *step)
{
    struct bb_subprocess child = BB_SUBPROCESS_INIT;
    struct bb_subprocess_spec spec = {
        .argv = step->argv,
        .out = {.to = BB_STREAM_FILE, .path = step->log},
        .err = {.to = BB_STREAM_FILE, .path = step->log},
    };
    struct bb_err err = {0};
    unlink(step->log);
    enum bb_status status = bb_subprocess_start(&spec, &child, &err);
    if (status != BB_OK)
        return bb_print_failure(step->cli, status, &err);
    bool finished = watch_step(step, &child);
    struct bb_exit how = child.exit;
    bb_subprocess_free(&child);
    if (!finished)
        return BB_EXIT_INTERRUPTED;
    return how.code == 0 ? BB_EXIT_OK : report_step(step, &how);
}

/* Sets the log's name, says what is done, does it under the preset's lock. */
static int run_locked(struct step *step)
{
    struct bb_err err = {0};
    snprintf(step->log, sizeof step->log, "reports/work/logs/%s-%s.log", step->doing, step->preset);
    if (!has_tools(step->cli, step->preset))
        return BB_EXIT_FAILED;
    enum bb_status status = bb_dir_make("reports/work/logs", &err);
    if (status != BB_OK)
        return bb_print_failure(step->cli, status, &err);
    int lock = lock_preset(step->cli, step->preset);
    if (lock < 0)
        return *step->cli->stop ? BB_EXIT_INTERRUPTED : BB_EXIT_FAILED;
    int64_t began_ms = bb_clock_ms();
    int code = run_step(step);
    int64_t took_ms = bb_clock_ms() - began_ms;
    if (code == BB_EXIT_OK && took_ms > 2000)
        bb_print_note(step->cli, "%s %s took %.1f s", step->doing, step->preset,
                      (double)took_ms / 1000);
    close(lock);
    return code;
}

static int configure(struct bb_cli *cli, const char *preset)
{
    const char *argv[] = {"cmake", "--preset", preset, NULL};
    struct step step = {.cli = cli, .doing = "configuring", .preset = preset, .argv = argv};
    return run_locked(&step);
}

static bool has_all(const struct bb_targets *targets, const char *const *wanted, size_t n)
{
    const struct bb_target_info *found;
    for (size_t i = 0; i < n; i++) {
        if (bb_targets_find(targets, wanted[i], &found, NULL) != BB_OK)
            return false;
    }
    return true;
}

int bb_build_configure(struct bb_cli *cli, const char *preset, const char *const *wanted,
                       size_t n_wanted, struct bb_targets *ret_targets)
{
    struct bb_targets targets = {0};
    struct bb_err err = {0};
    if (bb_targets_load(preset, &targets, &err) == BB_OK && has_all(&targets, wanted, n_wanted)) {
        *ret_targets = targets;
        return BB_EXIT_OK;
    }
    bb_targets_free(&targets);
    int code = configure(cli, preset);
    if (code != BB_EXIT_OK)
        return code;
    enum bb_status status = bb_targets_load(preset, &targets, &err);
    if (status != BB_OK)
        return bb_print_failure(cli, status, &err);
    *ret_targets = targets;
    return BB_EXIT_OK;
}

static int processors(void)
{
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

int bb_build_make(struct bb_cli *cli, const char *preset, const char *const *what, size_t n)
{
    char parallel[16];
    const char *argv[MAX_WORDS] = {"cmake", "--build", "--preset", preset};
    size_t used = 4;
    /* Ninja's own default is two more than there are processors: too much for small machines. */
    snprintf(parallel, sizeof parallel, "%d", processors());
    if (!getenv("CMAKE_BUILD_PARALLEL_LEVEL")) {
        argv[used++] = "--parallel";
        argv[used++] = parallel;
    }
    if (n + used + 2 > MAX_WORDS) {
        bb_print_error(cli, "more than %d targets at once", MAX_WORDS - 8);
        return BB_EXIT_USAGE;
    }
    if (n)
        argv[used++] = "--target";
    for (size_t i = 0; i < n; i++)
        argv[used++] = what[i];
    struct step step = {.cli = cli, .doing = "building", .preset = preset, .argv = argv};
    return run_locked(&step);
}
