/*
 * The reducer and the minimizer, on stand-ins for a crashing target: predicates over the bytes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/hash.h"
#include "grammar/schema.h"
#include "minimize/minimize.h"
#include "minimize/reducer.h"

enum { MAX_LANES = 8 };

struct target {
    const struct bb_grammar *grammar;
    enum bb_outcome (*run)(struct bb_bytes input);
    unsigned executions;
    size_t last_improved;
    unsigned lanes;
    unsigned under_way, most_under_way;
    uint64_t sent[MAX_LANES]; /* hashes of what runs there; 0: nothing */
};

static enum bb_outcome run(void *user, struct bb_bytes candidate)
{
    struct target *target = user;
    target->executions++;
    return target->run(candidate);
}

/* A lane has one candidate at a time, and gives back what it was given. */
static bool send_to(void *user, unsigned lane, struct bb_bytes candidate)
{
    struct target *target = user;
    assert_true(lane < target->lanes && !target->sent[lane]);
    target->sent[lane] = bb_hash_bytes(BB_HASH_START, candidate);
    target->under_way++;
    if (target->under_way > target->most_under_way)
        target->most_under_way = target->under_way;
    return true;
}

static enum bb_outcome receive_from(void *user, unsigned lane, struct bb_bytes candidate)
{
    struct target *target = user;
    assert_true(target->sent[lane] == bb_hash_bytes(BB_HASH_START, candidate));
    target->sent[lane] = 0;
    target->under_way--;
    return run(user, candidate);
}

static void improved(void *user, struct bb_bytes best)
{
    struct target *target = user;
    assert_true(best.len <= target->last_improved);
    target->last_improved = best.len;
}

static enum bb_status minimize(struct target *target, struct bb_bytes input, unsigned budget,
                               struct bb_buf *ret_best, struct bb_minimize_result *ret_result)
{
    target->last_improved = input.len;
    struct bb_verdict verdict = {
        .user = target,
        .run = run,
        .budget.max_executions = budget,
        .lanes = target->lanes,
        .send = send_to,
        .receive = receive_from,
    };
    const struct bb_minimize_options options = {
        .grammar = target->grammar,
        .verdict = &verdict,
        .user = target,
        .improved = improved,
    };
    return bb_minimize(input, &options, ret_best, ret_result, NULL);
}

/* 40 Modbus requests, of which number 23 writes to register 0x1234. */
static struct bb_buf forty_requests(void)
{
    struct bb_buf input = BB_BUF_INIT(4096);
    for (uint8_t i = 0; i < 40; i++) {
        const uint8_t read[] = {0, i, 0, 0, 0, 6, 1, 3, 0, i, 0, 2};
        const uint8_t write[] = {0, i, 0, 0, 0, 15, 1, 0x10, 0x12, 0x34, 0,
                                 4, 8, 1, 2, 3, 4,  5, 6,    7,    8};
        if (i == 23)
            bb_buf_append(&input, bb_bytes_of(write, sizeof write));
        else
            bb_buf_append(&input, bb_bytes_of(read, sizeof read));
    }
    return input;
}

/* A server that walks the requests by their length and dies of a write to 0x1234. */
static enum bb_outcome dies_of_a_write(struct bb_bytes input)
{
    while (input.len >= 8) {
        size_t length = 6 + (size_t)(input.ptr[4] << 8 | input.ptr[5]);
        struct bb_bytes adu;
        if (!bb_bytes_take(&input, length, &adu))
            return BB_SURVIVED;
        if (adu.len >= 13 && adu.ptr[7] == 0x10 && adu.ptr[8] == 0x12 && adu.ptr[9] == 0x34)
            return BB_SAME;
    }
    return BB_SURVIVED;
}

static void test_minimize__keeps_the_one_request_that_matters(void **state)
{
    (void)state;
    struct bb_buf input = forty_requests();
    struct bb_buf best = BB_BUF_INIT(4096);
    struct bb_minimize_result result = {0};
    struct target target = {.grammar = bb_grammar_find("modbus_tcp"), .run = dies_of_a_write};
    assert_int_equal(minimize(&target, bb_buf_bytes(&input), 0, &best, &result), BB_OK);
    const uint8_t expected[] = {0, 0, 0, 0, 0, 7, 0, 0x10, 0x12, 0x34, 0, 0, 0};
    assert_int_equal(best.len, sizeof expected);
    assert_memory_equal(best.ptr, expected, best.len);
    assert_true(result.finished);
    assert_true(target.executions < 120);
    bb_buf_free(&best);
    bb_buf_free(&input);
}

/* However many run at once. */
static void test_minimize__comes_to_the_same_with_any_number_of_lanes(void **state)
{
    (void)state;
    for (unsigned with_grammar = 0; with_grammar < 2; with_grammar++) {
        struct bb_buf first = BB_BUF_INIT(4096);
        for (unsigned lanes = 1; lanes <= MAX_LANES; lanes++) {
            struct bb_buf input = forty_requests();
            struct bb_buf best = BB_BUF_INIT(4096);
            struct bb_minimize_result result = {0};
            struct target target = {
                .grammar = with_grammar ? bb_grammar_find("modbus_tcp") : NULL,
                .run = dies_of_a_write,
                .lanes = lanes,
            };
            assert_int_equal(minimize(&target, bb_buf_bytes(&input), 0, &best, &result), BB_OK);
            assert_true(result.finished);
            assert_int_equal(target.most_under_way, lanes > 1 ? lanes : 0);
            assert_int_equal(target.under_way, 0);
            if (lanes == 1)
                bb_buf_append(&first, bb_buf_bytes(&best));
            assert_true(bb_bytes_equal(bb_buf_bytes(&first), bb_buf_bytes(&best)));
            bb_buf_free(&best);
            bb_buf_free(&input);
        }
        bb_buf_free(&first);
    }
}

