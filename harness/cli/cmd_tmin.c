/* brickbat tmin TARGET FILE: the same bug with a smaller input. */
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "campaign/corpus.h"
#include "cli/args.h"
#include "cli/output.h"
#include "cli/reduce.h"
#include "cli/replaying.h"
#include "cli/root.h"
#include "cli/tmin_output.h"

enum { DEFAULT_SECONDS = 60, REDRAW_MS = 250, REPORT_MS = 5000 };
enum { LOOKS = 5, MAX_RUNS = 64 };
enum {
    OPTION_OUTPUT = 'O',
    OPTION_TIME = 't',
    OPTION_REPLAYS = 'R',
    OPTION_RUNS = 'r',
    OPTION_NEED = 'n',
    OPTION_JOBS = 'j',
};

const struct poptOption bb_tmin_options[] = {
    BB_VALUE("output", 'o', OPTION_OUTPUT,
             "where to write it (default: FILE.min; a finding's input.min beside its input)",
             "FILE"),
    BB_VALUE("time", 't', OPTION_TIME, "budget (default 60s)", "60s|5m"),
    BB_VALUE("replays", 0, OPTION_REPLAYS, "budget in replays (default: none)", "N"),
    BB_VALUE("runs", 0, OPTION_RUNS,
             "runs of a candidate (default: 1, more if FILE does not crash every time)", "N"),
    BB_VALUE("need", 0, OPTION_NEED,
             "so many of them must show the bug (default: 3, with --runs half of FILE's)", "K"),
    BB_VALUE("jobs", 'j', OPTION_JOBS, "candidates at once, with the same result (default: 1)",
             "N"),
    BB_REPLAYING_ROWS,
    POPT_TABLEEND,
};

struct tmin {
    struct bb_cli *cli;
    struct bb_replaying replaying;
    struct bb_reduce_options reduce;
    struct bb_prober prober;
    int64_t seconds;
    uint64_t replays, runs, need, jobs;
    const char *typed; /* the word behind --output, or NULL */
    struct bb_tmin_output output;
    char input_path[PATH_MAX];
    size_t input_bytes;
    struct bb_buf least_change; /* in words */
    int64_t drawn_ms;
    bool has_failed_to_save;
};

static bool read_command_line(struct tmin *tmin, struct bb_args *args)
{
    int option;
    bool good = true;
    while (good && (option = bb_args_next(args)) > 0) {
        switch (option) {
        case OPTION_OUTPUT: tmin->typed = bb_args_value(args); break;
        case OPTION_TIME: good = bb_args_seconds(args, &tmin->seconds); break;
        case OPTION_REPLAYS: good = bb_args_number(args, 1, UINT32_MAX, &tmin->replays); break;
        case OPTION_RUNS: good = bb_args_number(args, 1, MAX_RUNS, &tmin->runs); break;
        case OPTION_NEED: good = bb_args_number(args, 1, MAX_RUNS, &tmin->need); break;
        case OPTION_JOBS: good = bb_args_number(args, 1, BB_REDUCE_JOBS, &tmin->jobs); break;
        default: good = bb_replaying_take(&tmin->replaying, args, option);
        }
    }
    if (good && option == 0 && tmin->need > tmin->runs) {
        bb_print_error(tmin->cli, "--need is of --runs, and cannot be more");
        return false;
    }
    return good && option == 0 && bb_args_expect(args, 2, 2);
}

static void draw(struct tmin *tmin, const struct bb_minimize_progress *state)
{
    int64_t now_ms = bb_clock_ms();
    if (now_ms - tmin->drawn_ms < (tmin->cli->live ? REDRAW_MS : REPORT_MS))
        return;
    tmin->drawn_ms = now_ms;
    fprintf(stderr, "%s%zu -> %zu bytes, %u replays, %.0f s%s", tmin->cli->live ? "\r\033[K" : "",
            tmin->input_bytes, state->best_bytes, state->executions,
            (double)state->elapsed_ms / 1000, tmin->cli->live ? "" : "\n");
}

static void erase(const struct tmin *tmin)
{
    if (tmin->cli->live)
        fputs("\r\033[K", stderr);
}

