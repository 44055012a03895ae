#include "cli/run.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "cli/finding_print.h"
#include "cli/output.h"
#include "cli/store.h"
#include "cli/summary.h"

/* What the campaign tells, on its way to the terminal. */

static void take_note(void *user, const char *words)
{
    struct bb_run_order *run = user;
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
    struct bb_run_order *run = user;
    bb_status_clear(&run->view);
    if (!run->json)
        print_finding(run->cli, id, is_new);
}

static void take_tick(void *user, const struct bb_campaign *campaign)
{
    struct bb_run_order *run = user;
    bb_status_show(&run->view, campaign);
}

static void announce(const struct bb_run_order *run)
{
    const struct bb_target_info *target = run->campaign.replay;
    char time[BB_DURATION_TEXT_SIZE], seed[sizeof ", seed 18446744073709551615"] = "";
    if (bb_campaign_has_seed(&run->campaign))
        snprintf(seed, sizeof seed, ", seed %" PRIu64, run->campaign.seed);
    bb_print_note(run->cli, "%s (%s %s, %s): %s%s%s for %s%s", target->name, target->parser,
                  target->version, target->variant, run->plan.libfuzzer ? "libFuzzer" : "",
                  run->plan.libfuzzer && run->plan.afl ? " and " : "", run->plan.afl ? "AFL++" : "",
                  bb_duration_format(run->campaign.seconds, time), seed);
}

static int judge(const struct bb_run_order *run, const struct bb_campaign *campaign,
                 enum bb_status status, const struct bb_err *err)
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

static void report(struct bb_run_order *run, const struct bb_campaign *campaign)
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

static int fuzz_target(struct bb_run_order *run)
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

int bb_run_all(struct bb_run_order *run)
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
