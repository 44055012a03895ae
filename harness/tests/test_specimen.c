/*
 * A specimen renders part by part, by straight-line code where there is any, to what its whole tree
 * renders to by the tables, whatever was edited; and it goes back to what was lifted.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "mutate/edit.h"

enum { MAX_SIZE = 1024, MAX_TREE_BYTES = 8 << 20, N_INPUTS = 60, N_EDITS = 12 };

static bb_edit_function *const edits[] = {
    bb_edit_insert, bb_edit_delete, bb_edit_duplicate, bb_edit_repeat, bb_edit_swap,
    bb_edit_move,   bb_edit_switch, bb_edit_graft,     bb_edit_uint,   bb_edit_bytes,
    bb_edit_copy,   bb_edit_lie,    bb_edit_truth,     bb_edit_splice,
};

static size_t havoc(void *user, uint8_t *data, size_t size, size_t max_size)
{
    return bb_havoc(user, data, size, max_size);
}

/* Nothing for a grammar that has none but empty messages. */
static struct bb_bytes generate(const struct bb_grammar *grammar, struct bb_rng *rng,
                                uint8_t *bytes)
{
    struct bb_tree tree = BB_TREE_INIT(MAX_TREE_BYTES);
    size_t size = 0;
    for (unsigned tries = 0; size == 0 && tries < 1000; tries++) {
        assert_int_equal(bb_generate(grammar, rng, 40, &tree), BB_OK);
        if (bb_render(&tree, bytes, MAX_SIZE, &size) != BB_OK)
            size = 0;
    }
    bb_tree_free(&tree);
    for (uint64_t n = size ? bb_rng_below(rng, 3) : 0; n > 0; n--)
        bytes[bb_rng_below(rng, size)] ^= (uint8_t)(1u << bb_rng_below(rng, 8));
    return bb_bytes_of(bytes, size);
}

static void assert_renders_as_a_whole(struct bb_specimen *s)
{
    static uint8_t out[MAX_SIZE];
    size_t size = 0;
    assert_int_equal(bb_render_by_tables(&s->tree, out, sizeof out, &size), BB_OK);
    assert_int_equal(size, s->bytes.len);
    assert_memory_equal(out, s->bytes.ptr, size);
}

/* Edits, one to three for each rendering. Returns how many came to something. */
static unsigned edit(struct bb_edit *e)
{
    unsigned rendered = 0;
    for (unsigned i = 0; i < N_EDITS; i++) {
        e->size = e->specimen->bytes.len;
        for (uint64_t n = 1 + bb_rng_below(e->rng, 3); n > 0; n--) {
            bb_specimen_refresh(e->specimen);
            edits[bb_rng_below(e->rng, sizeof edits / sizeof *edits)](e);
        }
        if (!bb_specimen_render(e->specimen, MAX_SIZE))
            return rendered;
        assert_renders_as_a_whole(e->specimen);
        rendered++;
    }
    return rendered;
}

/* Other bytes, which differ a little. */
static void follow(struct bb_specimen *s, struct bb_rng *rng)
{
    static uint8_t bytes[MAX_SIZE];
    size_t len = s->bytes.len;
    if (len == 0)
        return;
    memcpy(bytes, s->bytes.ptr, len);
    len = bb_havoc(rng, bytes, len, MAX_SIZE);
    if (!bb_specimen_follow(s, bb_bytes_of(bytes, len)))
        return;
    assert_true(bb_bytes_equal(s->bytes, bb_bytes_of(bytes, len)));
    assert_renders_as_a_whole(s);
}

static unsigned check(const struct bb_grammar *grammar, struct bb_specimen *s,
                      struct bb_donors *donors, struct bb_rng *rng)
{
    static uint8_t bytes[MAX_SIZE], donor[MAX_SIZE], scratch[MAX_SIZE];
    struct bb_bytes input = generate(grammar, rng, bytes);
    struct bb_edit e = {
        .specimen = s,
        .tree = &s->tree,
        .donor = bb_donors_of(donors, grammar, rng, generate(grammar, rng, donor)),
        .rng = rng,
        .mutate_bytes = havoc,
        .user = rng,
        .scratch = scratch,
        .max_size = MAX_SIZE,
    };
    assert_non_null(e.donor);
    assert_true(bb_specimen_lift(s, grammar, input));
    assert_renders_as_a_whole(s);
    unsigned rendered = 0;
    for (unsigned round = 0; round < 3; round++) {
        rendered += edit(&e);
        follow(s, rng);
        if (s->usable)
            rendered += edit(&e);
        bb_specimen_restore(s);
        assert_true(bb_bytes_equal(s->bytes, input));
        assert_renders_as_a_whole(s);
    }
    return rendered;
}

static void test_specimen__renders_as_its_whole_tree(void **state)
{
    (void)state;
    struct bb_rng rng;
    struct bb_specimen s = BB_SPECIMEN_INIT(MAX_TREE_BYTES);
    static struct bb_donors donors;
    static uint8_t bytes[MAX_SIZE];
    for (size_t g = 0; bb_grammars[g]; g++) {
        unsigned rendered = 0;
        bb_rng_seed(&rng, g);
        if (generate(bb_grammars[g], &rng, bytes).len == 0)
            continue;
        bb_donors_init(&donors, MAX_TREE_BYTES);
        for (unsigned i = 0; i < N_INPUTS; i++)
            rendered += check(bb_grammars[g], &s, &donors, &rng);
        assert_true(rendered > N_INPUTS * N_EDITS);
        bb_donors_free(&donors);
    }
    bb_specimen_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_specimen__renders_as_its_whole_tree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
