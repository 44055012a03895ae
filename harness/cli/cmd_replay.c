/* brickbat replay TARGET FILE|DIR...: runs saved inputs, one process each. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/program.h"
#include "cli/args.h"
#include "cli/inputs.h"
#include "cli/json.h"
#include "cli/output.h"
#include "cli/probe.h"
#include "cli/replaying.h"
#include "cli/root.h"

enum {
    OPTION_EXPECT = 'x',
    OPTION_GDB = 'g',
    OPTION_VERBOSE = 'v',
    OPTION_PRESET = 'p',
    OPTION_JSON = 'J',
};

const struct poptOption bb_replay_options[] = {
    BB_FLAG("expect-crash", 0, OPTION_EXPECT,
            "exit code 0 if every input crashes, 1 if one does not"),
    BB_FLAG("gdb", 0, OPTION_GDB, "one input in the debugger, stopped at the crash"),
    BB_FLAG("verbose", 'v', OPTION_VERBOSE, "what the target printed, too"),
    BB_VALUE("preset", 0, OPTION_PRESET,
             "build variant (default replay; replay-gcc has no sanitizers)", "NAME"),
    BB_REPLAYING_ROWS,
    BB_FLAG("json", 0, OPTION_JSON, "as JSON"),
    POPT_TABLEEND,
};

struct replay {
    struct bb_cli *cli;
    struct bb_replaying how;
    const char *preset;
    bool expect_crash, gdb, verbose, json;
    struct bb_paths files;
    json_t *results;
    size_t n_crashed;
    size_t n_failed; /* could not be run */
};

static bool read_command_line(struct replay *replay, struct bb_args *args)
{
    int option;
    bool good = true;
    while (good && (option = bb_args_next(args)) > 0) {
        switch (option) {
        case OPTION_EXPECT: replay->expect_crash = true; break;
        case OPTION_GDB: replay->gdb = true; break;
        case OPTION_VERBOSE: replay->verbose = true; break;
        case OPTION_PRESET: replay->preset = bb_args_value(args); break;
        case OPTION_JSON: replay->json = true; break;
        default: good = bb_replaying_take(&replay->how, args, option);
        }
    }
    return good && option == 0 && bb_args_expect(args, 2, SIZE_MAX);
}

static void report_json(struct replay *replay, const char *path, const struct bb_probe *probe)
{
    const struct bb_report *report = &probe->report;
    json_t *state = json_array();
    for (size_t i = 0; i < report->n_state; i++)
        json_array_append_new(state, bb_json_text(report->crash_state[i]));
    json_array_append_new(replay->results,
                          json_pack("{s:o, s:s, s:b, s:i, s:i, s:I, s:o, s:o, s:o}", "file",
                                    bb_json_text(path), "outcome",
                                    bb_replay_outcome_text(probe->replay.outcome), "crashed",
                                    bb_probe_is_crash(probe), "exit_code", probe->replay.how.code,
                                    "signal", probe->replay.how.signal, "took_ms",
                                    (json_int_t)probe->replay.how.took_ms, "crash_type",
                                    bb_json_text(report->crash_type), "crash_state", state,
                                    "signature", bb_json_text(probe->signature.text)));
}

static void report_words(const struct replay *replay, const char *path,
                         const struct bb_probe *probe)
{
    const struct bb_cli *cli = replay->cli;
    bool crashed = bb_probe_is_crash(probe);
    struct bb_buf words = BB_BUF_INIT(4096);
    char shown[PATH_MAX];
    if (replay->verbose) {
        fflush(stdout);
        fwrite(probe->replay.log.ptr, 1, probe->replay.log.len, stderr);
    }
    printf("%s%-10s%s %s", bb_colour(cli->colour_out, crashed ? BB_RED : BB_GREEN),
           bb_replay_outcome_text(probe->replay.outcome), bb_colour(cli->colour_out, BB_PLAIN),
           bb_cli_show_path(cli, path, shown));
    if (crashed) {
        bb_probe_describe(&probe->report, &words);
        printf("  %s", bb_buf_str(&words));
        if (!probe->report.crash_type[0]) {
            bb_buf_reset(&words);
            bb_exit_describe(&probe->replay.how, &words);
            printf(", %s", bb_buf_str(&words));
        }
    }
    putchar('\n');
    fflush(stdout);
    bb_buf_free(&words);
}

