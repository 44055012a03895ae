#include "mutate/donors.h"

enum { MAX_DONOR_BYTES = 4096, USES = 64 };

void bb_donors_init(struct bb_donors *donors, size_t max_tree_bytes)
{
    *donors = (struct bb_donors){0};
    for (unsigned i = 0; i < BB_MAX_DONORS; i++) {
        donors->slots[i].bytes = BB_BUF_INIT(UINT32_MAX);
        donors->slots[i].specimen = BB_SPECIMEN_INIT(max_tree_bytes);
    }
}

void bb_donors_free(struct bb_donors *donors)
{
    for (unsigned i = 0; i < BB_MAX_DONORS; i++) {
        bb_buf_free(&donors->slots[i].bytes);
        bb_specimen_free(&donors->slots[i].specimen);
    }
}

static unsigned find(const struct bb_donors *donors, struct bb_bytes bytes)
{
    unsigned i = 0;
    while (i < donors->n && !bb_bytes_equal(bb_buf_bytes(&donors->slots[i].bytes), bytes))
        i++;
    return i;
}

static struct bb_donor *keep(struct bb_donors *donors, struct bb_rng *rng, struct bb_bytes bytes)
{
    unsigned i = donors->n < BB_MAX_DONORS ? donors->n : (unsigned)bb_rng_below(rng, BB_MAX_DONORS);
    struct bb_donor *donor = &donors->slots[i];
    bb_buf_reset(&donor->bytes);
    donor->lifted = false;
    if (!bb_buf_append(&donor->bytes, bytes))
        return NULL;
    donors->n += i == donors->n;
    return donor;
}

void bb_donors_offer(struct bb_donors *donors, struct bb_rng *rng, struct bb_bytes bytes)
{
    if (bytes.len > 0 && bytes.len <= MAX_DONOR_BYTES && find(donors, bytes) == donors->n)
        keep(donors, rng, bytes);
}

static const struct bb_donor *lifted(struct bb_donor *donor, const struct bb_grammar *grammar)
{
    if (!donor->lifted)
        donor->lifted = bb_specimen_lift(&donor->specimen, grammar, bb_buf_bytes(&donor->bytes));
    return donor->lifted ? donor : NULL;
}

const struct bb_donor *bb_donors_any(struct bb_donors *donors, const struct bb_grammar *grammar,
                                     struct bb_rng *rng)
{
    if (donors->n == 0)
        return NULL;
    if (donors->uses_left == 0) {
        donors->at = (unsigned)bb_rng_below(rng, donors->n);
        donors->uses_left = USES;
    }
    donors->uses_left--;
    return lifted(&donors->slots[donors->at], grammar);
}

const struct bb_donor *bb_donors_of(struct bb_donors *donors, const struct bb_grammar *grammar,
                                    struct bb_rng *rng, struct bb_bytes bytes)
{
    unsigned i = find(donors, bytes);
    struct bb_donor *donor = i < donors->n ? &donors->slots[i] : keep(donors, rng, bytes);
    return donor ? lifted(donor, grammar) : NULL;
}
