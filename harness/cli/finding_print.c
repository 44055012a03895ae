#include "cli/finding_print.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "cli/output.h"
#include "cli/probe.h"
#include "cli/root.h"

enum { MAX_FRAMES = 16, MAX_COMMAND_BYTES = 3 * PATH_MAX };

static enum bb_colour severity_colour(enum bb_severity severity)
{
    return severity >= BB_SEVERITY_HIGH     ? BB_RED
           : severity == BB_SEVERITY_MEDIUM ? BB_YELLOW
                                            : BB_PLAIN;
}

/* "heap-buffer-overflow WRITE 1", for a finding whose report may be empty. */
static void get_type(const struct bb_report *report, struct bb_buf *ret_text)
{
    struct bb_report bare = *report;
    bare.frames.n = 0;
    if (report->crash_type[0])
        bb_probe_describe(&bare, ret_text);
    else
        bb_buf_append_str(ret_text, "crash of which only the input is known");
}

static void print_head(const struct bb_cli *cli, const struct bb_finding *finding, const char *news)
{
    struct bb_buf type = BB_BUF_INIT(4096);
    bool colour = cli->colour_out;
    get_type(&finding->report, &type);
    printf("%sFINDING%s %s%s%s  %s   %s, %s%s%s\n", bb_colour(colour, BB_RED),
           bb_colour(colour, BB_PLAIN), bb_colour(colour, BB_BOLD), finding->id,
           bb_colour(colour, BB_PLAIN), bb_buf_str(&type), news,
           bb_colour(colour, severity_colour(finding->report.severity)),
           bb_severity_text(finding->report.severity), bb_colour(colour, BB_PLAIN));
    bb_buf_free(&type);
}

static void print_place(const struct bb_finding *finding)
{
    const struct bb_frame *place = bb_probe_place(&finding->report);
    if (place && place->file[0])
        printf("  in        %s  %s:%" PRIu32 "\n", place->name, place->file, place->line);
    else if (place)
        printf("  in        %s\n", place->name);
    else if (finding->report.location[0])
        printf("  in        %s\n", finding->report.location);
}

static void print_input(const struct bb_cli *cli, const struct bb_finding *finding)
{
    char path[PATH_MAX];
    printf("  input     %s      %" PRIu64 " bytes", bb_cli_show_path(cli, finding->input, path),
           finding->input_bytes);
    if (finding->input_min[0] && finding->min_bytes < finding->input_bytes)
        printf(", minimized to %" PRIu64 "%s", finding->min_bytes,
               finding->min_is_partial ? " so far" : "");
    else if (finding->input_min[0] && !finding->min_is_partial)
        printf(", as small as it gets");
    if (finding->runs && finding->runs_crashed < finding->runs)
        printf("; crashed in %u of %u replays", finding->runs_crashed, finding->runs);
    putchar('\n');
}

/* One word for each line of the explanation. */
static void print_explanation(const struct bb_finding *finding)
{
    struct bb_bytes rest = bb_bytes_str(finding->explanation), line;
    const char *label = "means";
    while (bb_bytes_take_line(&rest, &line)) {
        if (line.len)
            printf("  %-9s %.*s\n", label, (int)line.len, (const char *)line.ptr);
        label = "";
    }
}

/* The command as the user must write it here: the program as it was called, and paths from where
 * the user is. */
static void print_command(const struct bb_cli *cli, const char *label,
                          const struct bb_finding *finding, const char *words, const char *input)
{
    char path[PATH_MAX];
    printf("  %-9s %s %s %s %s\n", label, cli->program, words, finding->target,
           bb_cli_show_path(cli, input, path));
}

void bb_finding_print_further(const struct bb_cli *cli, const struct bb_finding *finding)
{
    print_command(cli, "minimize", finding, "tmin", finding->input);
    printf("  promote   %s promote %s\n", cli->program, finding->id);
    printf("  export    %s finding %s --export %s\n", cli->program, finding->id, finding->id);
}

void bb_finding_print(const struct bb_cli *cli, const struct bb_finding *finding, const char *news)
{
    print_head(cli, finding, news);
    print_place(finding);
    print_input(cli, finding);
    print_explanation(finding);
    const char *input = bb_finding_best_input(finding);
    print_command(cli, "reproduce", finding, "replay", input);
    print_command(cli, "debug", finding, "replay --gdb", input);
}

