/*
 * The grammar compiler: protobuf descriptors with wire options to the tables of schema.h.
 *
 * protoc-gen-wire prints the result as C; tests use it directly. Input is what protoc hands to its
 * plugins (google/protobuf/descriptor.proto); the options are those of brickbat/wire.proto.
 */
#ifndef BB_GRAMMAR_COMPILE_H
#define BB_GRAMMAR_COMPILE_H

#include "google/protobuf/descriptor.pb-c.h"
#include "grammar/schema.h"

struct bb_compiled {
    struct bb_grammar *grammars; /* those that the file declares, in its order */
    size_t n_grammars;
    struct bb_message **messages; /* all that they reach, each once */
    size_t n_messages;
    const struct bb_delimiters *delimiters; /* sets of them */
    unsigned n_delimiters;
};

/*
 * Compiles the grammars of one file. `files` holds it and all of its imports. Everything in
 * ret_compiled is allocated from the arena or borrowed from the descriptors; both must outlive it.
 * BB_MALFORMED: ret_errors got one line per mistake: "file.proto: Message.field: reason".
 */
BB_MUST_USE enum bb_status bb_compile(Google__Protobuf__FileDescriptorProto *const *files,
                                      size_t n_files, const char *file, struct bb_arena *arena,
                                      struct bb_compiled *ret_compiled, struct bb_buf *ret_errors);

#endif
