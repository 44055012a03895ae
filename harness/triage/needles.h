/*
 * Many fixed strings looked for in one pass over a line.
 *
 * Most lines of a long log hold none of the strings that the headline rules ask for. Looking for
 * each in turn would read every line some forty times; this reads it once.
 */
#ifndef BB_TRIAGE_NEEDLES_H
#define BB_TRIAGE_NEEDLES_H

#include "base/bytes.h"

enum { BB_NEEDLES_MAX = 64 };

struct bb_needles {
    const char *text[BB_NEEDLES_MAX]; /* borrowed; none is empty */
    uint8_t length[BB_NEEDLES_MAX];
    uint8_t next[BB_NEEDLES_MAX]; /* the next needle with the same first byte, 1-based; 0: none */
    uint8_t first[256];           /* by first byte, 1-based; 0: none */
    size_t n;
};

/* Adds a needle of 1 to 255 bytes; its number is the count of those before it. Needles beyond
 * BB_NEEDLES_MAX are refused: false. */
bool bb_needles_add(struct bb_needles *needles, const char *text);

/* Which needles the line holds: bit i for number i. ret_at[i] is the first place of each needle
 * found; the others' entries are untouched. */
uint64_t bb_needles_find(const struct bb_needles *needles, struct bb_bytes line,
                         size_t ret_at[static BB_NEEDLES_MAX]);

#endif
