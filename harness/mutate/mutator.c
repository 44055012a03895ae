#include "mutate/mutator.h"

#include <stdio.h>
#include <stdlib.h>

#include "mutate/edit.h"

enum {
    N_DONORS = 16,              /* recent inputs to take subtrees from */
    MAX_DONOR_BYTES = 4096,     /* larger inputs are not kept */
    DONOR_USES = 64,            /* mutations until another donor is lifted */
    MAX_KEPT_TREE = 256 * 1024, /* bytes of arena after which a tree is lifted afresh */
    MIN_TREE_BYTES = 8 << 20,
    TREE_BYTES_PER_BYTE = 160, /* of the largest input: 5 nodes for each of its bytes */
    MAX_EDITS = 4,
    TRIES = 8, /* until an edit finds a site, until an output differs */
};

struct kind {
    const char *name;
    bb_edit_function *edit; /* NULL: plain bytes */
    unsigned weight;
};

static const struct kind kinds[BB_N_MUTATIONS] = {
    [BB_MUTATE_INSERT] = {"insert", bb_edit_insert, 14},
    [BB_MUTATE_DELETE] = {"delete", bb_edit_delete, 10},
    [BB_MUTATE_DUPLICATE] = {"duplicate", bb_edit_duplicate, 6},
    [BB_MUTATE_REPEAT] = {"repeat", bb_edit_repeat, 1},
    [BB_MUTATE_SWAP] = {"swap", bb_edit_swap, 4},
    [BB_MUTATE_MOVE] = {"move", bb_edit_move, 3},
    [BB_MUTATE_SWITCH] = {"switch", bb_edit_switch, 6},
    [BB_MUTATE_GRAFT] = {"graft", bb_edit_graft, 8},
    [BB_MUTATE_UINT] = {"uint", bb_edit_uint, 20},
    [BB_MUTATE_BYTES] = {"bytes", bb_edit_bytes, 14},
    [BB_MUTATE_COPY] = {"copy", bb_edit_copy, 4},
    [BB_MUTATE_LIE] = {"lie", bb_edit_lie, 3},
    [BB_MUTATE_TRUTH] = {"truth", bb_edit_truth, 3},
    [BB_MUTATE_PLAIN] = {"plain", NULL, 6},
};

struct donor {
    uint8_t bytes[MAX_DONOR_BYTES];
    size_t size;
};

struct bb_mutator {
    const struct bb_grammar *grammar;
    bb_mutate_bytes *mutate_bytes;
    void *user;
    struct bb_rng rng;
    unsigned total_weight; /* of all kinds */

    struct bb_tree tree;
    struct bb_sites sites;
    struct bb_buf last; /* what `tree` renders to, if tree_valid */
    bool tree_valid;
    struct bb_buf original;
    struct bb_buf scratch;

    struct donor donors[N_DONORS];
    unsigned n_donors;
    struct bb_tree donor_tree;
    struct bb_sites donor_sites;
    unsigned donor_uses_left;

    struct bb_mutation_stats stats;
    char names[64];
};

const char *bb_mutation_name(enum bb_mutation kind)
{
    return kinds[kind].name;
}

static size_t own_bytes(void *user, uint8_t *data, size_t size, size_t max_size)
{
    return bb_havoc(user, data, size, max_size);
}

struct bb_mutator *bb_mutator_new(const struct bb_grammar *grammar, bb_mutate_bytes *bytes,
                                  void *user)
{
    struct bb_mutator *m = calloc(1, sizeof *m);
    if (!m)
        return NULL;
    m->grammar = grammar;
    for (unsigned i = 0; i < BB_N_MUTATIONS; i++)
        m->total_weight += kinds[i].weight;
    m->mutate_bytes = bytes ? bytes : own_bytes;
    m->user = bytes ? user : &m->rng;
    m->tree = BB_TREE_INIT(MIN_TREE_BYTES);
    m->donor_tree = BB_TREE_INIT(MIN_TREE_BYTES);
    m->last = BB_BUF_INIT(SIZE_MAX / 2);
    m->original = BB_BUF_INIT(SIZE_MAX / 2);
    m->scratch = BB_BUF_INIT(SIZE_MAX / 2);
    return m;
}

void bb_mutator_free(struct bb_mutator *m)
{
    if (!m)
        return;
    bb_tree_free(&m->tree);
    bb_tree_free(&m->donor_tree);
    bb_sites_free(&m->sites);
    bb_sites_free(&m->donor_sites);
    bb_buf_free(&m->last);
    bb_buf_free(&m->original);
    bb_buf_free(&m->scratch);
    free(m);
}

const struct bb_mutation_stats *bb_mutator_stats(const struct bb_mutator *m)
{
    return &m->stats;
}

