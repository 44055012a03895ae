#include "minimize/reducer.h"

#include <stdlib.h>

#include "grammar/sites.h"
#include "minimize/seen.h"

/* One round goes through all passes, in this order. Each goes over all sites of the tree (or all
 * bytes) once per variant: chunk sizes from large to small, or ways to shorten. */
enum pass {
    PASS_LISTS,      /* delete runs of elements: halves, quarters, ... single ones */
    PASS_SUBTREES,   /* delete any other node */
    PASS_HOIST,      /* replace a subtree by one of the same type below it, small ones first */
    PASS_TRUTH,      /* take a lie back */
    PASS_SHORTEN,    /* byte strings: nothing, half, one byte less */
    PASS_ZERO,       /* integers and byte strings to zero */
    PASS_BYTES,      /* delete runs of plain bytes */
    PASS_ZERO_BYTES, /* only without a grammar */
    N_PASSES,
};

enum {
    MIN_TREE_BYTES = 4 << 20,
    TREE_BYTES_PER_BYTE = 160,
    MAX_ROUNDS = 64, /* far more than were ever needed: a bound, not a budget */
};

struct bb_reducer {
    const struct bb_grammar *grammar;
    struct bb_buf best;
    struct bb_buf candidate;
    struct bb_tree tree; /* of best, edited for the candidate under way */
    struct bb_sites sites;
    enum pass pass;
    size_t at;             /* the site or byte that is next */
    size_t variant;        /* chunk size, or way to shorten; counts down to 1 */
    struct bb_hoist hoist; /* the last one at this site */
    unsigned rounds;
    bool improved; /* in this round */
    struct bb_seen_set seen;
};

void bb_reducer_free(struct bb_reducer *r)
{
    if (!r)
        return;
    bb_buf_free(&r->best);
    bb_buf_free(&r->candidate);
    bb_tree_free(&r->tree);
    bb_sites_free(&r->sites);
    bb_seen_free(&r->seen);
    free(r);
}

struct bb_bytes bb_reducer_best(const struct bb_reducer *r)
{
    return bb_buf_bytes(&r->best);
}

/* --- edits of the tree ---------------------------------------------------------------------- */

static size_t index_in_list(const struct bb_site *site)
{
    size_t index = 0;
    for (const struct bb_node *node = site->parent->child; node != site->node; node = node->next)
        index += node->slot == site->node->slot;
    return index;
}

/* Deletes the run of `chunk` elements that starts here, if one does. */
static bool delete_run(const struct bb_site *site, size_t chunk)
{
    if (!bb_site_is_element(site) || index_in_list(site) % chunk)
        return false;
    struct bb_node *behind = site->node;
    for (size_t i = 0; i < chunk && behind && behind->slot == site->node->slot; i++)
        behind = behind->next;
    *bb_site_link(site) = behind;
    return true;
}

static bool delete_subtree(const struct bb_site *site)
{
    return !(bb_site_is_field(site) && bb_site_is_element(site)) &&
           bb_node_remove(&site->parent->child, site->node);
}

static bool take_lie_back(const struct bb_site *site)
{
    return bb_site_is_lie(site) && bb_node_remove(&site->parent->child, site->node);
}

static bool is_data(const struct bb_node *node)
{
    return node->kind == BB_NODE_BYTES || node->kind == BB_NODE_RAW;
}

/* Ways, tried from 3 down to 1: to nothing, by half, by one byte. */
static bool shorten(const struct bb_site *site, size_t way)
{
    struct bb_node *node = site->node;
    if (!is_data(node) || node->len == 0)
        return false;
    node->len = way == 3 ? 0 : way == 2 ? node->len / 2 : node->len - 1;
    return true;
}

