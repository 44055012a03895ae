/*
 * Dictionaries out of grammars, in the form that AFL++ (-x) and libFuzzer (-dict=) both read:
 * name="\x10" on a line of its own.
 */
#ifndef BB_GRAMMAR_DICTIONARY_H
#define BB_GRAMMAR_DICTIONARY_H

#include "grammar/schema.h"

/* AFL++ refuses a file with a longer entry; libFuzzer drops those over 64 bytes. */
enum { BB_DICTIONARY_MAX_ENTRY_BYTES = 128 };

/*
 * Appends the dictionary of all linked grammars (bb_grammars) that come from that file,
 * "mqtt.proto": constants, known values as wide as they are on the wire, tokens. Each entry is
 * there once, in the order of the grammars. BB_NO_MEMORY, BB_LIMIT.
 */
BB_MUST_USE enum bb_status bb_dictionary(const char *proto, struct bb_buf *ret_text);

#endif
