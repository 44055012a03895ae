/*
 * What the words of a report name besides the stack. Both are found in its `detail`.
 */
#ifndef BB_TRIAGE_NAMED_H
#define BB_TRIAGE_NAMED_H

#include "base/bytes.h"

/* The function of glibc's "prog: file.c:12: int f(void): Assertion `x' failed.", without its type
 * and its arguments. Empty if there is none. */
struct bb_bytes bb_named_function(struct bb_bytes detail);

/* The variable of ASan's "0 bytes to the right of global variable 'table' defined in ...". Empty if
 * there is none. */
struct bb_bytes bb_named_variable(struct bb_bytes detail);

#endif