static bool to_zero(struct bb_reducer *r, const struct bb_site *site)
{
    struct bb_node *node = site->node;
    if (node->kind == BB_NODE_UINT) {
        bool plain = bb_site_is_field(site) && !bb_site_is_lie(site);
        bool changes = plain && (node->value || node->len);
        node->value = changes ? 0 : node->value;
        node->len = changes ? 0 : node->len;
        return changes;
    }
    if (!is_data(node) || node->len == 0)
        return false;
    node->data = bb_arena_zalloc(&r->tree.arena, node->len);
    return node->data != NULL;
}

static bool edit_tree(struct bb_reducer *r, const struct bb_site *site)
{
    switch (r->pass) {
    case PASS_LISTS: return bb_site_is_field(site) && delete_run(site, r->variant);
    case PASS_SUBTREES: return delete_subtree(site);
    case PASS_HOIST: return bb_hoist_next(&r->hoist, site);
    case PASS_TRUTH: return take_lie_back(site);
    case PASS_SHORTEN: return shorten(site, r->variant);
    default: return to_zero(r, site);
    }
}

/* --- candidates ----------------------------------------------------------------------------- */

static bool is_tree_pass(const struct bb_reducer *r)
{
    return r->pass < PASS_BYTES;
}

static bool lift_best(struct bb_reducer *r)
{
    return bb_lift(r->grammar, bb_buf_bytes(&r->best), &r->tree, NULL) == BB_OK &&
           bb_sites_collect(&r->sites, &r->tree);
}

/* The edit of this pass at site `at`; the tree is lifted afresh, for the last edit has spoilt it.
 */
static bool propose_tree(struct bb_reducer *r)
{
    if (!lift_best(r) || r->at >= r->sites.n) {
        r->hoist = (struct bb_hoist){0};
        return false;
    }
    const struct bb_site site = r->sites.ptr[r->at];
    if ((!site.parent && r->pass != PASS_HOIST) || !edit_tree(r, &site))
        return false;
    bb_tree_sort(&r->tree);
    size_t size = 0;
    if (bb_render(&r->tree, r->candidate.ptr, r->best.len, &size) != BB_OK)
        return false;
    r->candidate.len = size;
    return true;
}

static bool propose_bytes(struct bb_reducer *r)
{
    const uint8_t *best = r->best.ptr;
    uint8_t *out = r->candidate.ptr;
    size_t end = r->at + r->variant < r->best.len ? r->at + r->variant : r->best.len;
    if (r->pass == PASS_BYTES) {
        memcpy(out, best, r->at);
        memcpy(out + r->at, best + end, r->best.len - end);
        r->candidate.len = r->best.len - (end - r->at);
        return true;
    }
    memcpy(out, best, r->best.len);
    memset(out + r->at, 0, end - r->at);
    r->candidate.len = r->best.len;
    return true;
}

/* --- the order of things -------------------------------------------------------------------- */

static size_t power_of_two_below(size_t n)
{
    size_t power = 1;
    while (power * 2 < n)
        power *= 2;
    return power;
}

static size_t longest_list(const struct bb_reducer *r)
{
    size_t longest = 1;
    for (size_t i = 0; i < r->sites.n; i++) {
        const struct bb_site *site = &r->sites.ptr[i];
        if (!site->parent || !bb_site_is_field(site) || !bb_site_is_element(site))
            continue;
        size_t index = index_in_list(site) + 1;
        longest = index > longest ? index : longest;
    }
    return longest;
}

static void start_pass(struct bb_reducer *r)
{
    r->at = 0;
    r->variant = 1;
    if (r->pass == PASS_LISTS)
        r->variant = lift_best(r) ? power_of_two_below(longest_list(r) + 1) : 1;
    else if (r->pass == PASS_SHORTEN)
        r->variant = 3;
    else if (r->pass == PASS_BYTES || r->pass == PASS_ZERO_BYTES)
        r->variant = power_of_two_below(r->best.len);
}

static void start_round(struct bb_reducer *r)
{
    r->rounds++;
    r->improved = false;
    r->pass = r->grammar ? PASS_LISTS : PASS_BYTES;
    start_pass(r);
}

