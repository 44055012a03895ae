/*
 * bb_shelf: specimens of recent inputs, so that an input which is mutated time and again is lifted
 * once.
 */
#ifndef BB_MUTATE_SHELF_H
#define BB_MUTATE_SHELF_H

#include "mutate/specimen.h"

enum { BB_SHELF_SLOTS = 64 };

struct bb_shelf {
    const struct bb_grammar *grammar;
    struct bb_specimen slots[BB_SHELF_SLOTS]; /* the first for what will not come again */
    struct bb_specimen *current;              /* the last that was taken, or NULL */
    unsigned next;                            /* the one that has been there longest */
    uint64_t lifts;
};

void bb_shelf_init(struct bb_shelf *shelf, const struct bb_grammar *grammar);
void bb_shelf_free(struct bb_shelf *shelf);

/* The specimen that renders to these bytes: the current one, which goes on from its edits, one that
 * was lifted from them, or a new one. `passing`: the bytes are not expected to come again. NULL: no
 * memory. */
struct bb_specimen *bb_shelf_take(struct bb_shelf *shelf, struct bb_bytes bytes, bool passing);

#endif
