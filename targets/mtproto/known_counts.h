/*
 * For what reads objects of tgl: DS_LVAL, the value of a field or 0, with counts of updates bounded
 * (tgl_known.h). To be included before tgl's file.
 */
#ifndef KNOWN_COUNTS_H
#define KNOWN_COUNTS_H

#include "auto.h"
#include "tgl_known.h"

#undef DS_LVAL
#define DS_LVAL(x) ((x) ? (__typeof__(*(x)))tgl_known_count(#x, *(x)) : 0)

#endif
