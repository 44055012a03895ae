/*
 * protoc-gen-wire: a protoc plugin. Reads a CodeGeneratorRequest on standard input, writes a
 * CodeGeneratorResponse with <name>.wire.h and <name>.wire.c for each file that declares a grammar.
 * A mistake in a grammar is answered with an error that names file, message, field and reason;
 * protoc prints it and fails.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "google/protobuf/compiler/plugin.pb-c.h"
#include "grammar/compiler/emit.h"

typedef Google__Protobuf__Compiler__CodeGeneratorRequest request_message;
typedef Google__Protobuf__Compiler__CodeGeneratorResponse response_message;
typedef Google__Protobuf__Compiler__CodeGeneratorResponse__File response_file;

enum { MAX_REQUEST_BYTES = 64 << 20, MAX_TEXT_BYTES = 64 << 20, MAX_ARENA_BYTES = 1 << 30 };

struct output {
    response_file *files; /* room for two per file to generate */
    response_file **pointers;
    size_t n;
    struct bb_buf errors;
};

static char *copy_text(struct bb_buf *text)
{
    return strdup(bb_buf_str(text));
}

static void add_file(struct output *out, const char *proto, const char *ending, struct bb_buf *text)
{
    response_file *file = &out->files[out->n];
    google__protobuf__compiler__code_generator_response__file__init(file);
    int stem = (int)(strlen(proto) - strlen(".proto"));
    struct bb_buf name = BB_BUF_INIT(4096);
    bb_buf_printf(&name, "%.*s%s", stem, proto, ending);
    file->name = copy_text(&name);
    file->content = copy_text(text);
    bb_buf_free(&name);
    out->pointers[out->n] = file;
    out->n++;
}

static void generate(const request_message *request, const char *proto, struct output *out)
{
    struct bb_arena arena = BB_ARENA_INIT(MAX_ARENA_BYTES);
    struct bb_buf text = BB_BUF_INIT(MAX_TEXT_BYTES);
    struct bb_compiled compiled = {0};
    enum bb_status status = bb_compile(request->proto_file, request->n_proto_file, proto, &arena,
                                       &compiled, &out->errors);
    if (status != BB_OK && status != BB_MALFORMED)
        bb_buf_printf(&out->errors, "%s: %s\n", proto, bb_status_text(status));
    if (status == BB_OK && compiled.n_grammars) {
        bb_emit_header(&compiled, &text);
        add_file(out, proto, ".wire.h", &text);
        bb_buf_reset(&text);
        bb_emit_source(&compiled, &text);
        add_file(out, proto, ".wire.c", &text);
        if (text.failed)
            bb_buf_printf(&out->errors, "%s: the tables are too large\n", proto);
    }
    bb_buf_free(&text);
    bb_arena_free(&arena);
}

static bool write_response(struct output *out)
{
    response_message response;
    google__protobuf__compiler__code_generator_response__init(&response);
    if (out->errors.len) {
        response.error = (char *)bb_buf_str(&out->errors);
    } else {
        response.n_file = out->n;
        response.file = out->pointers;
    }
    size_t size = google__protobuf__compiler__code_generator_response__get_packed_size(&response);
    uint8_t *packed = malloc(size ? size : 1);
    if (!packed)
        return false;
    google__protobuf__compiler__code_generator_response__pack(&response, packed);
    bool written = fwrite(packed, 1, size, stdout) == size && fflush(stdout) == 0;
    free(packed);
    return written;
}

static void free_output(struct output *out)
{
    for (size_t i = 0; i < out->n; i++) {
        free(out->files[i].name);
        free(out->files[i].content);
    }
    free(out->files);
    free(out->pointers);
    bb_buf_free(&out->errors);
}

int main(void)
{
    struct bb_buf input = BB_BUF_INIT(MAX_REQUEST_BYTES);
    struct bb_err err = {0};
    if (bb_file_read("-", &input, &err) != BB_OK) {
        fprintf(stderr, "protoc-gen-wire: %s\n", err.what);
        return EXIT_FAILURE;
    }
    request_message *request =
        google__protobuf__compiler__code_generator_request__unpack(NULL, input.len,
                                                                   input.ptr ? input.ptr
                                                                             : (const uint8_t *)"");
    bb_buf_free(&input);
    if (!request) {
        fprintf(stderr, "protoc-gen-wire: standard input is not a CodeGeneratorRequest; "
                        "this program is started by protoc --wire_out\n");
        return EXIT_FAILURE;
    }
    size_t room = 2 * request->n_file_to_generate + 1;
    struct output out = {
        .files = calloc(room, sizeof *out.files),
        .pointers = calloc(room, sizeof(response_file *)),
        .errors = BB_BUF_INIT(1 << 20),
    };
    bool ok = out.files && out.pointers;
    for (size_t i = 0; ok && i < request->n_file_to_generate; i++)
        generate(request, request->file_to_generate[i], &out);
    ok = ok && write_response(&out);
    free_output(&out);
    google__protobuf__compiler__code_generator_request__free_unpacked(request, NULL);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
