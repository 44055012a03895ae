/* brickbat seeds GRAMMAR CAPTURE...: cuts seeds for a fuzzer out of captured traffic. */
#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "cli/grammar_word.h"
#include "cli/inputs.h"
#include "cli/json.h"
#include "cli/measure.h"
#include "cli/messages.h"
#include "cli/outbox.h"
#include "cli/output.h"
#include "cli/root.h"

enum { OPTION_OUTPUT = 'o', OPTION_SIZE = 'S', OPTION_TYPED = 'T', OPTION_JSON = 'J' };

const struct poptOption bb_seeds_options[] = {
    BB_VALUE("output", 'o', OPTION_OUTPUT, "where to (default: GRAMMAR-seeds)", "DIR"),
    BB_CAPTURE_OPTIONS,
    BB_VALUE("max-size", 0, OPTION_SIZE, "largest seed (default: 65536)", "BYTES"),
    BB_VALUE("min-typed", 0, OPTION_TYPED, "only seeds with so many of their bytes in typed fields",
             "PERCENT"),
    BB_FLAG("json", 0, OPTION_JSON, "what was done, as JSON"),
    POPT_TABLEEND,
};

struct seeding {
    struct bb_cli *cli;
    const struct bb_grammar *grammar;
    struct bb_capture_choice choice;
    const char *output;
    uint64_t min_typed; /* percent */
    bool json;
    struct bb_outbox outbox;
    struct bb_tree tree;
    const char *capture;      /* the one that is read */
    struct bb_measured total; /* of what was written */
    uint64_t n_cut;           /* from this capture */
    uint64_t n_hardly_typed;
    json_t *captures;
    unsigned n_failed;
};

static void name_of(const struct bb_seed *seed, char *name, size_t size)
{
    static const char *const sides[] = {"", "-client", "-server"};
    int n = snprintf(name, size, "%s", seed->kind);
    if (seed->flow)
        n += snprintf(name + n, size - (size_t)n, "%" PRIu64, seed->flow);
    if (seed->client.port)
        n += snprintf(name + n, size - (size_t)n, "-%u-%u", seed->client.port, seed->server.port);
    n += snprintf(name + n, size - (size_t)n, "%s", sides[seed->side]);
    if (seed->part > 1)
        snprintf(name + n, size - (size_t)n, "-part%u", seed->part);
}

static void set_ends(json_t *line, const struct bb_seed *seed)
{
    char text[BB_ADDRESS_TEXT_SIZE];
    if (seed->side != BB_SIDE_UNKNOWN)
        json_object_set_new(line, "from",
                            json_string(seed->side == BB_SIDE_CLIENT ? "client" : "server"));
    if (!seed->client.version)
        return;
    json_object_set_new(line, "client", json_string(bb_address_format(&seed->client, text)));
    json_object_set_new(line, "server", json_string(bb_address_format(&seed->server, text)));
}

static json_t *line_of(const struct seeding *s, const struct bb_seed *seed,
                       const struct bb_measured *m)
{
    char time[BB_TIME_TEXT_SIZE];
    json_t *line =
        json_pack("{s:I, s:f, s:I, s:I, s:o, s:s, s:I, s:I, s:s}", "bytes", (json_int_t)m->bytes,
                  "typed_share", bb_measured_share(m), "nodes", (json_int_t)m->nodes, "lies",
                  (json_int_t)m->lies, "capture", bb_json_text(s->capture), "kind", seed->kind,
                  "part", (json_int_t)seed->part, "frame", (json_int_t)seed->frame, "time",
                  bb_time_format((time_t)(seed->time_us / 1000000), time));
    if (seed->flow)
        json_object_set_new(line, "flow", json_integer((json_int_t)seed->flow));
    set_ends(line, seed);
    if (seed->late)
        json_object_set_new(line, "begins_in_the_middle", json_true());
    if (seed->before)
        json_object_set_new(line, "missing_before", json_integer((json_int_t)seed->before));
    if (seed->behind)
        json_object_set_new(line, "missing_behind", json_integer((json_int_t)seed->behind));
    if (seed->contradictions)
        json_object_set_new(line, "contradictory_bytes",
                            json_integer((json_int_t)seed->contradictions));
    return line;
}

