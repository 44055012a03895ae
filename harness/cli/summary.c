#include "cli/summary.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/text.h"
#include "cli/json.h"
#include "cli/output.h"
#include "cli/root.h"
#include "cli/store.h"

static double fuzzed_seconds(const struct bb_campaign *campaign)
{
    return (double)(campaign->ended_ms - campaign->began_ms) / 1000;
}

static uint64_t execs_per_s(const struct bb_campaign *campaign)
{
    double seconds = fuzzed_seconds(campaign);
    return seconds > 0 ? (uint64_t)((double)bb_campaign_execs(campaign) / seconds) : 0;
}

/* The best of its engines: they share one corpus. */
static struct bb_engine_stats best(const struct bb_campaign *campaign)
{
    struct bb_engine_stats best = {0};
    for (size_t i = 0; i < campaign->n_engines; i++) {
        struct bb_engine_stats total = bb_engine_totals(&campaign->engines[i]);
        best.cov = total.cov > best.cov ? total.cov : best.cov;
        best.ft = total.ft > best.ft ? total.ft : best.ft;
        best.corp = total.corp > best.corp ? total.corp : best.corp;
    }
    return best;
}

static void print_engine(const struct bb_engine *engine)
{
    struct bb_engine_stats total = bb_engine_totals(engine);
    char execs[BB_COUNT_TEXT_SIZE];
    printf("  %-11s %s executions, cov %llu", engine->name, bb_count_format(total.execs, execs),
           (unsigned long long)total.cov);
    if (total.ft)
        printf(", ft %llu", (unsigned long long)total.ft);
    printf(", corp %llu", (unsigned long long)total.corp);
    if (engine->n_crashes)
        printf(", restarts after crashes: %u", engine->n_crashes);
    if (engine->n_kills)
        printf(", restarts after kills: %u", engine->n_kills);
    if (engine->state == BB_ENGINE_FAILED)
        printf(", GIVEN UP");
    putchar('\n');
}

static void print_findings(const struct bb_cli *cli, const struct bb_campaign *campaign)
{
    const struct bb_triage_counts *counts = &campaign->queue.counts;
    size_t pending = bb_triage_queue_pending(&campaign->queue);
    char path[PATH_MAX];
    printf("  findings    %u new, %u known", counts->n_new, counts->n_known);
    if (counts->n_new + counts->n_known)
        printf(" (crash files: %u); '%s findings' lists them", counts->n_seen, cli->program);
    putchar('\n');
    if (counts->n_unproven)
        printf("  unproven    %u that timed out once and not again: %s\n", counts->n_unproven,
               bb_cli_show_path(cli, campaign->dir.unproven, path));
    if (counts->n_failed)
        printf("  untriaged   %u that could not be triaged and are kept below %s\n",
               counts->n_failed, bb_cli_show_path(cli, campaign->dir.base, path));
    if (pending)
        printf("  waiting     %zu to be triaged: '%s triage %s' or the next run does it\n", pending,
               cli->program, campaign->options->replay->name);
}

void bb_summary_print(const struct bb_cli *cli, const struct bb_campaign *campaign)
{
    char time[BB_DURATION_TEXT_SIZE], execs[BB_COUNT_TEXT_SIZE], rate[BB_COUNT_TEXT_SIZE];
    char path[PATH_MAX];
    printf("%s%s%s  %s executions in %s, %s exec/s%s\n", bb_colour(cli->colour_out, BB_BOLD),
           campaign->options->replay->name, bb_colour(cli->colour_out, BB_PLAIN),
           bb_count_format(bb_campaign_execs(campaign), execs),
           bb_duration_format((int64_t)(fuzzed_seconds(campaign) + 0.5), time),
           bb_count_format(execs_per_s(campaign), rate),
           campaign->interrupted ? " (interrupted)" : "");
    for (size_t i = 0; i < campaign->n_engines; i++)
        print_engine(&campaign->engines[i]);
    printf("  corpus      %zu inputs, %zu before: %s\n", campaign->corpus_now,
           campaign->corpus_before, bb_cli_show_path(cli, campaign->dir.corpus, path));
    print_findings(cli, campaign);
    printf("  logs        %s\n", bb_cli_show_path(cli, campaign->dir.logs, path));
}