/* Another bug: kept beside the input, for `triage`, once, under a name that its signature gives it.
 */
static void keep_another(void *user, struct bb_bytes input, const struct bb_probe *probe)
{
    struct tmin *tmin = user;
    char path[PATH_MAX + 32];
    struct bb_buf words = BB_BUF_INIT(4096);
    struct bb_err err = {0};
    snprintf(path, sizeof path, "%s.other-%08" PRIx32, tmin->input_path,
             (uint32_t)probe->signature.hash);
    if (access(path, F_OK) == 0)
        return;
    erase(tmin);
    bb_probe_describe(&probe->report, &words);
    if (bb_file_write(path, input, &err) == BB_OK)
        bb_print_note(tmin->cli, "another bug (%s): its input is %s", bb_buf_str(&words), path);
    else
        bb_print_note(tmin->cli, "another bug (%s), and %s", bb_buf_str(&words), err.what);
    bb_buf_free(&words);
}

/* Until it crashes, or as often as a crash should take that does not show every time. */
static enum bb_status look(struct tmin *tmin, struct bb_bytes input, struct bb_probe *ret_probe,
                           struct bb_err *err)
{
    const unsigned looks = tmin->runs > LOOKS ? (unsigned)tmin->runs : LOOKS;
    for (;;) {
        enum bb_status status = bb_prober_run(&tmin->prober, input, ret_probe, err);
        if (status != BB_OK)
            return status;
        tmin->reduce.executions++;
        if (bb_probe_is_crash(ret_probe))
            break;
        if (tmin->reduce.executions == looks)
            return BB_OK;
        bb_probe_free(ret_probe);
    }
    enum bb_status status = bb_prober_symbolize(&tmin->prober, ret_probe, err);
    if (status != BB_OK)
        bb_probe_free(ret_probe);
    return status;
}

/* What the file does now is the bug that must stay. */
static enum bb_status take_bug(struct tmin *tmin, struct bb_bytes input, struct bb_err *err)
{
    struct bb_probe probe;
    struct bb_buf words = BB_BUF_INIT(4096);
    enum bb_status status = look(tmin, input, &probe, err);
    if (status != BB_OK)
        return status;
    if (bb_probe_is_crash(&probe)) {
        tmin->reduce.signature = probe.signature;
        bb_probe_describe(&probe.report, &words);
        bb_print_note(tmin->cli, "%zu bytes: %s", tmin->input_bytes, bb_buf_str(&words));
    } else {
        status = BB_FAIL(err, BB_NOT_FOUND, "'%s' does not crash '%s' (%s): nothing to minimize",
                         tmin->input_path, tmin->reduce.target->name,
                         bb_replay_outcome_text(probe.replay.outcome));
    }
    bb_buf_free(&words);
    bb_probe_free(&probe);
    return status;
}

/* That it cannot be saved is told once; the end will tell again. */
static void take_saved(struct tmin *tmin, enum bb_status status, const struct bb_err *err)
{
    if (status == BB_OK || tmin->has_failed_to_save)
        return;
    tmin->has_failed_to_save = true;
    erase(tmin);
    bb_print_note(tmin->cli, "%s", err->what);
}

static void save(void *user, struct bb_bytes best)
{
    struct tmin *tmin = user;
    struct bb_err err = {0};
    take_saved(tmin, bb_tmin_output_save(&tmin->output, best, &err), &err);
}

static void go_on(void *user, const struct bb_minimize_progress *state)
{
    struct tmin *tmin = user;
    struct bb_err err = {0};
    take_saved(tmin, bb_tmin_output_flush(&tmin->output, &err), &err);
    draw(tmin, state);
}

static const char *how_it_ended(const struct tmin *tmin, const struct bb_reduce_result *result)
{
    if (result->minimize.finished)
        return "";
    return *tmin->cli->stop ? " (interrupted)" : " (the budget ended first)";
}

