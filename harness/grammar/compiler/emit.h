/*
 * Prints compiled grammars as C: a header that declares `bb_grammar_<name>`, a source that defines
 * the tables.
 */
#ifndef BB_GRAMMAR_EMIT_H
#define BB_GRAMMAR_EMIT_H

#include "grammar/compiler/compile.h"

void bb_emit_header(const struct bb_compiled *compiled, struct bb_buf *ret_text);
void bb_emit_source(const struct bb_compiled *compiled, struct bb_buf *ret_text);

#endif