static enum bb_status replay_one(struct replay *replay, const char *path, struct bb_err *err)
{
    const struct bb_replay_options options = bb_replaying_how(&replay->how);
    struct bb_probe probe;
    if (access(path, R_OK) != 0)
        return BB_FAIL_ERRNO(err, BB_IO, "cannot read '%s'", path);
    enum bb_status status = bb_probe_file(replay->how.target, &options, path, &probe, err);
    if (status != BB_OK)
        return status;
    replay->n_crashed += bb_probe_is_crash(&probe);
    replay->n_failed += probe.replay.outcome == BB_REPLAY_UNREADABLE;
    if (replay->json)
        report_json(replay, path, &probe);
    else
        report_words(replay, path, &probe);
    bb_probe_free(&probe);
    return BB_OK;
}

static int replay_all(struct replay *replay)
{
    for (size_t i = 0; i < replay->files.n; i++) {
        struct bb_err err = {0};
        enum bb_status status = replay_one(replay, replay->files.list[i], &err);
        if (status == BB_INTERRUPTED || *replay->cli->stop)
            return BB_EXIT_INTERRUPTED;
        if (status == BB_OK)
            continue;
        bb_print_error(replay->cli, "%s", err.what);
        replay->n_failed++;
    }
    if (replay->n_failed)
        return BB_EXIT_FAILED;
    if (replay->expect_crash)
        return replay->n_crashed == replay->files.n ? BB_EXIT_OK : BB_EXIT_FINDING;
    return replay->n_crashed ? BB_EXIT_FINDING : BB_EXIT_OK;
}

/* A sanitizer's report aborts, so that the debugger stops at it; there are no limits, and no leak
 * check, which cannot work in a debugger. */
static int debug(const struct replay *replay)
{
    const char *mode = isatty(STDIN_FILENO) ? "-q" : "-batch";
    const char *argv[] = {"gdb",
                          mode,
                          "-ex",
                          "run",
                          "-ex",
                          "backtrace",
                          "--args",
                          replay->how.target->binary,
                          "--timeout-ms",
                          "0",
                          "--rss-limit-mb",
                          "0",
                          replay->files.list[0],
                          NULL};
    const char *env[] = {"ASAN_OPTIONS=abort_on_error=1:detect_leaks=0",
                         "UBSAN_OPTIONS=abort_on_error=1:print_stacktrace=1", NULL};
    const struct bb_stream inherit = {.to = BB_STREAM_INHERIT};
    struct bb_subprocess_spec spec = {.argv = argv,
                                      .env = env,
                                      .out = inherit,
                                      .err = inherit,
                                      .foreground = true};
    struct bb_exit how;
    struct bb_err err = {0};
    if (!bb_program_find("gdb", NULL)) {
        bb_print_error(replay->cli, "gdb is not installed (apt-get install gdb)");
        return BB_EXIT_FAILED;
    }
    fflush(stdout);
    signal(SIGINT, SIG_IGN); /* Ctrl-C is the debugger's now */
    enum bb_status status = bb_subprocess_run(&spec, 0, NULL, &how, &err);
    return status == BB_OK ? BB_EXIT_OK : bb_print_failure(replay->cli, status, &err);
}

static int run(struct replay *replay, const char *const *words, size_t n)
{
    struct bb_err err = {0};
    int code = bb_replaying_begin(&replay->how, replay->preset, words[0]);
    if (code != BB_EXIT_OK)
        return code;
    enum bb_status status = bb_inputs_collect(replay->cli, words + 1, n - 1, &replay->files, &err);
    if (status != BB_OK)
        return bb_print_failure(replay->cli, status, &err);
    if (replay->gdb && replay->files.n != 1) {
        bb_print_error(replay->cli, "--gdb takes one input, not %zu", replay->files.n);
        return BB_EXIT_USAGE;
    }
    return replay->gdb ? debug(replay) : replay_all(replay);
}

int bb_cmd_replay(struct bb_cli *cli, struct bb_args *args)
{
    struct replay replay = {.cli = cli, .how = BB_REPLAYING_INIT(cli), .preset = "replay"};
    size_t n;
    if (!read_command_line(&replay, args))
        return BB_EXIT_USAGE;
    const char *const *words = bb_args_rest(args, &n);
    replay.results = json_array();
    int code = run(&replay, words, n);
    if (replay.json)
        bb_json_print(json_pack("{s:O}", "results", replay.results));
    json_decref(replay.results);
    bb_paths_free(&replay.files);
    bb_replaying_end(&replay.how);
    return code;
}