const char *bb_mutator_last(const struct bb_mutator *m)
{
    return m->names;
}

static void note(struct bb_mutator *m, enum bb_mutation kind)
{
    size_t n = strlen(m->names);
    snprintf(m->names + n, sizeof m->names - n, "%s%s", n ? "+" : "", kinds[kind].name);
    m->stats.uses[kind]++;
}

static bool set_bytes(struct bb_buf *buf, struct bb_bytes bytes)
{
    bb_buf_reset(buf);
    return bb_buf_append(buf, bytes);
}

/* --- trees ---------------------------------------------------------------------------------- */

static bool lift(struct bb_mutator *m, struct bb_bytes bytes)
{
    size_t need = bytes.len * TREE_BYTES_PER_BYTE;
    if (need > m->tree.arena.max_bytes)
        m->tree.arena.max_bytes = need;
    m->stats.lifts++;
    m->tree_valid = false;
    return bb_lift(m->grammar, bytes, &m->tree, NULL) == BB_OK;
}

/* The tree of the bytes: the one of the last call, if those were its output. */
static bool take_tree(struct bb_mutator *m, struct bb_bytes bytes)
{
    if (m->tree_valid && m->tree.arena.total_bytes <= MAX_KEPT_TREE &&
        bb_bytes_equal(bb_buf_bytes(&m->last), bytes))
        return true;
    return lift(m, bytes);
}

static void keep_donor(struct bb_mutator *m, struct bb_bytes bytes)
{
    if (bytes.len == 0 || bytes.len > MAX_DONOR_BYTES)
        return;
    unsigned i = m->n_donors < N_DONORS ? m->n_donors++ : (unsigned)bb_rng_below(&m->rng, N_DONORS);
    memcpy(m->donors[i].bytes, bytes.ptr, bytes.len);
    m->donors[i].size = bytes.len;
}

static bool lift_donor(struct bb_mutator *m, struct bb_bytes bytes)
{
    return bb_lift(m->grammar, bytes, &m->donor_tree, NULL) == BB_OK &&
           bb_sites_collect(&m->donor_sites, &m->donor_tree);
}

/* A donor is lifted once and used for a while. */
static bool have_donor(struct bb_mutator *m)
{
    if (m->n_donors == 0)
        return false;
    if (m->donor_uses_left > 0) {
        m->donor_uses_left--;
        return true;
    }
    const struct donor *donor = &m->donors[bb_rng_below(&m->rng, m->n_donors)];
    m->donor_uses_left = DONOR_USES;
    return lift_donor(m, bb_bytes_of(donor->bytes, donor->size));
}

static struct bb_edit new_edit(struct bb_mutator *m, size_t size, size_t max_size, bool donor)
{
    return (struct bb_edit){
        .tree = &m->tree,
        .sites = &m->sites,
        .donor = donor ? &m->donor_tree : NULL,
        .donor_sites = &m->donor_sites,
        .rng = &m->rng,
        .mutate_bytes = m->mutate_bytes,
        .user = m->user,
        .scratch = m->scratch.ptr,
        .size = size,
        .max_size = max_size,
    };
}

/* --- one mutation --------------------------------------------------------------------------- */

static enum bb_mutation pick_kind(struct bb_mutator *m)
{
    uint64_t at = bb_rng_below(&m->rng, m->total_weight);
    unsigned i = 0;
    while (at >= kinds[i].weight)
        at -= kinds[i++].weight;
    return i;
}

/* One structural edit of some kind that finds a site. False when none does. */
static bool edit_once(struct bb_mutator *m, struct bb_edit *e)
{
    for (unsigned i = 0; i < TRIES; i++) {
        enum bb_mutation kind = pick_kind(m);
        if (!kinds[kind].edit || !kinds[kind].edit(e))
            continue;
        note(m, kind);
        return true;
    }
    return false;
}

static unsigned n_edits(struct bb_rng *rng)
{
    unsigned n = 1;
    while (n < MAX_EDITS && bb_rng_one_in(rng, 4))
        n++;
    return n;
}

static bool render(struct bb_mutator *m, uint8_t *out, size_t max_size, size_t *ret_size)
{
    bb_tree_sort(&m->tree);
    return bb_render(&m->tree, out, max_size, ret_size) == BB_OK;
}

/* Edits the tree and renders it over data. False, data untouched or half written, if no edit was
 * possible or the result is too large. */
static bool mutate_tree(struct bb_mutator *m, struct bb_bytes original, uint8_t *data,
                        size_t max_size, size_t *ret_size)
{
    if (!take_tree(m, original))
        return false;
    bool donor = have_donor(m);
    struct bb_edit e = new_edit(m, original.len, max_size, donor);
    m->tree_valid = false;
    bool edited = false;
    for (unsigned n = n_edits(&m->rng); n > 0; n--) {
        if (!bb_sites_collect(&m->sites, &m->tree))
            return false;
        edited = edit_once(m, &e) || edited;
    }
    return edited && render(m, data, max_size, ret_size);
}

