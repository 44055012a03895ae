#include "cli/status.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "cli/output.h"

enum {
    REDRAW_MS = 250,
    FIRST_LINE_MS = 2000,
    LINE_MS = 5000, /* between lines where nothing can be drawn again */
    MAX_COLUMNS = 400,
    DEFAULT_COLUMNS = 80,
    MAX_SHOWN_ENGINES = 12,
};

void bb_status_clear(struct bb_status_view *view)
{
    if (view->n_drawn)
        fprintf(stderr, "\033[%uA\r\033[J", view->n_drawn);
    view->n_drawn = 0;
    fflush(stderr);
}

static int terminal_columns(void)
{
    struct winsize size = {0};
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return DEFAULT_COLUMNS;
    return size.ws_col < MAX_COLUMNS ? size.ws_col : MAX_COLUMNS;
}

static void print_line(struct bb_status_view *view, const char *line)
{
    if (!view->cli->live) {
        fprintf(stderr, "%s\n", line);
        return;
    }
    fprintf(stderr, "%s%.*s%s\033[K\n", bb_colour(view->cli->colour_err, BB_DIM),
            terminal_columns() - 1, line, bb_colour(view->cli->colour_err, BB_PLAIN));
    view->n_drawn++;
}

/* " starting", " waits 3 s", ... for an engine that has no figures to show. */
static const char *state_word(const struct bb_engine *engine)
{
    switch (engine->state) {
    case BB_ENGINE_WAITING: return engine->n_starts ? "  pauses after crashes" : "  starting";
    case BB_ENGINE_RUNNING: return "";
    case BB_ENGINE_ENDED: return "  ended";
    case BB_ENGINE_FAILED: return "  GIVEN UP";
    }
    return "";
}

static void append_findings(struct bb_buf *line, const struct bb_triage_queue *queue)
{
    const struct bb_triage_counts *counts = &queue->counts;
    size_t pending = bb_triage_queue_pending(queue);
    bb_buf_printf(line, "  findings %u", counts->n_new + counts->n_known);
    if (counts->n_new)
        bb_buf_printf(line, " (%u new)", counts->n_new);
    if (pending)
        bb_buf_printf(line, "  triaging %zu", pending);
}

static void format_engine(const struct bb_campaign *campaign, const struct bb_engine *engine,
                          struct bb_buf *line)
{
    struct bb_engine_stats total = bb_engine_totals(engine);
    char execs[BB_COUNT_TEXT_SIZE], rate[BB_COUNT_TEXT_SIZE];
    char elapsed[BB_DURATION_TEXT_SIZE], left[BB_DURATION_TEXT_SIZE];
    int64_t now_ms = bb_clock_ms();
    /* libFuzzer says 0 during its first second. */
    if (total.execs_per_s == 0 && now_ms > campaign->began_ms)
        total.execs_per_s = total.execs * 1000 / (uint64_t)(now_ms - campaign->began_ms);
    bb_duration_format((now_ms - campaign->began_ms) / 1000, elapsed);
    bb_duration_format((campaign->job.deadline_ms - now_ms + 999) / 1000, left);
    bb_buf_printf(line, "%-11s %s  %s execs  %s exec/s  cov %llu", engine->name, elapsed,
                  bb_count_format(total.execs, execs), bb_count_format(total.execs_per_s, rate),
                  (unsigned long long)total.cov);
    if (total.ft)
        bb_buf_printf(line, "  ft %llu", (unsigned long long)total.ft);
    bb_buf_printf(line, "  corp %llu", (unsigned long long)total.corp);
    append_findings(line, &campaign->queue);
    bb_buf_printf(line, "  %s left%s", left, state_word(engine));
}

static void show_engines(struct bb_status_view *view, const struct bb_campaign *campaign)
{
    for (size_t i = 0; i < campaign->n_engines && i < MAX_SHOWN_ENGINES; i++) {
        struct bb_buf line = BB_BUF_INIT(MAX_COLUMNS);
        format_engine(campaign, &campaign->engines[i], &line);
        print_line(view, bb_buf_str(&line));
        bb_buf_free(&line);
    }
}

static void show_triage(struct bb_status_view *view, const struct bb_campaign *campaign)
{
    char line[MAX_COLUMNS];
    size_t pending = bb_triage_queue_pending(&campaign->queue);
    if (pending == 0)
        return;
    snprintf(line, sizeof line, "triaging: %zu crash file%s left", pending,
             pending == 1 ? "" : "s");
    print_line(view, line);
}

void bb_status_show(struct bb_status_view *view, const struct bb_campaign *campaign)
{
    int64_t now_ms = bb_clock_ms();
    if (view->phase != campaign->phase && !view->cli->live)
        view->next_ms = now_ms + FIRST_LINE_MS;
    view->phase = campaign->phase;
    if (now_ms < view->next_ms)
        return;
    view->next_ms = now_ms + (view->cli->live ? REDRAW_MS : LINE_MS);
    bb_status_clear(view);
    switch (campaign->phase) {
    case BB_PHASE_CHECKING: print_line(view, "checking the seeds and the corpus"); break;
    case BB_PHASE_FUZZING: show_engines(view, campaign); break;
    case BB_PHASE_TRIAGING: show_triage(view, campaign); break;
    }
}
