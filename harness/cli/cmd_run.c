/* brickbat run TARGET...: fuzzes one target after the other. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/clock.h"
#include "campaign/campaign.h"
#include "cli/args.h"
#include "cli/finding_print.h"
#include "cli/json.h"
#include "cli/output.h"
#include "cli/root.h"
#include "cli/run_plan.h"
#include "cli/status.h"
#include "cli/store.h"
#include "cli/summary.h"

enum {
    DEFAULT_SECONDS = 60,
    DEFAULT_TIMEOUT_S = 5,
    DEFAULT_RSS_MB = 2048,
    DEFAULT_MINIMIZE_S = 10
};

enum {
    OPTION_TIME = 't',
    OPTION_JOBS = 'j',
    OPTION_ENGINE = 'e',
    OPTION_SEED = 's',
    OPTION_RUNS = 'r',
    OPTION_TIMEOUT = 'o',
    OPTION_RSS = 'm',
    OPTION_MINIMIZE = 'M',
    OPTION_NO_MINIMIZE = 'N',
    OPTION_NO_BUILD = 'B',
    OPTION_JSON = 'J',
};

const struct poptOption bb_run_options[] = {
    {"time", 't', POPT_ARG_STRING, NULL, OPTION_TIME,
     "budget of all targets together, shared out evenly (default 60s)", "60s|5m|2h"},
    {"jobs", 'j', POPT_ARG_STRING, NULL, OPTION_JOBS,
     "engine processes at a time (default: one per engine)", "N"},
    {"engine", 'e', POPT_ARG_STRING, NULL, OPTION_ENGINE, "default: both", "libfuzzer|afl|both"},
    {"seed", 0, POPT_ARG_STRING, NULL, OPTION_SEED, "of the engines' random numbers", "N"},
    {"runs", 0, POPT_ARG_STRING, NULL, OPTION_RUNS, "inputs per engine process, at most", "N"},
    {"timeout", 0, POPT_ARG_STRING, NULL, OPTION_TIMEOUT,
     "one input may take this long (default 5s)", "5s"},
    {"rss-limit-mb", 0, POPT_ARG_STRING, NULL, OPTION_RSS,
     "memory limit of the target (default 2048)", "N"},
    {"minimize-time", 0, POPT_ARG_STRING, NULL, OPTION_MINIMIZE,
     "for making each new finding small (default 10s)", "10s"},
    {"no-minimize", 0, POPT_ARG_NONE, NULL, OPTION_NO_MINIMIZE, "leave findings as they are", NULL},
    {"no-build", 0, POPT_ARG_NONE, NULL, OPTION_NO_BUILD, "take the programs that are there", NULL},
    {"json", 0, POPT_ARG_NONE, NULL, OPTION_JSON, "summary and findings as JSON", NULL},
    POPT_TABLEEND,
};

struct run {
    struct bb_cli *cli;
    struct bb_run_plan plan;
    struct bb_campaign_options campaign;
    int64_t seconds; /* of all targets */
    bool json;
    bool has_jobs;
    struct bb_status_view view;
    json_t *results;
};

static bool take_engine(struct run *run, const char *name)
{
    run->plan.libfuzzer = strcmp(name, "afl") != 0;
    run->plan.afl = strcmp(name, "libfuzzer") != 0;
    if (strcmp(name, "libfuzzer") == 0 || strcmp(name, "afl") == 0 || strcmp(name, "both") == 0)
        return true;
    bb_print_error(run->cli, "no engine '%s'; there are libfuzzer, afl and both", name);
    return false;
}

static bool take_jobs(struct run *run, const struct bb_args *args)
{
    uint64_t jobs;
    if (!bb_args_number(args, 1, BB_CAMPAIGN_MAX_JOBS, &jobs))
        return false;
    run->campaign.jobs = (unsigned)jobs;
    run->has_jobs = true;
    return true;
}

static bool take_rss(struct run *run, const struct bb_args *args)
{
    uint64_t mb;
    if (!bb_args_number(args, 16, 1024 * 1024, &mb))
        return false;
    run->campaign.rss_limit_mb = (unsigned)mb;
    return true;
}