static size_t mutate_plain(struct bb_mutator *m, struct bb_bytes original, uint8_t *data,
                           size_t max_size)
{
    size_t len = original.len < max_size ? original.len : max_size;
    if (len)
        memcpy(data, original.ptr, len);
    m->tree_valid = false;
    note(m, BB_MUTATE_PLAIN);
    return m->mutate_bytes(m->user, data, len, max_size);
}

/* What the next call can build on, should it be handed this output. */
static void remember(struct bb_mutator *m, struct bb_bytes output)
{
    m->tree_valid = set_bytes(&m->last, output);
}

static bool try_once(struct bb_mutator *m, struct bb_bytes original, uint8_t *data, size_t max_size,
                     size_t *ret_size)
{
    m->names[0] = '\0';
    if (pick_kind(m) == BB_MUTATE_PLAIN) {
        *ret_size = mutate_plain(m, original, data, max_size);
    } else {
        if (!mutate_tree(m, original, data, max_size, ret_size))
            return false;
        remember(m, bb_bytes_of(data, *ret_size));
    }
    if (*ret_size > 0 && !bb_bytes_equal(original, bb_bytes_of(data, *ret_size)))
        return true;
    m->stats.noops++;
    return false;
}

/* The last resort: one byte more, less or other. */
static size_t force_change(struct bb_mutator *m, struct bb_bytes original, uint8_t *data,
                           size_t max_size)
{
    size_t size = original.len < max_size ? original.len : max_size;
    if (size)
        memcpy(data, original.ptr, size);
    else
        data[size++] = 0;
    data[bb_rng_below(&m->rng, size)] ^= (uint8_t)(1 + bb_rng_below(&m->rng, 255));
    m->tree_valid = false;
    note(m, BB_MUTATE_PLAIN);
    return size;
}

static bool start(struct bb_mutator *m, struct bb_bytes original, size_t max_size, uint64_t seed)
{
    bb_rng_seed(&m->rng, seed);
    bb_buf_reset(&m->scratch);
    return set_bytes(&m->original, original) && bb_buf_reserve(&m->scratch, max_size);
}

size_t bb_mutator_mutate(struct bb_mutator *m, uint8_t *data, size_t size, size_t max_size,
                         uint64_t seed)
{
    if (max_size == 0 || !start(m, bb_bytes_of(data, size), max_size, seed))
        return size < max_size ? size : max_size;
    struct bb_bytes original = bb_buf_bytes(&m->original);
    if (bb_rng_one_in(&m->rng, 8))
        keep_donor(m, original);
    size_t changed = 0;
    m->stats.mutations++;
    for (unsigned i = 0; i < TRIES; i++)
        if (try_once(m, original, data, max_size, &changed))
            return changed;
    return force_change(m, original, data, max_size);
}

/* One try to mix the donor into the tree of a. False when nothing new came of it. */
static bool cross_once(struct bb_mutator *m, struct bb_bytes a, struct bb_bytes b, uint8_t *out,
                       size_t max_size, size_t *ret_size)
{
    static bb_edit_function *const ways[] = {bb_edit_splice, bb_edit_splice, bb_edit_graft,
                                             bb_edit_graft, bb_edit_copy};
    if (!take_tree(m, a) || !bb_sites_collect(&m->sites, &m->tree))
        return false;
    struct bb_edit e = new_edit(m, a.len, max_size, true);
    e.donor_only = true;
    m->tree_valid = false;
    if (!ways[bb_rng_below(&m->rng, sizeof ways / sizeof *ways)](&e) ||
        !render(m, out, max_size, ret_size) || *ret_size == 0)
        return false;
    struct bb_bytes mixed = bb_bytes_of(out, *ret_size);
    remember(m, mixed);
    return !bb_bytes_equal(mixed, a) && !bb_bytes_equal(mixed, b);
}

size_t bb_mutator_cross(struct bb_mutator *m, struct bb_bytes a, struct bb_bytes b, uint8_t *out,
                        size_t max_size, uint64_t seed)
{
    if (max_size == 0 || !start(m, a, max_size, seed))
        return 0;
    struct bb_bytes original = bb_buf_bytes(&m->original);
    m->donor_uses_left = 0;
    snprintf(m->names, sizeof m->names, "cross");
    size_t size = 0;
    if (!lift_donor(m, b))
        return mutate_plain(m, original, out, max_size);
    m->stats.crossings++;
    for (unsigned i = 0; i < TRIES; i++)
        if (cross_once(m, original, b, out, max_size, &size))
            return size;
    return mutate_plain(m, original, out, max_size);
}
