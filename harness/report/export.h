/*
 * A finding for somebody who has no Brickbat yet: the texts of a folder that reproduces it and
 * tells what is known of it. Nothing is printed or written here.
 */
#ifndef BB_REPORT_EXPORT_H
#define BB_REPORT_EXPORT_H

#include <brickbat/grammar.h>

#include "triage/finding.h"

/* Appends the input byte by byte: offset, bytes in hexadecimal, and, if there is a grammar (else
 * NULL), what stands there, as bb_show says it; without, the characters. Errors as of bb_show;
 * BB_LIMIT when out is full. */
BB_MUST_USE enum bb_status bb_export_dump(const struct bb_grammar *grammar, struct bb_bytes input,
                                          struct bb_buf *out);

/* Appends reproducer.c: the input as an array, and a main that hands it to the target's entry
 * point. False when out is full; the same for the ones below. */
bool bb_export_source(const struct bb_finding *finding, struct bb_bytes input, struct bb_buf *out);

/* Appends CMakeLists.txt, which builds it with the parser from a checkout of Brickbat. */
bool bb_export_cmake(const struct bb_finding *finding, struct bb_buf *out);

/* Appends REPORT.md, for the parser's maintainers: what, where, the stack, the input, how to
 * reproduce. It claims nothing that is not in the finding. `dump` is the text of bb_export_dump. */
bool bb_export_markdown(const struct bb_finding *finding, const char *dump, struct bb_buf *out);

#endif
