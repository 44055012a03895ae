#include "cli/sink.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/json.h"
#include "cli/root.h"

enum { MAX_SCRATCH_BYTES = 16 << 20, MAX_LIES = 8, MAX_LIES_TEXT = 4096 };

static enum bb_status open_stream(const struct bb_cli *cli, struct bb_sink *sink,
                                  const struct bb_sink_options *options, struct bb_err *err)
{
    bool binary = sink->format != BB_SINK_HEX && sink->format != BB_SINK_JSONL;
    if (!options->output || strcmp(options->output, "-") == 0) {
        sink->stream = stdout;
        if (binary && isatty(STDOUT_FILENO))
            return BB_FAIL(err, BB_USAGE,
                           "this is no text for a terminal; name a file with "
                           "--output, or send it through a pipe");
        return BB_OK;
    }
    if (!bb_cli_user_path(cli, options->output, sink->path))
        return BB_FAIL(err, BB_LIMIT, "the path is too long: '%.100s...'", options->output);
    sink->stream = fopen(sink->path, options->force ? "we" : "wxe");
    if (!sink->stream && errno == EEXIST)
        return BB_FAIL(err, BB_EXISTS,
                       "'%.200s' is there already; choose another file with --output, or replace "
                       "it with --force",
                       options->output);
    return sink->stream ? BB_OK : BB_FAIL_ERRNO(err, BB_IO, "cannot write '%s'", options->output);
}

static enum bb_status open_folder(const struct bb_cli *cli, struct bb_sink *sink,
                                  const struct bb_sink_options *options, struct bb_err *err)
{
    char typed[NAME_MAX];
    char folder[PATH_MAX];
    snprintf(typed, sizeof typed, "%s-messages", bb_grammar_name(sink->grammar));
    if (!bb_cli_user_path(cli, options->output ? options->output : typed, folder))
        return BB_FAIL(err, BB_LIMIT, "the path is too long: '%.100s...'", options->output);
    return bb_outbox_open(cli, folder, options->force ? BB_OUTBOX_REPLACE : BB_OUTBOX_NEW,
                          &sink->outbox, err);
}

static enum bb_status flush(struct bb_sink *sink, struct bb_err *err)
{
    const struct bb_buf *scratch = &sink->scratch;
    if (bb_buf_status(scratch, NULL) != BB_OK)
        return BB_FAIL(err, BB_NO_MEMORY, "no memory to write a message");
    if (fwrite(scratch->ptr, 1, scratch->len, sink->stream) != scratch->len)
        return BB_FAIL_ERRNO(err, BB_IO, "cannot write '%s'",
                             sink->path[0] ? sink->path : "standard output");
    return BB_OK;
}

enum bb_status bb_sink_open(const struct bb_cli *cli, const struct bb_grammar *grammar,
                            const struct bb_sink_options *options, struct bb_sink *ret_sink,
                            struct bb_err *err)
{
    *ret_sink = (struct bb_sink){
        .format = options->format,
        .grammar = grammar,
        .writer = {.port = options->port},
        .scratch = BB_BUF_INIT(MAX_SCRATCH_BYTES),
    };
    if (options->format == BB_SINK_FILES)
        return open_folder(cli, ret_sink, options, err);
    enum bb_status status = open_stream(cli, ret_sink, options, err);
    if (status != BB_OK || options->format < BB_SINK_PCAP)
        return status;
    bb_capture_write_header(&ret_sink->scratch);
    return flush(ret_sink, err);
}

/* What is wrong with it, in words, as 'show' says it. */
static json_t *explain(const struct bb_grammar *grammar, struct bb_bytes bytes)
{
    json_t *list = json_array();
    struct bb_buf text = BB_BUF_INIT(MAX_LIES_TEXT);
    struct bb_bytes line;
    if (bb_explain(grammar, bytes, MAX_LIES, &text) == BB_OK) {
        struct bb_bytes cursor = bb_buf_bytes(&text);
        while (bb_bytes_take_line(&cursor, &line))
            json_array_append_new(list, json_stringn((const char *)line.ptr, line.len));
    }
    bb_buf_free(&text);
    return list;
}

static json_t *describe(const struct bb_sink *sink, const struct bb_made *made)
{
    json_t *line = json_pack("{s:s, s:I}", "kind", made->hostile ? "hostile" : "valid", "bytes",
                             (json_int_t)made->bytes.len);
    if (made->hostile) {
        json_object_set_new(line, "mutations", json_string(made->how));
        json_object_set_new(line, "lies", explain(sink->grammar, made->bytes));
    }
    return line;
}

static void append_hex(struct bb_buf *out, struct bb_bytes bytes)
{
    static const char digits[] = "0123456789abcdef";
    if (!bb_buf_reserve(out, bytes.len * 2 + 1))
        return;
    for (size_t i = 0; i < bytes.len; i++) {
        bb_buf_append_byte(out, (uint8_t)digits[bytes.ptr[i] >> 4]);
        bb_buf_append_byte(out, (uint8_t)digits[bytes.ptr[i] & 15]);
    }
}

static void append_json(const struct bb_sink *sink, const struct bb_made *made, struct bb_buf *out)
{
    append_hex(out, made->bytes);
    json_t *line = describe(sink, made);
    json_object_set_new(line, "hex", json_string(bb_buf_str(out)));
    char *text = json_dumps(line, JSON_COMPACT);
    bb_buf_reset(out);
    bb_buf_append_str(out, text ? text : "null");
    free(text);
    json_decref(line);
}

enum bb_status bb_sink_write(struct bb_sink *sink, const struct bb_made *made, struct bb_err *err)
{
    struct bb_buf *out = &sink->scratch;
    bb_buf_reset(out);
    switch (sink->format) {
    case BB_SINK_FILES:
        return bb_outbox_write(&sink->outbox, made->hostile ? "hostile" : "valid", made->bytes,
                               describe(sink, made), err);
    case BB_SINK_RAW: bb_buf_append(out, made->bytes); break;
    case BB_SINK_HEX:
        append_hex(out, made->bytes);
        bb_buf_append_byte(out, '\n');
        break;
    case BB_SINK_JSONL:
        append_json(sink, made, out);
        bb_buf_append_byte(out, '\n');
        break;
    case BB_SINK_PCAP: bb_capture_write_udp(&sink->writer, made->bytes, out); break;
    case BB_SINK_PCAP_TCP: bb_capture_write_tcp(&sink->writer, made->bytes, out); break;
    }
    return flush(sink, err);
}

enum bb_status bb_sink_close(struct bb_sink *sink, struct bb_err *err)
{
    enum bb_status status = bb_outbox_close(&sink->outbox, err);
    FILE *stream = sink->stream;
    sink->stream = NULL;
    bb_buf_free(&sink->scratch);
    if (stream && stream != stdout && fclose(stream) != 0)
        return BB_FAIL_ERRNO(err, BB_IO, "cannot write '%s'", sink->path);
    return status;
}
