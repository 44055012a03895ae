/*
 * Fuzz target: the grammar compiler. The input is a FileDescriptorSet as protoc writes it, its last
 * file is compiled, and what compiles is written as C. Nothing may crash, whatever the descriptors
 * and options say; a refusal must say why.
 */
#include <stdlib.h>

#include "google/protobuf/descriptor.pb-c.h"
#include "grammar/compiler/emit.h"

enum { MAX_ARENA_BYTES = 64 << 20, MAX_TEXT_BYTES = 16 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void compile(const Google__Protobuf__FileDescriptorSet *set)
{
    struct bb_arena arena = BB_ARENA_INIT(MAX_ARENA_BYTES);
    struct bb_buf errors = BB_BUF_INIT(MAX_TEXT_BYTES);
    struct bb_buf text = BB_BUF_INIT(MAX_TEXT_BYTES);
    struct bb_compiled compiled = {0};
    const char *name = set->n_file ? set->file[set->n_file - 1]->name : NULL;
    if (name) {
        enum bb_status status =
            bb_compile(set->file, set->n_file, name, &arena, &compiled, &errors);
        if (status == BB_MALFORMED && errors.len == 0)
            abort();
        if (status == BB_OK && compiled.n_grammars) {
            bb_emit_header(&compiled, &text);
            bb_emit_source(&compiled, &text);
        }
    }
    bb_buf_free(&text);
    bb_buf_free(&errors);
    bb_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Google__Protobuf__FileDescriptorSet *set =
        google__protobuf__file_descriptor_set__unpack(NULL, size, data);
    if (set) {
        compile(set);
        google__protobuf__file_descriptor_set__free_unpacked(set, NULL);
    }
    return 0;
}
