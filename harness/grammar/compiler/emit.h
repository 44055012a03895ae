/*
 * Prints compiled grammars as C: a header that declares `bb_grammar_<name>`, a source that defines
 * the tables.
 */
#ifndef BB_GRAMMAR_EMIT_H
#define BB_GRAMMAR_EMIT_H

#include "grammar/compiler/compile.h"

void bb_emit_header(const struct bb_compiled *compiled, struct bb_buf *ret_text);
void bb_emit_source(const struct bb_compiled *compiled, struct bb_buf *ret_text);

/* emit_straight.c: the straight-line code of one message (grammar/render_straight.h), as function
 * m<index>_straight, whose m<index>_slots and those of all its fields have been printed. */
void bb_emit_straight(const struct bb_compiled *compiled, unsigned index, struct bb_buf *ret_text);

/* The message's index, from which its names are made. */
unsigned bb_emit_index(const struct bb_compiled *compiled, const struct bb_message *message);

/* bb_field.quick and bb_field.regular. */
bool bb_emit_is_quick(const struct bb_field *field);
unsigned bb_emit_regular(const struct bb_field *field);

#endif
