/*
 * Losses: raw bytes summed up by the place where a grammar leaves them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "grammar/losses.h"
#include "grammar_support.h"

enum { MAX_BYTES = 1024, MAX_TEXT_BYTES = 1 << 12 };

static void add(struct bb_losses *losses, const char *grammar, const char *hex)
{
    uint8_t bytes[MAX_BYTES];
    size_t len = bytes_of_hex(hex, bytes, sizeof bytes);
    struct bb_tree tree = BB_TREE_INIT(1 << 20);
    assert_int_equal(bb_lift(bb_grammar_find(grammar), bb_bytes_of(bytes, len), &tree, NULL),
                     BB_OK);
    assert_true(bb_losses_add(losses, &tree));
    bb_tree_free(&tree);
}

static void assert_loss(const struct bb_loss *loss, uint64_t bytes, uint64_t times,
                        const char *expected)
{
    struct bb_buf text = BB_BUF_INIT(MAX_TEXT_BYTES);
    bb_loss_describe(loss, &text);
    assert_string_equal(bb_buf_str(&text), expected);
    assert_int_equal(loss->bytes, bytes);
    assert_int_equal(loss->times, times);
    bb_buf_free(&text);
}

static void test_losses__nothing_is_lost_of_what_the_grammar_knows(void **state)
{
    (void)state;
    struct bb_losses losses = {0};
    add(&losses, "coap", "40 01 0007");
    assert_int_equal(losses.n, 0);
    bb_losses_sort(&losses);
    bb_losses_free(&losses);
}

/* RFC 7252 section 3.1: an option's length of 15 is reserved; MQTT 3.12: PINGREQ has no body. */
static void test_losses__places_add_up_and_the_worst_comes_first(void **state)
{
    (void)state;
    struct bb_losses losses = {0};
    add(&losses, "coap", "40 01 00");
    add(&losses, "mqtt", "c0 02 aabb");
    add(&losses, "coap", "40 01 0007 1f aabbccddeeff");
    add(&losses, "coap", "40 01 0007 1f aa");
    bb_losses_sort(&losses);
    assert_int_equal(losses.n, 3);
    assert_loss(&losses.list[0], 9, 2, "Option: cannot be read on from number");
    assert_loss(&losses.list[1], 2, 1, "Pingreq: too long");
    assert_loss(&losses.list[2], 1, 1, "Message: cannot be read on from message_id");
    assert_string_equal(bb_loss_field(&losses.list[0]), "number");
    assert_string_equal(bb_loss_field(&losses.list[1]), "");
    assert_string_equal(bb_loss_message(&losses.list[2]), "Message");
    bb_losses_free(&losses);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_losses__nothing_is_lost_of_what_the_grammar_knows),
        cmocka_unit_test(test_losses__places_add_up_and_the_worst_comes_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