static json_t *engine_json(const struct bb_engine *engine)
{
    static const char *const states[] = {"waiting", "running", "ended", "given up"};
    struct bb_engine_stats total = bb_engine_totals(engine);
    return json_pack("{s:s, s:I, s:I, s:I, s:I, s:I, s:i, s:i, s:i, s:s}", "name", engine->name,
                     "execs", (json_int_t)total.execs, "cov", (json_int_t)total.cov, "ft",
                     (json_int_t)total.ft, "corp", (json_int_t)total.corp, "rss_mb",
                     (json_int_t)total.rss_mb, "starts", (int)engine->n_starts, "crashes",
                     (int)engine->n_crashes, "kills", (int)engine->n_kills, "state",
                     states[engine->state]);
}

static json_t *ids_json(const struct bb_paths *ids)
{
    json_t *list = json_array();
    for (size_t i = 0; i < ids->n; i++)
        json_array_append_new(list, bb_json_text(ids->list[i]));
    return list;
}

json_t *bb_summary_json(const struct bb_campaign *campaign)
{
    const struct bb_triage_counts *counts = &campaign->queue.counts;
    struct bb_engine_stats top = best(campaign);
    char ended[BB_TIME_TEXT_SIZE];
    json_t *engines = json_array();
    for (size_t i = 0; i < campaign->n_engines; i++)
        json_array_append_new(engines, engine_json(&campaign->engines[i]));
    json_t *run =
        json_pack("{s:s, s:s, s:f, s:b, s:I, s:I, s:I, s:I}", "target",
                  campaign->options->replay->name, "ended", bb_time_format(time(NULL), ended),
                  "seconds", fuzzed_seconds(campaign), "interrupted", campaign->interrupted,
                  "execs", (json_int_t)bb_campaign_execs(campaign), "execs_per_s",
                  (json_int_t)execs_per_s(campaign), "cov", (json_int_t)top.cov, "ft",
                  (json_int_t)top.ft);
    json_object_set_new(run, "seed",
                        bb_campaign_has_seed(campaign->options)
                            ? json_integer((json_int_t)campaign->options->seed)
                            : json_null());
    json_object_set_new(run, "corpus_before", json_integer((json_int_t)campaign->corpus_before));
    json_object_set_new(run, "corpus", json_integer((json_int_t)campaign->corpus_now));
    json_object_set_new(run, "set_aside", json_integer((json_int_t)campaign->n_aside));
    json_object_set_new(run, "findings", json_integer(counts->n_new + counts->n_known));
    json_object_set_new(run, "new", json_integer(counts->n_new));
    json_object_set_new(run, "known", json_integer(counts->n_known));
    json_object_set_new(run, "crash_files", json_integer(counts->n_seen));
    json_object_set_new(run, "unproven", json_integer(counts->n_unproven));
    json_object_set_new(run, "untriaged",
                        json_integer((json_int_t)(counts->n_failed +
                                                  bb_triage_queue_pending(&campaign->queue))));
    json_object_set_new(run, "ids", ids_json(&campaign->queue.ids));
    json_object_set_new(run, "engines", engines);
    return run;
}

static const char *engine_name(const struct bb_campaign_options *options)
{
    if (options->libfuzzer && options->afl)
        return "libfuzzer+afl";
    return options->afl ? "afl" : "libfuzzer";
}

enum bb_status bb_summary_remember(const struct bb_cli *cli, const struct bb_campaign *campaign,
                                   struct bb_err *err)
{
    const struct bb_triage_counts *counts = &campaign->queue.counts;
    time_t now = time(NULL);
    struct bb_run run = {
        .target = campaign->options->replay->name,
        .engine = engine_name(campaign->options),
        .started = now - (bb_clock_ms() - campaign->began_ms) / 1000,
        .ended = now,
        .executions = bb_campaign_execs(campaign),
        .coverage = best(campaign).cov,
        .corpus = campaign->corpus_now,
        .findings_new = counts->n_new,
        .findings_known = counts->n_known,
    };
    struct bb_store *store = NULL;
    enum bb_status status = bb_cli_open_store(cli, &store, err);
    if (status == BB_OK)
        status = bb_store_run_begin(store, &run, err);
    if (status == BB_OK)
        status = bb_store_run_update(store, &run, err);
    bb_store_close(store);
    return status;
}