static bool take_option(struct run *run, const struct bb_args *args, int option)
{
    struct bb_campaign_options *campaign = &run->campaign;
    switch (option) {
    case OPTION_TIME: return bb_args_seconds(args, &run->seconds);
    case OPTION_JOBS: return take_jobs(run, args);
    case OPTION_ENGINE: return take_engine(run, bb_args_value(args));
    case OPTION_SEED: return bb_args_number(args, 0, UINT32_MAX, &campaign->seed);
    case OPTION_RUNS: return bb_args_number(args, 1, INT64_MAX, &campaign->runs);
    case OPTION_TIMEOUT: return bb_args_seconds(args, &campaign->timeout_s);
    case OPTION_RSS: return take_rss(run, args);
    case OPTION_MINIMIZE: return bb_args_seconds(args, &campaign->minimize_s);
    case OPTION_NO_MINIMIZE: campaign->minimize_s = 0; return true;
    case OPTION_NO_BUILD: run->plan.build = false; return true;
    case OPTION_JSON: run->json = true; return true;
    }
    return false;
}

/* What one option alone cannot tell. */
static bool check_options(struct run *run)
{
    bool both = run->plan.libfuzzer && run->plan.afl;
    if (run->has_jobs && both && run->campaign.jobs < 2) {
        bb_print_error(run->cli, "two engines need '--jobs 2' or more; or choose one with "
                                 "'--engine libfuzzer'");
        return false;
    }
    if (both && run->campaign.n_flags) {
        bb_print_error(run->cli, "flags behind '--' are for one engine; choose it with "
                                 "'--engine libfuzzer' or '--engine afl'");
        return false;
    }
    if (!run->has_jobs)
        run->campaign.jobs = both ? 2 : 1;
    return true;
}

static uint64_t random_seed(void)
{
    uint32_t seed = 1;
    if (getrandom(&seed, sizeof seed, 0) != sizeof seed)
        seed = (uint32_t)bb_clock_ms();
    return seed ? seed : 1;
}

static bool read_command_line(struct run *run, struct bb_args *args)
{
    int option;
    while ((option = bb_args_next(args)) > 0) {
        if (!take_option(run, args, option))
            return false;
    }
    if (option != 0 || !bb_args_expect(args, 1, SIZE_MAX))
        return false;
    run->plan.names = bb_args_rest(args, &run->plan.n_names);
    run->campaign.flags = bb_args_engine_flags(args, &run->campaign.n_flags);
    return check_options(run);
}

/* What the campaign tells, on its way to the terminal. */

static void take_note(void *user, const char *words)
{
    struct run *run = user;
    bb_status_clear(&run->view);
    bb_print_note(run->cli, "%s", words);
}

static void print_finding(const struct bb_cli *cli, const char *id, bool is_new)
{
    struct bb_arena arena = BB_ARENA_INIT(BB_REPORT_ARENA_BYTES);
    struct bb_store *store = NULL;
    struct bb_finding finding;
    struct bb_err err = {0};
    enum bb_status status = bb_cli_open_store(cli, &store, &err);
    if (status == BB_OK)
        status = bb_store_get(store, &arena, id, &finding, &err);
    if (status == BB_OK)
        bb_finding_print(cli, &finding, is_new ? "new" : "known");
    else
        bb_print_note(cli, "finding %s: %s", id, err.what);
    fflush(stdout);
    bb_store_close(store);
    bb_arena_free(&arena);
}

static void take_finding(void *user, const char *id, bool is_new)
{
    struct run *run = user;
    bb_status_clear(&run->view);
    if (!run->json)
        print_finding(run->cli, id, is_new);
}

static void take_tick(void *user, const struct bb_campaign *campaign)
{
    struct run *run = user;
    bb_status_show(&run->view, campaign);
}

static void announce(const struct run *run)
{
    const struct bb_target_info *target = run->campaign.replay;
    char time[BB_DURATION_TEXT_SIZE];
    bb_print_note(run->cli, "%s (%s %s, %s): %s%s%s for %s, seed %" PRIu64, target->name,
                  target->parser, target->version, target->variant,
                  run->plan.libfuzzer ? "libFuzzer" : "",
                  run->plan.libfuzzer && run->plan.afl ? " and " : "", run->plan.afl ? "AFL++" : "",
                  bb_duration_format(run->campaign.seconds, time), run->campaign.seed);
}

