#include "mutate/mutator.h"

#include <inttypes.h>
#include <stdlib.h>

#include "mutate/credit.h"
#include "mutate/edit.h"
#include "mutate/shelf.h"

enum {
    MAX_DONOR_TREE_BYTES = 8 << 20,
    MAX_EDITS = 4,
    TRIES = 8,           /* until an edit finds a site, until an output differs */
    WHEEL = 128,         /* at least the sum of all weights */
    LENGTHEN_ONE_IN = 8, /* of plain changes */
};

struct kind {
    const char *name;
    bb_edit_function *edit; /* NULL: not of the tree */
    unsigned weight;
};

static const struct kind kinds[BB_N_MUTATIONS] = {
    [BB_MUTATE_INSERT] = {"insert", bb_edit_insert, 14},
    [BB_MUTATE_DELETE] = {"delete", bb_edit_delete, 12},
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
    [BB_MUTATE_PLAIN] = {"plain", NULL, 12},
    [BB_MUTATE_CROSS] = {"cross", NULL, 0}, /* when the engine asks for it */
};

struct bb_mutator {
    const struct bb_grammar *grammar;
    bb_mutate_bytes *mutate_bytes;
    void *user;
    struct bb_rng rng;
    uint8_t wheel[WHEEL]; /* each kind as often as it weighs */
    unsigned wheel_size;

    struct bb_shelf shelf;
    struct bb_donors donors;
    struct bb_buf original; /* while its bytes are mutated in place */
    struct bb_buf scratch;
    struct bb_bytes last; /* the last output; of a specimen or in `plain` */
    struct bb_buf plain;
    bool passing; /* the input is our last output: not expected to come again */

    struct bb_mutation_stats stats;
    struct bb_credit *credit; /* NULL: nobody wants to know */
    uint8_t used[MAX_EDITS];  /* kinds of the last call */
    unsigned n_used;
    size_t changed; /* bytes by which the last output differs from its input */
    char names[64];
};

_Static_assert(BB_N_MUTATIONS <= 16, "bb_credit has sets of 16 bits");

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
        for (unsigned k = 0; k < kinds[i].weight; k++)
            m->wheel[m->wheel_size++] = (uint8_t)i;
    m->mutate_bytes = bytes ? bytes : own_bytes;
    m->user = bytes ? user : &m->rng;
    bb_shelf_init(&m->shelf, grammar);
    bb_donors_init(&m->donors, MAX_DONOR_TREE_BYTES);
    m->original = BB_BUF_INIT(UINT32_MAX);
    m->scratch = BB_BUF_INIT(UINT32_MAX);
    m->plain = BB_BUF_INIT(UINT32_MAX);
    return m;
}

void bb_mutator_free(struct bb_mutator *m)
{
    if (!m)
        return;
    free(m->credit);
    bb_shelf_free(&m->shelf);
    bb_donors_free(&m->donors);
    bb_buf_free(&m->original);
    bb_buf_free(&m->scratch);
    bb_buf_free(&m->plain);
    free(m);
}

bool bb_mutator_watch(struct bb_mutator *m)
{
    if (!m->credit)
        m->credit = calloc(1, sizeof *m->credit);
    return m->credit;
}

const struct bb_mutation_stats *bb_mutator_stats(const struct bb_mutator *m)
{
    return &m->stats;
}

void bb_mutator_write_stats(const struct bb_mutator *m, FILE *out)
{
    fprintf(out, "%-10s %12s %14s %13s\n", "mutation", "uses", "bytes changed", "new coverage");
    for (unsigned i = 0; i < BB_N_MUTATIONS; i++) {
        const struct bb_mutation_count *count = &m->stats.kinds[i];
        if (count->uses)
            fprintf(out, "%-10s %12" PRIu64 " %14" PRIu64 " %13" PRIu64 "\n", kinds[i].name,
                    count->uses, count->bytes_changed, count->new_coverage);
    }
}

const char *bb_mutator_last(struct bb_mutator *m)
{
    int n = 0;
    m->names[0] = '\0';
    for (unsigned i = 0; i < m->n_used && n < (int)sizeof m->names; i++)
        n += snprintf(m->names + n, sizeof m->names - (size_t)n, "%s%s", n ? "+" : "",
                      kinds[m->used[i]].name);
    return m->names;
}

static void note(struct bb_mutator *m, enum bb_mutation kind)
{
    if (m->n_used < MAX_EDITS)
        m->used[m->n_used++] = (uint8_t)kind;
}

static void note_change(struct bb_mutator *m, struct bb_bytes before, struct bb_bytes after)
{
    m->changed = m->credit ? bb_credit_difference(before, after) : 0;
}