/* Without the driver and libc at the outer end. */
static size_t count_telling(const struct bb_stack *stack)
{
    size_t n = stack->n;
    while (n && stack->frames[n - 1].noise)
        n--;
    return n ? n : stack->n;
}

static void print_stack(const struct bb_cli *cli, const char *title, const struct bb_stack *stack)
{
    size_t n = count_telling(stack);
    size_t shown = n < MAX_FRAMES ? n : MAX_FRAMES;
    if (n)
        printf("\n  %s\n", title);
    for (size_t i = 0; i < shown; i++) {
        const struct bb_frame *frame = &stack->frames[i];
        const char *name = frame->name[0] ? frame->name : frame->function;
        printf("    %s%2zu  %s", bb_colour(cli->colour_out && frame->noise, BB_DIM), i,
               name[0] ? name : "??");
        if (frame->file[0])
            printf("  %s:%" PRIu32, frame->file, frame->line);
        else if (frame->module[0])
            printf("  %s+0x%" PRIx64, bb_path_name(frame->module), frame->offset);
        printf("%s\n", bb_colour(cli->colour_out && frame->noise, BB_PLAIN));
    }
    if (n > shown)
        printf("    ... %zu more\n", n - shown);
}

void bb_finding_print_stacks(const struct bb_cli *cli, const struct bb_finding *finding)
{
    const struct bb_report *report = &finding->report;
    print_stack(cli, "stack", &report->frames);
    print_stack(cli, "freed at", &report->freed_at);
    print_stack(cli, "allocated at", &report->allocated_at);
    print_stack(cli, "value made at", &report->origin);
}

static int width_of_ids(const struct bb_finding *list, size_t n)
{
    enum { LEAST = 12, MOST = 48 };
    size_t width = LEAST;
    for (size_t i = 0; i < n; i++)
        width = strlen(list[i].id) > width ? strlen(list[i].id) : width;
    return width < MOST ? (int)width : MOST;
}

int bb_finding_print_head(const struct bb_cli *cli, const struct bb_finding *list, size_t n)
{
    int id_width = width_of_ids(list, n);
    printf("%s%-*s  %-8s  %-8s  %5s  %6s  %-10s  crash%s\n", bb_colour(cli->colour_out, BB_DIM),
           id_width, "id", "severity", "state", "hits", "bytes", "last seen",
           bb_colour(cli->colour_out, BB_PLAIN));
    return id_width;
}

void bb_finding_print_row(const struct bb_cli *cli, const struct bb_finding *finding, int id_width)
{
    struct bb_buf words = BB_BUF_INIT(4096);
    char seen[BB_TIME_TEXT_SIZE];
    bb_probe_describe(&finding->report, &words);
    printf("%s%-*s%s  %s%-8s%s  %-8s  %5" PRIu64 "  %6" PRIu64 "  %.10s  %s\n",
           bb_colour(cli->colour_out, BB_BOLD), id_width, finding->id,
           bb_colour(cli->colour_out, BB_PLAIN),
           bb_colour(cli->colour_out, severity_colour(finding->report.severity)),
           bb_severity_text(finding->report.severity), bb_colour(cli->colour_out, BB_PLAIN),
           bb_finding_state_text(finding->state), finding->hits,
           finding->input_min[0] ? finding->min_bytes : finding->input_bytes,
           bb_time_format((time_t)finding->last_seen, seen), bb_buf_str(&words));
    bb_buf_free(&words);
}

void bb_finding_print_history(const struct bb_finding *finding)
{
    char when[BB_TIME_TEXT_SIZE];
    for (size_t i = 0; i < finding->n_history; i++) {
        const struct bb_state_change *change = &finding->history[i];
        printf("  %-9s %.10s  %s -> %s", i ? "" : "history",
               bb_time_format((time_t)change->when, when), bb_finding_state_text(change->from),
               bb_finding_state_text(change->to));
        printf("%s%s%s%s\n", *change->why ? ": " : "", change->why, *change->commit ? ", at " : "",
               change->commit);
    }
}