static int judge(const struct run *run, const struct bb_campaign *campaign, enum bb_status status,
                 const struct bb_err *err)
{
    const struct bb_triage_counts *counts = &campaign->queue.counts;
    bool found = counts->n_new + counts->n_known > 0;
    if (status != BB_OK)
        bb_print_failure(run->cli, status, err);
    if (campaign->interrupted || status == BB_INTERRUPTED)
        return BB_EXIT_INTERRUPTED;
    if (status == BB_OK && bb_campaign_execs(campaign) == 0) {
        bb_print_error(run->cli, "not one input was executed; see the logs in %s",
                       campaign->dir.logs);
        return found ? BB_EXIT_FINDING : BB_EXIT_FAILED;
    }
    if (status != BB_OK || bb_campaign_lost_engine(campaign) || counts->n_failed)
        return BB_EXIT_FAILED;
    return found ? BB_EXIT_FINDING : BB_EXIT_OK;
}

static void report(struct run *run, const struct bb_campaign *campaign)
{
    struct bb_err err = {0};
    bb_status_clear(&run->view);
    if (campaign->began_ms == 0)
        return;
    if (run->json)
        json_array_append_new(run->results, bb_summary_json(campaign));
    else
        bb_summary_print(run->cli, campaign);
    if (bb_summary_remember(run->cli, campaign, &err) != BB_OK)
        bb_print_note(run->cli, "the run is not in the store: %s", err.what);
}

static int fuzz_target(struct run *run)
{
    struct bb_campaign_listener listener = {
        .notes = {.take = take_note, .user = run},
        .found = take_finding,
        .tick = take_tick,
        .user = run,
    };
    struct bb_campaign *campaign = calloc(1, sizeof *campaign);
    struct bb_err err = {0};
    if (!campaign) {
        bb_print_error(run->cli, "out of memory");
        return BB_EXIT_FAILED;
    }
    announce(run);
    enum bb_status status = bb_campaign_run(campaign, &run->campaign, &listener, &err);
    report(run, campaign);
    int code = judge(run, campaign, status, &err);
    bb_campaign_free(campaign);
    free(campaign);
    return code;
}

static const struct bb_target_info *find_target(const struct bb_targets *targets, const char *name)
{
    const struct bb_target_info *target = NULL;
    return bb_targets_find(targets, name, &target, NULL) == BB_OK ? target : NULL;
}

/* The code that matters more. */
static int worse(int a, int b)
{
    static const int order[] = {BB_EXIT_INTERRUPTED, BB_EXIT_FAILED, BB_EXIT_FINDING};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        if (a == order[i] || b == order[i])
            return order[i];
    }
    return BB_EXIT_OK;
}

/* What a target leaves of its share goes to those behind it. */
static int fuzz_all(struct run *run)
{
    int64_t end_ms = bb_clock_ms() + run->seconds * 1000;
    int code = BB_EXIT_OK;
    for (size_t i = 0; i < run->plan.n_names && code != BB_EXIT_INTERRUPTED; i++) {
        const char *name = run->plan.names[i];
        int64_t left_s = (end_ms - bb_clock_ms() + 500) / 1000;
        run->campaign.seconds = left_s / (int64_t)(run->plan.n_names - i);
        if (run->campaign.seconds < 1)
            run->campaign.seconds = 1;
        run->campaign.replay = find_target(&run->plan.replay_targets, name);
        run->campaign.libfuzzer = find_target(&run->plan.libfuzzer_targets, name);
        run->campaign.afl = find_target(&run->plan.afl_targets, name);
        code = worse(code, fuzz_target(run));
    }
    return code;
}

int bb_cmd_run(struct bb_cli *cli, struct bb_args *args)
{
    struct run run = {
        .cli = cli,
        .plan = {.libfuzzer = true, .afl = true, .build = true},
        .campaign = {.timeout_s = DEFAULT_TIMEOUT_S,
                     .rss_limit_mb = DEFAULT_RSS_MB,
                     .minimize_s = DEFAULT_MINIMIZE_S,
                     .seed = random_seed(),
                     .program = cli->self,
                     .stop = cli->stop},
        .seconds = DEFAULT_SECONDS,
        .view = {.cli = cli},
    };
    struct bb_err err = {0};
    if (!read_command_line(&run, args))
        return BB_EXIT_USAGE;
    enum bb_status status = bb_cli_enter_root(cli, &err);
    if (status != BB_OK)
        return bb_print_failure(cli, status, &err);
    run.results = json_array();
    int code = bb_run_plan_prepare(cli, &run.plan);
    if (code == BB_EXIT_OK)
        code = fuzz_all(&run);
    if (run.json)
        bb_json_print(json_pack("{s:O, s:i}", "runs", run.results, "exit_code", code));
    json_decref(run.results);
    bb_run_plan_free(&run.plan);
    return code;
}
