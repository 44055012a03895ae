#include "cli/show_stats.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/json.h"
#include "cli/measure.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "grammar/losses.h"

enum { MAX_SHOWN_LOSSES = 10, MAX_LOSS_TEXT = 512 };

struct row {
    char *file; /* owned */
    struct bb_measured measured;
};

struct stats {
    const struct bb_grammar *grammar;
    struct bb_tree tree;
    struct bb_losses losses;
    struct row *rows; /* one for each file */
    size_t n;
    struct bb_measured total;
};

static enum bb_status take_message(void *user, const struct bb_cli_message *message,
                                   struct bb_err *err)
{
    struct stats *s = user;
    struct row *row = &s->rows[s->n];
    struct bb_measured one;
    if (!row->file)
        row->file = strdup(message->file);
    enum bb_status status = bb_measure(s->grammar, message->bytes, &s->tree, &one);
    if (status == BB_OK && (!row->file || !bb_losses_add(&s->losses, &s->tree)))
        status = BB_NO_MEMORY;
    if (status != BB_OK)
        return BB_FAIL(err, status, "no memory to decode '%s'", message->file);
    bb_measured_add(&row->measured, &one);
    bb_measured_add(&s->total, &one);
    return BB_OK;
}

static int worst_first(const void *left, const void *right)
{
    const struct row *a = left;
    const struct row *b = right;
    double a_share = bb_measured_share(&a->measured);
    double b_share = bb_measured_share(&b->measured);
    if (a_share != b_share)
        return a_share < b_share ? -1 : 1;
    if (a->measured.raw_bytes != b->measured.raw_bytes)
        return a->measured.raw_bytes > b->measured.raw_bytes ? -1 : 1;
    return strcmp(a->file, b->file);
}

static void print_row(const struct bb_measured *m, const char *name)
{
    printf("%6.2f%%  %9" PRIu64 "  %9" PRIu64 "  %8" PRIu64 "  %5" PRIu64 "  %10.1f  %s",
           100 * bb_measured_share(m), m->bytes, m->raw_bytes, m->nodes, m->lies,
           (double)m->lift_ns / 1000, name);
    if (m->messages != 1)
        printf(" (%" PRIu64 " messages)", m->messages);
    putchar('\n');
}

static void print_losses(const struct bb_cli *cli, const struct stats *s)
{
    if (s->losses.n == 0)
        return;
    printf("\n%sraw bytes  times  where%s\n", bb_colour(cli->colour_out, BB_DIM),
           bb_colour(cli->colour_out, BB_PLAIN));
    for (size_t i = 0; i < s->losses.n && i < MAX_SHOWN_LOSSES; i++) {
        struct bb_buf text = BB_BUF_INIT(MAX_LOSS_TEXT);
        bb_loss_describe(&s->losses.list[i], &text);
        printf("%9" PRIu64 "  %5" PRIu64 "  %s\n", s->losses.list[i].bytes, s->losses.list[i].times,
               bb_buf_str(&text));
        bb_buf_free(&text);
    }
    if (s->losses.n > MAX_SHOWN_LOSSES)
        printf("%zu more places; --json lists them\n", s->losses.n - MAX_SHOWN_LOSSES);
}

static void print_table(const struct bb_cli *cli, const struct stats *s)
{
    printf("%s  typed      bytes        raw     nodes   lies  lift in us  file%s\n",
           bb_colour(cli->colour_out, BB_DIM), bb_colour(cli->colour_out, BB_PLAIN));
    for (size_t i = 0; i < s->n; i++)
        print_row(&s->rows[i].measured, s->rows[i].file);
    if (s->n > 1) {
        char name[40];
        snprintf(name, sizeof name, "total of %zu files", s->n);
        print_row(&s->total, name);
    }
    print_losses(cli, s);
}

static json_t *measured_to_json(const struct bb_measured *m)
{
    return json_pack("{s:I, s:I, s:I, s:f, s:I, s:I, s:f}", "messages", (json_int_t)m->messages,
                     "bytes", (json_int_t)m->bytes, "raw_bytes", (json_int_t)m->raw_bytes,
                     "typed_share", bb_measured_share(m), "nodes", (json_int_t)m->nodes, "lies",
                     (json_int_t)m->lies, "lift_us", (double)m->lift_ns / 1000);
}

static json_t *loss_to_json(const struct bb_loss *loss)
{
    struct bb_buf text = BB_BUF_INIT(MAX_LOSS_TEXT);
    bb_loss_describe(loss, &text);
    json_t *json =
        json_pack("{s:s, s:s, s:b, s:I, s:I, s:s}", "message", bb_loss_message(loss), "field",
                  bb_loss_field(loss), "cut", loss->cut, "raw_bytes", (json_int_t)loss->bytes,
                  "times", (json_int_t)loss->times, "where", bb_buf_str(&text));
    bb_buf_free(&text);
    return json;
}

static void print_json(const struct stats *s)
{
    json_t *files = json_array();
    json_t *losses = json_array();
    for (size_t i = 0; i < s->n; i++) {
        json_t *file = measured_to_json(&s->rows[i].measured);
        json_object_set_new(file, "file", bb_json_text(s->rows[i].file));
        json_array_append_new(files, file);
    }
    for (size_t i = 0; i < s->losses.n; i++)
        json_array_append_new(losses, loss_to_json(&s->losses.list[i]));
    bb_json_print(json_pack("{s:s, s:o, s:o, s:o}", "grammar", bb_grammar_name(s->grammar), "files",
                            files, "total", measured_to_json(&s->total), "losses", losses));
}

static void stats_free(struct stats *s)
{
    for (size_t i = 0; s->rows && i < s->n; i++)
        free(s->rows[i].file);
    free(s->rows);
    bb_losses_free(&s->losses);
    bb_tree_free(&s->tree);
}

enum bb_status bb_show_stats(const struct bb_cli *cli, const struct bb_grammar *grammar,
                             const struct bb_paths *files, const struct bb_capture_choice *choice,
                             const struct bb_show_stats_options *options, struct bb_err *err)
{
    struct stats s = {.grammar = grammar, .rows = calloc(files->n, sizeof *s.rows)};
    enum bb_status status = s.rows ? BB_OK : BB_FAIL(err, BB_NO_MEMORY, "too many files");
    for (size_t i = 0; i < files->n && status == BB_OK; i++) {
        status = bb_messages_read(cli, grammar, files->list[i], choice, take_message, &s, err);
        s.n++;
    }
    if (status == BB_OK && options->worst_first)
        qsort(s.rows, s.n, sizeof *s.rows, worst_first);
    bb_losses_sort(&s.losses);
    if (status == BB_OK && options->json)
        print_json(&s);
    else if (status == BB_OK)
        print_table(cli, &s);
    stats_free(&s);
    return status;
}
