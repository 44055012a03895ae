/*
 * Names for stacks of addresses. Targets print stacks without names, which costs them nothing; one
 * llvm-symbolizer for all of them reads the program's debug information once, and every address is
 * looked up once.
 *
 * Used from the program's main thread (see base/subprocess.h).
 */
#ifndef BB_TRIAGE_SYMBOLIZE_H
#define BB_TRIAGE_SYMBOLIZE_H

#include "base/buf.h"
#include "base/status.h"

struct bb_symbolizer;

/* Nothing is started yet. NULL: no memory. End with bb_symbolizer_free. */
struct bb_symbolizer *bb_symbolizer_new(void);

/* NULL is fine. */
void bb_symbolizer_free(struct bb_symbolizer *symbolizer);

/*
 * Appends the log to ret_log with each frame "#1 0x55d3  (module+0x1c2)" written as a sanitizer
 * writes it that finds its symbols: "#1 0x55d3 in function file:line:column", inlined functions as
 * frames of their own, numbers counted anew. Frames that have no symbols stay.
 *
 * $ASAN_SYMBOLIZER_PATH is the program, or the first llvm-symbolizer in PATH. BB_NOT_FOUND if there
 * is none; BB_IO if it does not answer; BB_LIMIT.
 */
BB_MUST_USE enum bb_status bb_symbolize(struct bb_symbolizer *symbolizer, struct bb_bytes log,
                                        struct bb_buf *ret_log, struct bb_err *err);

#endif