/* How manyth of the candidates it is, when none is kept; 0: it is none. */
static unsigned find_candidate(const char *grammar, struct bb_bytes input, struct bb_bytes wanted)
{
    struct bb_reducer *reducer = bb_reducer_new(bb_grammar_find(grammar), input);
    struct bb_bytes candidate;
    unsigned n = 0, found = 0;
    while (!found && bb_reducer_next(reducer, &candidate)) {
        n++;
        found = bb_bytes_equal(candidate, wanted) ? n : 0;
        bb_reducer_judge(reducer, false);
    }
    bb_reducer_free(reducer);
    return found;
}

#define BYTES(...) \
    bb_bytes_of((const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))

static void test_reducer__hoists_any_inner_message_the_smallest_first(void **state)
{
    (void)state;
    /* CBOR: [[1, [2, 3]], [4]]. None of these is what is left after deletions. */
    const struct bb_bytes input = BYTES(0x82, 0x82, 1, 0x82, 2, 3, 0x81, 4);
    unsigned four = find_candidate("cbor", input, BYTES(0x81, 4));
    unsigned two_and_three = find_candidate("cbor", input, BYTES(0x82, 2, 3));
    unsigned first = find_candidate("cbor", input, BYTES(0x82, 1, 0x82, 2, 3));
    assert_true(four && two_and_three && first);
    assert_true(four < two_and_three);
    assert_true(two_and_three < first);
}

static enum bb_outcome needs_two_bytes(struct bb_bytes input)
{
    const uint8_t *first = input.len ? memchr(input.ptr, 'B', input.len) : NULL;
    size_t left = first ? input.len - (size_t)(first - input.ptr) : 0;
    return first && memchr(first, '!', left) ? BB_SAME : BB_SURVIVED;
}

static void test_minimize__works_without_a_grammar(void **state)
{
    (void)state;
    const char *input = "some long input, with B in it and much more until the end!";
    struct bb_buf best = BB_BUF_INIT(4096);
    struct bb_minimize_result result = {0};
    struct target target = {.run = needs_two_bytes};
    assert_int_equal(minimize(&target, bb_bytes_str(input), 0, &best, &result), BB_OK);
    assert_string_equal(bb_buf_str(&best), "B!");
    bb_buf_free(&best);
}

static void test_minimize__stops_at_its_budget(void **state)
{
    (void)state;
    struct bb_buf input = forty_requests();
    struct bb_buf best = BB_BUF_INIT(4096);
    struct bb_minimize_result result = {0};
    struct target target = {.grammar = bb_grammar_find("modbus_tcp"), .run = dies_of_a_write};
    assert_int_equal(minimize(&target, bb_buf_bytes(&input), 5, &best, &result), BB_OK);
    assert_int_equal(target.executions, 5);
    assert_false(result.finished);
    assert_int_equal(dies_of_a_write(bb_buf_bytes(&best)), BB_SAME);
    bb_buf_free(&best);
    bb_buf_free(&input);
}

/* Below 6 bytes lurks another, easier bug. */
static enum bb_outcome has_a_neighbour(struct bb_bytes input)
{
    if (input.len < 6)
        return BB_ANOTHER;
    return needs_two_bytes(input);
}

static void test_minimize__never_ends_on_another_bug(void **state)
{
    (void)state;
    struct bb_buf best = BB_BUF_INIT(4096);
    struct bb_minimize_result result = {0};
    struct target target = {.run = has_a_neighbour};
    assert_int_equal(minimize(&target, bb_bytes_str("..B................!"), 0, &best, &result),
                     BB_OK);
    assert_int_equal(has_a_neighbour(bb_buf_bytes(&best)), BB_SAME);
    assert_int_equal(best.len, 6);
    assert_true(result.rejected_crashes > 0);
    bb_buf_free(&best);
}

static enum bb_outcome never(struct bb_bytes input)
{
    (void)input;
    return BB_SURVIVED;
}

static enum bb_outcome aborts_soon(struct bb_bytes input)
{
    return input.len < 8 ? BB_SURVIVED : input.len < 12 ? BB_ABORT : BB_SAME;
}

static void test_minimize__refuses_an_input_that_does_not_crash(void **state)
{
    (void)state;
    struct bb_buf best = BB_BUF_INIT(64);
    struct bb_minimize_result result = {0};
    struct target target = {.run = never};
    assert_int_equal(minimize(&target, bb_bytes_str("x"), 0, &best, &result), BB_NOT_FOUND);
    assert_int_equal(best.len, 0);
}

static void test_minimize__keeps_the_best_when_interrupted(void **state)
{
    (void)state;
    struct bb_buf best = BB_BUF_INIT(64);
    struct bb_minimize_result result = {0};
    struct target target = {.run = aborts_soon};
    assert_int_equal(minimize(&target, bb_bytes_str("0123456789abcdefghij"), 0, &best, &result),
                     BB_INTERRUPTED);
    assert_in_range(best.len, 12, 19);
    bb_buf_free(&best);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_minimize__keeps_the_one_request_that_matters),
        cmocka_unit_test(test_minimize__comes_to_the_same_with_any_number_of_lanes),
        cmocka_unit_test(test_reducer__hoists_any_inner_message_the_smallest_first),
        cmocka_unit_test(test_minimize__works_without_a_grammar),
        cmocka_unit_test(test_minimize__stops_at_its_budget),
        cmocka_unit_test(test_minimize__never_ends_on_another_bug),
        cmocka_unit_test(test_minimize__refuses_an_input_that_does_not_crash),
        cmocka_unit_test(test_minimize__keeps_the_best_when_interrupted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