static enum bb_status take_seed(void *user, const struct bb_seed *seed, struct bb_err *err)
{
    struct seeding *s = user;
    struct bb_measured measured;
    char name[128];
    bool is_new;
    if (*s->cli->stop)
        return BB_INTERRUPTED;
    s->n_cut++;
    enum bb_status status = bb_measure(s->grammar, seed->bytes, &s->tree, &measured);
    if (status != BB_OK)
        return BB_FAIL(err, status, "no memory to decode a seed of %zu bytes", seed->bytes.len);
    if (bb_measured_share(&measured) * 100 < (double)s->min_typed) {
        s->n_hardly_typed++;
        return BB_OK;
    }
    status = bb_outbox_claim(&s->outbox, seed->bytes, &is_new, err);
    if (status != BB_OK || !is_new)
        return status;
    bb_measured_add(&s->total, &measured);
    name_of(seed, name, sizeof name);
    return bb_outbox_write(&s->outbox, name, seed->bytes, line_of(s, seed, &measured), err);
}

static void note_capture(struct seeding *s, const struct bb_cut_report *report, const char *error)
{
    json_t *left = json_object();
    for (int i = 0; i < BB_N_LEFT; i++)
        if (report->left[i])
            json_object_set_new(left, bb_left_name((enum bb_left)i),
                                json_integer((json_int_t)report->left[i]));
    json_t *json =
        json_pack("{s:o, s:I, s:I, s:I, s:I, s:I, s:o}", "file", bb_json_text(s->capture), "frames",
                  (json_int_t)report->frames, "flows", (json_int_t)report->flows, "messages",
                  (json_int_t)s->n_cut, "begin_in_the_middle", (json_int_t)report->late,
                  "contradictory_bytes", (json_int_t)report->contradictions, "left_out", left);
    if (error)
        json_object_set_new(json, "error", bb_json_text(error));
    json_array_append_new(s->captures, json);
}

/* A capture that cannot be read does not stop the others; of one that breaks off, what came before
 * is used. */
static enum bb_status read_capture(struct seeding *s, const char *path, struct bb_err *err)
{
    char shown[PATH_MAX];
    struct bb_cut_report report = {0};
    bool standard_input = strcmp(path, "-") == 0;
    s->capture = standard_input ? "standard input" : bb_cli_show_path(s->cli, path, shown);
    s->n_cut = 0;
    enum bb_status status =
        bb_capture_cut_file(path, s->grammar, &s->choice, take_seed, s, &report, err);
    bool bad = status != BB_OK;
    bool unread = bad && report.frames == 0;
    bb_note_left_out(s->cli, s->capture, &report);
    note_capture(s, &report, bad ? err->what : NULL);
    if (status != BB_OK && status != BB_MALFORMED && status != BB_UNSUPPORTED)
        return status;
    if (bad)
        bb_print_error(s->cli, "%s", err->what);
    s->n_failed += unread;
    if (!s->json && !unread)
        printf("%s: %" PRIu64 " frames, %" PRIu64 " flows, %" PRIu64 " messages\n", s->capture,
               report.frames, report.flows, s->n_cut);
    return BB_OK;
}

static void print_total(const struct seeding *s)
{
    char shown[PATH_MAX];
    const struct bb_outbox *outbox = &s->outbox;
    if (outbox->duplicates)
        bb_print_note(s->cli, "left out: %" PRIu64 " messages that were there already",
                      outbox->duplicates);
    if (s->n_hardly_typed)
        bb_print_note(s->cli, "left out: %" PRIu64 " messages below --min-typed %" PRIu64,
                      s->n_hardly_typed, s->min_typed);
    if (outbox->written == 0)
        return;
    bb_cli_show_path(s->cli, outbox->folder, shown);
    printf("%" PRIu64 " seeds, %" PRIu64 " bytes, %.2f %% of them in typed fields: %s "
           "(what each is: %s.jsonl)\n",
           outbox->written, s->total.bytes, 100 * bb_measured_share(&s->total), shown, shown);
}