static void report(struct tmin *tmin, size_t best_bytes, const struct bb_reduce_result *result)
{
    char shown[PATH_MAX];
    struct bb_buf rate = BB_BUF_INIT(256);
    printf("%zu -> %zu bytes, the same bug, %u replays%s: %s\n", tmin->input_bytes, best_bytes,
           result->executions, how_it_ended(tmin, result),
           bb_cli_show_path(tmin->cli, tmin->output.path, shown));
    bb_reduce_say_rate(result, &rate);
    if (rate.len)
        printf("%s; candidates had to show it in %u of %u\n", bb_buf_str(&rate), result->need,
               result->runs);
    bb_buf_free(&rate);
    if (tmin->least_change.len)
        printf("%s\n", bb_buf_str(&tmin->least_change));
}

static enum bb_status minimize(struct tmin *tmin, struct bb_err *err)
{
    struct bb_buf input = BB_BUF_INIT(BB_INPUT_MAX_BYTES), best = BB_BUF_INIT(BB_INPUT_MAX_BYTES);
    struct bb_reduce_result result = {0};
    enum bb_status status = bb_file_read(tmin->input_path, &input, err), kept = BB_OK;
    tmin->input_bytes = input.len;
    if (status == BB_OK)
        status = take_bug(tmin, bb_buf_bytes(&input), err);
    if (status != BB_OK)
        goto out;
    status = bb_reduce(bb_buf_bytes(&input), &tmin->reduce, &best, &result, err);
    erase(tmin);
    if (best.len) { /* whatever has ended it */
        const struct bb_minimized minimized = {.input = bb_buf_bytes(&best),
                                               .explanation = bb_buf_str(&tmin->least_change),
                                               .is_partial = status != BB_OK};
        kept = bb_tmin_output_finish(&tmin->output, &minimized, &result, err);
        if (kept == BB_OK)
            report(tmin, best.len, &result);
        if (result.is_cut_short)
            bb_print_note(tmin->cli, "interrupted while looking for the least change");
    }
    if (kept != BB_OK)
        status = kept;
out:
    bb_buf_free(&best);
    bb_buf_free(&input);
    return status;
}

static int run(struct tmin *tmin, const char *const *words)
{
    struct bb_err err = {0};
    int code = bb_replaying_begin(&tmin->replaying, "replay", words[0]);
    if (code != BB_EXIT_OK)
        return code;
    if (!bb_cli_user_path(tmin->cli, words[1], tmin->input_path)) {
        bb_print_error(tmin->cli, "the path is too long: '%.100s...'", words[1]);
        return BB_EXIT_USAGE;
    }
    tmin->reduce.target = tmin->replaying.target;
    tmin->prober = BB_PROBER_INIT(tmin->reduce.target->name, bb_replaying_how(&tmin->replaying));
    tmin->reduce.prober = &tmin->prober;
    tmin->reduce.max_ms = (uint64_t)tmin->seconds * 1000;
    tmin->reduce.max_executions = (unsigned)tmin->replays;
    tmin->reduce.runs = (unsigned)tmin->runs;
    tmin->reduce.need = (unsigned)tmin->need;
    tmin->reduce.jobs = (unsigned)tmin->jobs;
    tmin->reduce.another = keep_another;
    tmin->reduce.progress = go_on;
    tmin->reduce.improved = save;
    tmin->reduce.ret_words = &tmin->least_change;
    tmin->reduce.user = tmin;
    enum bb_status status = bb_tmin_output_begin(tmin->cli, tmin->reduce.target, tmin->input_path,
                                                 tmin->typed, &tmin->output, &err);
    if (status == BB_OK)
        status = minimize(tmin, &err);
    bb_tmin_output_end(&tmin->output);
    bb_prober_end(&tmin->prober);
    return status == BB_OK ? BB_EXIT_OK : bb_print_failure(tmin->cli, status, &err);
}

int bb_cmd_tmin(struct bb_cli *cli, struct bb_args *args)
{
    struct tmin tmin = {.cli = cli,
                        .replaying = BB_REPLAYING_INIT(cli),
                        .seconds = DEFAULT_SECONDS,
                        .least_change = BB_BUF_INIT(4096)};
    size_t n;
    if (!read_command_line(&tmin, args))
        return BB_EXIT_USAGE;
    int code = run(&tmin, bb_args_rest(args, &n));
    bb_replaying_end(&tmin.replaying);
    bb_buf_free(&tmin.least_change);
    return code;
}
