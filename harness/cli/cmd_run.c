/* brickbat run TARGET...: fuzzes one target after the other. */
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "base/clock.h"
#include "cli/args.h"
#include "cli/json.h"
#include "cli/output.h"
#include "cli/root.h"
#include "cli/run.h"

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
    BB_VALUE("time", 't', OPTION_TIME,
             "budget of all targets together, shared out evenly (default 60s)", "60s|5m|2h"),
    BB_VALUE("jobs", 'j', OPTION_JOBS, "engine processes at a time (default: one per engine)", "N"),
    BB_VALUE("engine", 'e', OPTION_ENGINE, "default: both", "libfuzzer|afl|both"),
    BB_VALUE("seed", 0, OPTION_SEED,
             "of the engines' random numbers; AFL++ with one cares for no input's speed", "N"),
    BB_VALUE("runs", 0, OPTION_RUNS, "inputs per engine process, at most", "N"),
    BB_VALUE("timeout", 0, OPTION_TIMEOUT, "one input may take this long (default 5s)", "5s"),
    BB_VALUE("rss-limit-mb", 0, OPTION_RSS, "memory limit of the target (default 2048)", "N"),
    BB_VALUE("minimize-time", 0, OPTION_MINIMIZE, "for making each new finding small (default 10s)",
             "10s"),
    BB_FLAG("no-minimize", 0, OPTION_NO_MINIMIZE, "leave findings as they are"),
    BB_FLAG("no-build", 0, OPTION_NO_BUILD, "take the programs that are there"),
    BB_FLAG("json", 0, OPTION_JSON, "summary and findings as JSON"),
    POPT_TABLEEND,
};

static bool take_engine(struct bb_run_order *run, const char *name)
{
    run->plan.libfuzzer = strcmp(name, "afl") != 0;
    run->plan.afl = strcmp(name, "libfuzzer") != 0;
    if (strcmp(name, "libfuzzer") == 0 || strcmp(name, "afl") == 0 || strcmp(name, "both") == 0)
        return true;
    bb_print_error(run->cli, "no engine '%s'; there are libfuzzer, afl and both", name);
    return false;
}

static bool take_jobs(struct bb_run_order *run, const struct bb_args *args)
{
    uint64_t jobs;
    if (!bb_args_number(args, 1, BB_CAMPAIGN_MAX_JOBS, &jobs))
        return false;
    run->campaign.jobs = (unsigned)jobs;
    run->has_jobs = true;
    return true;
}

static bool take_rss(struct bb_run_order *run, const struct bb_args *args)
{
    uint64_t mb;
    if (!bb_args_number(args, 16, 1024 * 1024, &mb))
        return false;
    run->campaign.rss_limit_mb = (unsigned)mb;
    return true;
}

static bool take_option(struct bb_run_order *run, const struct bb_args *args, int option)
{
    struct bb_campaign_options *campaign = &run->campaign;
    switch (option) {
    case OPTION_TIME: return bb_args_seconds(args, &run->seconds);
    case OPTION_JOBS: return take_jobs(run, args);
    case OPTION_ENGINE: return take_engine(run, bb_args_value(args));
    case OPTION_SEED:
        campaign->is_seed_fixed = true;
        return bb_args_number(args, 0, UINT32_MAX, &campaign->seed);
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
static bool check_options(struct bb_run_order *run)
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

static bool read_command_line(struct bb_run_order *run, struct bb_args *args)
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

int bb_cmd_run(struct bb_cli *cli, struct bb_args *args)
{
    struct bb_run_order run = {
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
        code = bb_run_all(&run);
    if (run.json)
        bb_json_print(json_pack("{s:O, s:i}", "runs", run.results, "exit_code", code));
    json_decref(run.results);
    bb_run_plan_free(&run.plan);
    return code;
}