struct bb_reducer *bb_reducer_new(const struct bb_grammar *grammar, struct bb_bytes input)
{
    struct bb_reducer *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    r->grammar = grammar;
    r->best = BB_BUF_INIT(input.len + 1);
    r->candidate = BB_BUF_INIT(input.len + 1);
    r->tree = BB_TREE_INIT(MIN_TREE_BYTES + input.len * TREE_BYTES_PER_BYTE);
    if (!bb_buf_append(&r->best, input) || !bb_buf_reserve(&r->candidate, input.len)) {
        bb_reducer_free(r);
        return NULL;
    }
    start_round(r);
    return r;
}

static size_t n_places(const struct bb_reducer *r)
{
    return is_tree_pass(r) ? r->sites.n : r->best.len;
}

/* On to the next variant, pass or round. False when a whole round has changed nothing. */
static bool turn(struct bb_reducer *r)
{
    bool halves = r->pass != PASS_SHORTEN;
    if (r->variant > 1) {
        r->variant = halves ? r->variant / 2 : r->variant - 1;
        r->at = 0;
        return true;
    }
    r->pass++;
    if (r->pass == PASS_ZERO_BYTES && r->grammar)
        r->pass++;
    if (r->pass < N_PASSES) {
        start_pass(r);
        return true;
    }
    if (!r->improved || r->rounds == MAX_ROUNDS)
        return false;
    start_round(r);
    return true;
}

static void advance(struct bb_reducer *r)
{
    if (r->pass == PASS_HOIST && r->hoist.number)
        return; /* there may be more of them */
    r->at += is_tree_pass(r) ? 1 : r->variant;
}

bool bb_reducer_next(struct bb_reducer *r, struct bb_bytes *ret_candidate)
{
    for (;;) {
        if (r->pass == N_PASSES)
            return false;
        if (r->at >= n_places(r)) {
            if (!turn(r))
                return false;
            continue;
        }
        if (is_tree_pass(r) ? propose_tree(r) : propose_bytes(r)) {
            *ret_candidate = bb_buf_bytes(&r->candidate);
            if (ret_candidate->len && !bb_bytes_equal(*ret_candidate, bb_reducer_best(r)) &&
                !bb_seen_has(&r->seen, bb_seen_key_of(*ret_candidate)))
                return true;
        }
        advance(r);
    }
}

struct bb_reducer_mark bb_reducer_mark(const struct bb_reducer *r)
{
    return (struct bb_reducer_mark){
        .pass = r->pass,
        .at = r->at,
        .variant = r->variant,
        .hoist = r->hoist,
        .rounds = r->rounds,
        .improved = r->improved,
    };
}

void bb_reducer_skip(struct bb_reducer *r)
{
    advance(r);
}

void bb_reducer_reject(struct bb_reducer *r, struct bb_bytes candidate)
{
    bb_seen_add(&r->seen, bb_seen_key_of(candidate));
}

void bb_reducer_accept(struct bb_reducer *r, const struct bb_reducer_mark *mark,
                       struct bb_bytes candidate)
{
    r->pass = mark->pass;
    r->at = mark->at; /* what stood behind has moved here: stay */
    r->variant = mark->variant;
    r->rounds = mark->rounds;
    r->improved = true;
    r->hoist = (struct bb_hoist){0};
    memcpy(r->best.ptr, candidate.ptr, candidate.len);
    r->best.len = candidate.len;
    if (is_tree_pass(r) && !lift_best(r))
        r->pass = N_PASSES;
}

void bb_reducer_judge(struct bb_reducer *r, bool keep)
{
    const struct bb_bytes candidate = bb_buf_bytes(&r->candidate);
    const struct bb_reducer_mark here = bb_reducer_mark(r);
    if (keep) {
        bb_reducer_accept(r, &here, candidate);
    } else {
        bb_reducer_reject(r, candidate);
        bb_reducer_skip(r);
    }
}

size_t bb_reducer_left(const struct bb_reducer *r)
{
    return r->at < n_places(r) ? n_places(r) - r->at : 0;
}
