#include "cli/messages.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "campaign/corpus.h"
#include "capture/envelope.h"
#include "cli/output.h"
#include "cli/root.h"

void bb_note_left_out(const struct bb_cli *cli, const char *file,
                      const struct bb_cut_report *report)
{
    for (int i = 0; i < BB_N_LEFT; i++)
        if (report->left[i])
            bb_print_note(cli, "%s: left out: %" PRIu64 " %s", file, report->left[i],
                          bb_left_text((enum bb_left)i));
    if (report->late)
        bb_print_note(cli, "%s: %" PRIu64 " streams begin in the middle of their connection", file,
                      report->late);
    if (report->contradictions)
        bb_print_note(cli,
                      "%s: segments disagree about %" PRIu64 " bytes; the first one was believed",
                      file, report->contradictions);
}

void bb_seed_describe(const struct bb_seed *seed, struct bb_buf *text)
{
    char from[BB_ADDRESS_TEXT_SIZE], to[BB_ADDRESS_TEXT_SIZE];
    bool server = seed->side == BB_SIDE_SERVER;
    bb_buf_append_str(text, seed->kind);
    if (seed->flow)
        bb_buf_printf(text, " %" PRIu64, seed->flow);
    if (seed->side != BB_SIDE_UNKNOWN)
        bb_buf_printf(text, ", %s", server ? "server" : "client");
    if (seed->client.version)
        bb_buf_printf(text, " %s to %s",
                      bb_address_format(server ? &seed->server : &seed->client, from),
                      bb_address_format(server ? &seed->client : &seed->server, to));
    bb_buf_printf(text, ", frame %" PRIu64, seed->frame);
    if (seed->part > 1)
        bb_buf_printf(text, ", part %u", seed->part);
    if (seed->late)
        bb_buf_append_str(text, ", begins in the middle");
    if (seed->before)
        bb_buf_printf(text, ", %" PRIu64 " bytes missing before", seed->before);
    if (seed->behind)
        bb_buf_printf(text, ", %" PRIu64 " bytes missing behind", seed->behind);
}

static enum bb_status cut(struct bb_capture *capture, const char *file,
                          const struct bb_grammar *grammar, const struct bb_capture_choice *choice,
                          bb_take_seed *take, void *user, struct bb_cut_report *ret_report,
                          struct bb_err *err)
{
    struct bb_err why = {0};
    struct bb_cut_options options = choice->cut;
    options.envelope = bb_envelope_of(grammar);
    struct bb_cutter *cutter = bb_cutter_new(&options, take, user);
    if (!cutter)
        return BB_FAIL(err, BB_NO_MEMORY, "no memory to read captures");
    enum bb_status status = bb_cut_capture(capture, cutter, &why);
    if (status != BB_OK)
        BB_FAIL(err, status, "'%s': %.400s", file, why.what);
    *ret_report = *bb_cutter_report(cutter);
    bb_cutter_free(cutter);
    return status;
}

enum bb_status bb_capture_cut_file(const char *path, const struct bb_grammar *grammar,
                                   const struct bb_capture_choice *choice, bb_take_seed *take,
                                   void *user, struct bb_cut_report *ret_report, struct bb_err *err)
{
    struct bb_capture *capture = NULL;
    enum bb_status status = bb_capture_open(path, choice->filter, &capture, err);
    if (status == BB_OK)
        status = cut(capture, path, grammar, choice, take, user, ret_report, err);
    bb_capture_close(capture);
    return status;
}

/* --- any file ------------------------------------------------------------------------------- */

struct reading {
    const char *file;
    bb_take_message *take;
    void *user;
    uint64_t n;
};

static enum bb_status take_seed(void *user, const struct bb_seed *seed, struct bb_err *err)
{
    struct reading *r = user;
    r->n++;
    return r->take(r->user, &(struct bb_cli_message){r->file, seed->bytes, seed}, err);
}

static enum bb_status read_capture(const struct bb_cli *cli, struct bb_capture *capture,
                                   const struct bb_grammar *grammar,
                                   const struct bb_capture_choice *choice, struct reading *r,
                                   struct bb_err *err)
{
    struct bb_cut_report report = {0};
    enum bb_status status = cut(capture, r->file, grammar, choice, take_seed, r, &report, err);
    bb_note_left_out(cli, r->file, &report);
    if (status == BB_OK && r->n == 0)
        return BB_FAIL(err, BB_NOT_FOUND, "there is no message in the capture '%s'", r->file);
    return status;
}

/* The file is in memory only if it came from standard input: captures may be large. */
static enum bb_status open_capture(const char *path, struct bb_bytes bytes, const char *filter,
                                   struct bb_capture **ret_capture, struct bb_err *err)
{
    if (bytes.len)
        return bb_capture_open_bytes(bytes, path, filter, ret_capture, err);
    return bb_capture_open(path, filter, ret_capture, err);
}

static bool begins_like_capture(const char *path)
{
    uint8_t start[BB_CAPTURE_START_BYTES];
    FILE *stream = fopen(path, "rbe");
    size_t n = stream ? fread(start, 1, sizeof start, stream) : 0;
    if (stream)
        fclose(stream);
    return bb_capture_is(bb_bytes_of(start, n));
}

enum bb_status bb_messages_read(const struct bb_cli *cli, const struct bb_grammar *grammar,
                                const char *path, const struct bb_capture_choice *choice,
                                bb_take_message *take, void *user, struct bb_err *err)
{
    char shown[PATH_MAX];
    bool standard_input = strcmp(path, "-") == 0;
    struct reading r = {standard_input ? "standard input" : bb_cli_show_path(cli, path, shown),
                        take, user, 0};
    struct bb_buf bytes = BB_BUF_INIT(BB_INPUT_MAX_BYTES);
    struct bb_capture *capture = NULL;
    bool is_capture = !standard_input && begins_like_capture(path);
    enum bb_status status = is_capture ? BB_OK : bb_file_read(path, &bytes, err);
    if (status == BB_OK && (is_capture || bb_capture_is(bb_buf_bytes(&bytes))))
        status = open_capture(path, bb_buf_bytes(&bytes), choice->filter, &capture, err);
    if (status == BB_OK && capture)
        status = read_capture(cli, capture, grammar, choice, &r, err);
    else if (status == BB_OK)
        status = take(user, &(struct bb_cli_message){r.file, bb_buf_bytes(&bytes), NULL}, err);
    bb_capture_close(capture);
    bb_buf_free(&bytes);
    return status;
}