static bool set_bytes(struct bb_buf *buf, struct bb_bytes bytes)
{
    bb_buf_reset(buf);
    return bb_buf_append(buf, bytes);
}

/* --- one mutation --------------------------------------------------------------------------- */

static enum bb_mutation pick_kind(struct bb_mutator *m)
{
    return m->wheel[bb_rng_below(&m->rng, m->wheel_size)];
}

/* One structural edit of some kind that finds a site. False when none does. */
static bool edit_once(struct bb_mutator *m, struct bb_edit *e)
{
    for (unsigned i = 0; i < TRIES; i++) {
        enum bb_mutation kind = pick_kind(m);
        bb_specimen_refresh(e->specimen);
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

static struct bb_edit new_edit(struct bb_mutator *m, struct bb_specimen *s,
                               const struct bb_donor *donor, size_t max_size)
{
    return (struct bb_edit){
        .specimen = s,
        .tree = &s->tree,
        .donor = donor,
        .rng = &m->rng,
        .mutate_bytes = m->mutate_bytes,
        .user = m->user,
        .scratch = m->scratch.ptr,
        .size = s->bytes.len,
        .max_size = max_size,
    };
}

static struct bb_specimen *take_specimen(struct bb_mutator *m, struct bb_bytes input)
{
    struct bb_specimen *s = bb_shelf_take(&m->shelf, input, m->passing);
    m->stats.lifts = m->shelf.lifts;
    return s;
}

/* Renders the edited specimen over out. False, out untouched, when the result is empty, too large
 * or what it was before. */
static bool render(struct bb_mutator *m, struct bb_specimen *s, uint8_t *out, size_t max_size)
{
    struct bb_bytes before = s->bytes;
    if (!bb_specimen_render(s, max_size))
        return false;
    bool same = bb_bytes_equal(before, s->bytes);
    m->stats.noops += same;
    if (same || s->bytes.len == 0)
        return false;
    memcpy(out, s->bytes.ptr, s->bytes.len);
    note_change(m, before, s->bytes);
    m->last = s->bytes;
    return true;
}

/* Edits the specimen of data and renders it over data; returns the new size, or 0, data untouched,
 * when nothing came of it. */
static size_t mutate_tree(struct bb_mutator *m, uint8_t *data, size_t size, size_t max_size)
{
    struct bb_specimen *s = take_specimen(m, bb_bytes_of(data, size));
    if (!s)
        return 0;
    struct bb_edit e = new_edit(m, s, bb_donors_any(&m->donors, m->grammar, &m->rng), max_size);
    bool edited = false;
    for (unsigned n = n_edits(&m->rng); n > 0; n--)
        edited = edit_once(m, &e) || edited;
    return edited && render(m, s, data, max_size) ? s->bytes.len : 0;
}

static size_t mutate_plain(struct bb_mutator *m, uint8_t *data, size_t size, size_t max_size)
{
    size_t len = size < max_size ? size : max_size;
    if (!set_bytes(&m->original, bb_bytes_of(data, len)))
        return 0;
    size_t mutated = len < max_size && bb_rng_one_in(&m->rng, LENGTHEN_ONE_IN)
                         ? bb_lengthen(&m->rng, data, len, max_size)
                         : m->mutate_bytes(m->user, data, len, max_size);
    bool same = bb_bytes_equal(bb_buf_bytes(&m->original), bb_bytes_of(data, mutated));
    m->stats.noops += same && len == size;
    if (mutated == 0 && len)
        memcpy(data, m->original.ptr, len);
    if (mutated == 0 || (same && len == size))
        return 0;
    note(m, BB_MUTATE_PLAIN);
    note_change(m, bb_buf_bytes(&m->original), bb_bytes_of(data, mutated));
    m->changed += size - len;
    return mutated;
}

/* The last resort: one byte more, less or other. */
static size_t force_change(struct bb_mutator *m, uint8_t *data, size_t size, size_t max_size)
{
    note(m, BB_MUTATE_PLAIN);
    m->changed = size > max_size ? size - max_size : 1;
    if (size > max_size)
        return max_size;
    if (size == 0)
        data[size++] = 0;
    data[bb_rng_below(&m->rng, size)] ^= (uint8_t)(1 + bb_rng_below(&m->rng, 255));
    return size;
}

static size_t try_once(struct bb_mutator *m, uint8_t *data, size_t size, size_t max_size)
{
    m->n_used = 0;
    if (pick_kind(m) != BB_MUTATE_PLAIN)
        return mutate_tree(m, data, size, max_size);
    return mutate_plain(m, data, size, max_size);
}

void bb_mutator_kept(struct bb_mutator *m, struct bb_bytes input)
{
    uint16_t set = m->credit ? bb_credit_kept(m->credit, input) : 0;
    for (unsigned i = 0; set >> i; i++)
        m->stats.kinds[i].new_coverage += set >> i & 1;
}

static void count_used(struct bb_mutator *m, struct bb_bytes output)
{
    uint16_t set = 0;
    for (unsigned i = 0; i < m->n_used; i++) {
        struct bb_mutation_count *count = &m->stats.kinds[m->used[i]];
        uint16_t bit = (uint16_t)(1u << m->used[i]);
        count->uses++;
        count->bytes_changed += !m->credit || set & bit ? 0 : m->changed;
        set |= bit;
    }
    if (m->credit)
        bb_credit_made(m->credit, output, set);
}

/* What every call ends with; returns the size of the output. */
static size_t finish(struct bb_mutator *m, struct bb_bytes output)
{
    count_used(m, output);
    if (!m->last.ptr && set_bytes(&m->plain, output))
        m->last = bb_buf_bytes(&m->plain);
    return output.len;
}

static bool start(struct bb_mutator *m, struct bb_bytes input, size_t max_size, uint64_t seed)
{
    bb_rng_seed(&m->rng, seed);
    bb_buf_reset(&m->scratch);
    m->passing = bb_bytes_equal(input, m->last);
    m->last = (struct bb_bytes){0};
    if (!m->passing)
        bb_mutator_kept(m, input);
    if (!m->passing && bb_rng_one_in(&m->rng, 8))
        bb_donors_offer(&m->donors, &m->rng, input);
    m->n_used = 0;
    return bb_buf_reserve(&m->scratch, max_size);
}

size_t bb_mutator_mutate(struct bb_mutator *m, uint8_t *data, size_t size, size_t max_size,
                         uint64_t seed)
{
    if (max_size == 0 || !start(m, bb_bytes_of(data, size), max_size, seed))
        return size < max_size ? size : max_size;
    m->stats.mutations++;
    for (unsigned i = 0; i < TRIES; i++) {
        size_t mutated = try_once(m, data, size, max_size);
        if (mutated)
            return finish(m, bb_bytes_of(data, mutated));
    }
    m->n_used = 0;
    return finish(m, bb_bytes_of(data, force_change(m, data, size, max_size)));
}

/* --- crossover ------------------------------------------------------------------------------ */

/* One try to mix the donor into the tree of a. 0 when nothing new came of it. */
static size_t cross_once(struct bb_mutator *m, struct bb_bytes a, const struct bb_donor *donor,
                         uint8_t *out, size_t max_size)
{
    static bb_edit_function *const ways[] = {bb_edit_splice, bb_edit_splice, bb_edit_graft,
                                             bb_edit_graft, bb_edit_copy};
    struct bb_specimen *s = take_specimen(m, a);
    if (!s)
        return 0;
    struct bb_edit e = new_edit(m, s, donor, max_size);
    e.donor_only = true;
    bb_specimen_refresh(s);
    if (!ways[bb_rng_below(&m->rng, sizeof ways / sizeof *ways)](&e) ||
        !render(m, s, out, max_size))
        return 0;
    if (!bb_bytes_equal(s->bytes, bb_buf_bytes(&donor->bytes)))
        return s->bytes.len;
    e.donor_only = false; /* all of the donor: something else must be about it */
    if (!edit_once(m, &e) || !render(m, s, out, max_size))
        return 0;
    return bb_bytes_equal(s->bytes, bb_buf_bytes(&donor->bytes)) ? 0 : s->bytes.len;
}

size_t bb_mutator_cross(struct bb_mutator *m, struct bb_bytes a, struct bb_bytes b, uint8_t *out,
                        size_t max_size, uint64_t seed)
{
    if (bb_bytes_equal(a, b) && a.len <= max_size) { /* nothing to mix */
        if (a.len)
            memcpy(out, a.ptr, a.len);
        return bb_mutator_mutate(m, out, a.len, max_size, seed);
    }
    if (max_size == 0 || !start(m, a, max_size, seed))
        return 0;
    note(m, BB_MUTATE_CROSS);
    bb_mutator_kept(m, b);
    const struct bb_donor *donor = bb_donors_of(&m->donors, m->grammar, &m->rng, b);
    for (unsigned i = 0; donor && i < TRIES; i++) {
        size_t size = cross_once(m, a, donor, out, max_size);
        if (size)
            return finish(m, bb_bytes_of(out, size));
    }
    size_t size = a.len < max_size ? a.len : max_size;
    if (size)
        memcpy(out, a.ptr, size);
    m->last = (struct bb_bytes){0}; /* what was rendered may have been all of b */
    size_t mutated = mutate_plain(m, out, size, max_size);
    return finish(m, bb_bytes_of(out, mutated ? mutated : force_change(m, out, size, max_size)));
}