static void print_json(struct seeding *s)
{
    char shown[PATH_MAX];
    bb_json_print(json_pack("{s:s, s:o, s:I, s:I, s:f, s:I, s:I, s:o}", "grammar",
                            bb_grammar_name(s->grammar), "folder",
                            bb_json_text(bb_cli_show_path(s->cli, s->outbox.folder, shown)),
                            "seeds", (json_int_t)s->outbox.written, "bytes",
                            (json_int_t)s->total.bytes, "typed_share", bb_measured_share(&s->total),
                            "duplicates", (json_int_t)s->outbox.duplicates, "below_min_typed",
                            (json_int_t)s->n_hardly_typed, "captures", json_incref(s->captures)));
}

static enum bb_status open_outbox(struct seeding *s, struct bb_err *err)
{
    char typed[NAME_MAX];
    char folder[PATH_MAX];
    snprintf(typed, sizeof typed, "%s-seeds", bb_grammar_name(s->grammar));
    if (!bb_cli_user_path(s->cli, s->output ? s->output : typed, folder))
        return BB_FAIL(err, BB_LIMIT, "the path is too long: '%.100s...'", s->output);
    return bb_outbox_open(s->cli, folder, BB_OUTBOX_JOIN, &s->outbox, err);
}

static enum bb_status cut_seeds(struct seeding *s, const char *const *words, size_t n,
                                struct bb_err *err)
{
    struct bb_paths files = {0};
    struct bb_err close_err = {0};
    enum bb_status status = bb_cli_find_grammar(s->cli, words[0], &s->grammar, err);
    if (status == BB_OK)
        status = bb_inputs_collect_or_stdin(s->cli, words + 1, n - 1, &files, err);
    if (status == BB_OK)
        status = open_outbox(s, err);
    for (size_t i = 0; i < files.n && status == BB_OK; i++)
        status = read_capture(s, files.list[i], err);
    bb_paths_free(&files);
    if (bb_outbox_close(&s->outbox, &close_err) != BB_OK && status == BB_OK)
        return BB_FAIL(err, BB_IO, "%s", close_err.what);
    return status;
}

static int finish(struct seeding *s, enum bb_status status, const struct bb_err *err)
{
    if (status == BB_OK && s->json)
        print_json(s);
    if ((status == BB_OK && !s->json) || status == BB_INTERRUPTED)
        print_total(s);
    if (status != BB_OK)
        return bb_print_failure(s->cli, status, err);
    if (s->n_failed)
        return BB_EXIT_FAILED;
    if (s->outbox.written + s->outbox.duplicates > 0)
        return BB_EXIT_OK;
    bb_print_error(s->cli, "there is no seed in what was captured%s",
                   s->choice.cut.ports.n ? "; without --port, all ports are taken" : "");
    return BB_EXIT_FAILED;
}

static bool read_command_line(struct bb_args *args, struct seeding *s)
{
    int option;
    bool good = true;
    uint64_t size = s->choice.cut.max_bytes;
    while (good && (option = bb_args_next(args)) > 0) {
        switch (option) {
        case OPTION_OUTPUT: s->output = bb_args_value(args); break;
        case OPTION_SIZE: good = bb_args_number(args, 1, BB_CUT_MAX_BYTES, &size); break;
        case OPTION_TYPED: good = bb_args_number(args, 0, 100, &s->min_typed); break;
        case OPTION_JSON: s->json = true; break;
        default: good = bb_capture_option(s->cli, args, option, &s->choice); break;
        }
    }
    s->choice.cut.max_bytes = (size_t)size;
    return good && option == 0 && bb_capture_options_fit(s->cli, &s->choice) &&
           bb_args_expect(args, 2, SIZE_MAX);
}

int bb_cmd_seeds(struct bb_cli *cli, struct bb_args *args)
{
    struct seeding seeding = {.cli = cli, .choice = BB_CAPTURE_CHOICE_INIT};
    struct bb_err err = {0};
    size_t n;
    if (!read_command_line(args, &seeding))
        return BB_EXIT_USAGE;
    const char *const *words = bb_args_rest(args, &n);
    seeding.captures = json_array();
    enum bb_status status = cut_seeds(&seeding, words, n, &err);
    int code = finish(&seeding, status, &err);
    json_decref(seeding.captures);
    bb_tree_free(&seeding.tree);
    return code;
}
