/*
 * Reachability: from one small tree the mutator comes to another, given so many tries, each from
 * the first tree. One row for every way in which trees differ by one edit, in several grammars.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "grammar_support.h"
#include "mutate/mutator.h"

enum { MAX_SIZE = 256, N_SEEDS = 3 };

struct pair {
    const char *name;
    const char *from;
    const char *to;
    const char *donor; /* an input that the mutator sees in between; NULL for none */
    unsigned tries;    /* about ten times what it takes */
};

struct input {
    uint8_t bytes[MAX_SIZE];
    size_t size;
};

static struct input input_of(const char *hex)
{
    struct input input;
    input.size = bytes_of_hex(hex, input.bytes, sizeof input.bytes);
    return input;
}

static struct input mutant(struct bb_mutator *m, struct input input, uint64_t seed)
{
    input.size = bb_mutator_mutate(m, input.bytes, input.size, MAX_SIZE, seed);
    return input;
}

/* The number of tries until `to` came, or limit + 1. */
static unsigned count_tries(const struct bb_grammar *grammar, const struct pair *pair,
                            uint64_t seed, unsigned limit)
{
    struct bb_mutator *m = bb_mutator_new(grammar, NULL, NULL);
    struct input from = input_of(pair->from);
    struct input to = input_of(pair->to);
    unsigned n = 0;
    bool reached = false;
    while (!reached && n++ < limit) {
        if (pair->donor)
            mutant(m, input_of(pair->donor), seed + n);
        struct input now = mutant(m, from, seed + n);
        reached = bb_bytes_equal(bb_bytes_of(now.bytes, now.size), bb_bytes_of(to.bytes, to.size));
    }
    bb_mutator_free(m);
    return reached ? n : limit + 1;
}

static void assert_reachable(const char *grammar_name, const struct pair *pairs, size_t n_pairs)
{
    const struct bb_grammar *grammar = bb_grammar_find(grammar_name);
    assert_non_null(grammar);
    bool all = true;
    for (size_t i = 0; i < n_pairs; i++) {
        for (uint64_t seed = 0; seed < N_SEEDS; seed++) {
            unsigned tries = count_tries(grammar, &pairs[i], seed << 32, pairs[i].tries);
            print_message("%s, %s: %u of %u tries\n", grammar_name, pairs[i].name, tries,
                          pairs[i].tries);
            all = all && tries <= pairs[i].tries;
        }
    }
    assert_true(all);
}

#define N(array) (sizeof(array) / sizeof *(array))

static void test_reach__modbus(void **state)
{
    (void)state;
    static const char one[] = "0001 0000 0006 01 03 0000 0002";
    static const char two[] = "0001 0000 0006 01 03 0000 0002  0001 0000 0006 01 03 0000 0002";
    static const struct pair pairs[] = {
        {"duplicate", one, two, NULL, 2000},
        {"delete", two, one, NULL, 500},
        {"lie", one, "0001 0000 0007 01 03 0000 0002", NULL, 5000},
        {"truth", "0001 0000 0007 01 03 0000 0002", one, NULL, 5000},
        {"boundary", one, "0001 0000 0006 01 03 0000 ffff", NULL, 5000},
        {"switch", one, "0001 0000 0002 01 11", NULL, 5000},
        {"copy", "0102 0000 0006 01 03 0304 0002", "0102 0000 0006 01 03 0102 0002", NULL, 20000},
    };
    assert_reachable("modbus_tcp", pairs, N(pairs));
}

static void test_reach__mqtt(void **state)
{
    (void)state;
    static const char publish[] = "30 06 0002 6162 7879";
    static const struct pair pairs[] = {
        {"delete a packet", "c000 30 06 0002 6162 7879 e000", "c000 e000", NULL, 500},
        {"insert a packet", "c000", "c000 d000", NULL, 20000},
        {"insert at the front", "c000", "e000 c000", NULL, 20000},
        {"reorder", "c000 30 06 0002 6162 7879", "30 06 0002 6162 7879 c000", NULL, 1000},
        {"flip a flag", publish, "31 06 0002 6162 7879", NULL, 5000},
        {"presence follows", publish, "32 08 0002 6162 0000 7879", NULL, 10000},
        {"add an optional field", "101000044d515454 05 02 0000 00 0003 613132 e000",
         "101000044d515454 05 02 0000 00 0003 613132 e001 04", NULL, 100000},
        {"copy a leaf", publish, "30 06 0002 7879 7879", NULL, 5000},
        {"empty a leaf", publish, "30 04 0000 7879", NULL, 5000},
        {"the donor's leaf", publish, "30 0b 0007 2f2f2f2f2f2f2f 7879", "30 09 0007 2f2f2f2f2f2f2f",
         20000},
        {"graft a packet", "c000", "c000 82 09 1234 0004 7a397a21 01",
         "82 09 1234 0004 7a397a21 01", 2000},
        {"graft a part", "82 06 0001 0001 61 00", "82 09 0001 0004 7a397a21 01",
         "82 09 1234 0004 7a397a21 01", 20000},
        {"lie by one", publish, "30 07 0002 6162 7879", NULL, 10000},
        {"lie with twice as much", publish, "30 06 0004 6162 7879", NULL, 20000},
        {"lie with the maximum", publish, "30 06 ffff 6162 7879", NULL, 20000},
        {"lie in a longer form", publish, "30 8600 0002 6162 7879", NULL, 20000},
        {"a wrong constant", "82 06 0001 0001 61 00", "80 06 0001 0001 61 00", NULL, 20000},
        {"shrink to one", "c000 c000 c000 c000 e000", "e000", NULL, 100000},
    };
    assert_reachable("mqtt", pairs, N(pairs));
}

static void test_reach__coap(void **state)
{
    (void)state;
    static const char get[] = "40 01 0001 b1 61";
    static const struct pair pairs[] = {
        {"insert an option", get, "40 01 0001 60 51 61", NULL, 20000},
        {"delete an option", "40 01 0001 60 51 61", get, NULL, 500},
        {"duplicate an option", get, "40 01 0001 b1 61 01 61", NULL, 1000},
        {"another method", get, "40 04 0001 b1 61", NULL, 5000},
        {"add a payload", get, "40 01 0001 b1 61 ff 78", NULL, 20000},
        {"a length over the end", get, "40 01 0001 b2 61", NULL, 10000},
        {"another member", get, "40 01 0001 50", NULL, 20000},
        {"graft an option", get, "40 01 0001 b1 61 c1 05", "40 01 0001 d1 0a 05", 20000},
    };
    assert_reachable("coap", pairs, N(pairs));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reach__modbus),
        cmocka_unit_test(test_reach__mqtt),
        cmocka_unit_test(test_reach__coap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
