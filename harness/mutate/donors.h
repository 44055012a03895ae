/*
 * bb_donors: recent inputs, whose subtrees go into others.
 */
#ifndef BB_MUTATE_DONORS_H
#define BB_MUTATE_DONORS_H

#include "mutate/specimen.h"

enum { BB_MAX_DONORS = 32 };

struct bb_donor {
    struct bb_buf bytes;
    struct bb_specimen specimen; /* of the bytes, if lifted; never edited */
    bool lifted;
};

struct bb_donors {
    struct bb_donor slots[BB_MAX_DONORS];
    unsigned n;
    unsigned at;        /* the one in use */
    unsigned uses_left; /* until another one's turn comes */
};

void bb_donors_init(struct bb_donors *donors, size_t max_tree_bytes);
void bb_donors_free(struct bb_donors *donors);

/* Keeps a copy of the bytes, unless they are too large, in place of a random one if need be. */
void bb_donors_offer(struct bb_donors *donors, struct bb_rng *rng, struct bb_bytes bytes);

/* One of those kept, the same for a while. NULL: there is none, or no memory. */
const struct bb_donor *bb_donors_any(struct bb_donors *donors, const struct bb_grammar *grammar,
                                     struct bb_rng *rng);

/* The one that consists of these bytes, which are kept if they are not yet. NULL: no memory. */
const struct bb_donor *bb_donors_of(struct bb_donors *donors, const struct bb_grammar *grammar,
                                    struct bb_rng *rng, struct bb_bytes bytes);

#endif
