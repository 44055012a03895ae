/*
 * One flag for each edge of the parser and the target (clang's inline-bool-flag coverage), as there
 * is one instrumented module in a program of the edges build.
 */
#ifndef BB_ENGINE_EDGE_FLAGS_H
#define BB_ENGINE_EDGE_FLAGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bb_edge_flags {
    bool *set; /* by the running code; n of them */
    size_t n;
    const uintptr_t *points; /* n pairs: address, kind */
};

extern struct bb_edge_flags bb_edge_flags;

#endif
