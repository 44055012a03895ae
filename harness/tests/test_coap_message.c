/* The CoAP oracles' second opinion (targets/coap): a wrong one would accuse a parser falsely. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "coap_message.h"
#include "pdu_expect.h"

#define BYTES(literal) bb_bytes_of(literal, sizeof(literal) - 1)

static void test_coap_message__decodes_every_part(void **state)
{
    struct bb_coap_message message;
    struct bb_coap_option option;
    (void)state;
    /* NON PUT, message ID 0x1234, token "tk", Uri-Path "a", Size1 5, payload "p". */
    assert_true(bb_coap_decode(BYTES("\x52\x03\x12\x34tk\xb1"
                                     "a\xd1\x24\x05\xffp"),
                               &message));
    assert_int_equal(message.type, BB_COAP_NON);
    assert_int_equal(message.code, BB_COAP_CODE(0, 3));
    assert_int_equal(message.mid, 0x1234);
    assert_true(bb_bytes_equal(message.token, BYTES("tk")));
    assert_true(bb_bytes_equal(message.payload, BYTES("p")));
    assert_int_equal(bb_coap_count_options(&message), 2);
    assert_true(bb_coap_find_option(&message, BB_COAP_SIZE1, &option));
    assert_true(bb_bytes_equal(option.value, BYTES("\x05")));
    assert_false(bb_coap_find_option(&message, BB_COAP_OBSERVE, &option));
}

static void test_coap_message__refuses_what_is_malformed(void **state)
{
    const struct bb_bytes malformed[] = {
        BYTES(""),
        BYTES("\x40\x01\x00"),     /* half a header */
        BYTES("\x80\x01\x00\x01"), /* version 2 */
        BYTES("\x49\x01\x00\x01"
              "123456789"),            /* token of 9 bytes */
        BYTES("\x42\x01\x00\x01t"),    /* token past the end */
        BYTES("\x40\x00\x00\x01\xff"), /* Empty, but not empty */
        BYTES("\x41\x00\x00\x01t"),    /* Empty with a token */
        BYTES("\x40\x01\x00\x01\xf0"), /* delta 15 */
        BYTES("\x40\x01\x00\x01\x1f"), /* length 15 */
        BYTES("\x40\x01\x00\x01\x12"
              "a"),                            /* value past the end */
        BYTES("\x40\x01\x00\x01\xd0"),         /* extension past the end */
        BYTES("\x40\x01\x00\x01\xe0\xfe\xf3"), /* number 65536 */
        BYTES("\x40\x01\x00\x01\x10\xff"),     /* marker without payload */
    };
    struct bb_coap_message message;
    (void)state;
    for (size_t i = 0; i < sizeof malformed / sizeof malformed[0]; i++)
        assert_false(bb_coap_decode(malformed[i], &message));
}

static void test_coap_message__tells_numbers_that_overflow(void **state)
{
    (void)state;
    assert_true(bb_coap_number_overflows(BYTES("\x40\x01\x00\x01\xe0\xfe\xf3")));
    assert_true(bb_coap_number_overflows(BYTES("\x41\x01\x00\x01t\xe0\xfe\xf2\x10")));
    assert_false(bb_coap_number_overflows(BYTES("\x40\x01\x00\x01\xe0\xfe\xf2")));
    assert_false(bb_coap_number_overflows(BYTES("\x40\x01\x00\x01\xf0")));
    assert_false(bb_coap_number_overflows(BYTES("\x40")));
}

/* Numbers and lengths around the borders of the three encodings. */
static unsigned near_border(struct bb_rng *rng)
{
    static const unsigned borders[] = {0, 12, 13, 14, 255, 268, 269, 270, 1000};
    return borders[bb_rng_below(rng, sizeof borders / sizeof borders[0])];
}

static void test_coap_message__decodes_what_it_encodes(void **state)
{
    static const uint8_t value[1000];
    struct bb_coap_option want[8], got;
    struct bb_rng rng;
    (void)state;
    bb_rng_seed(&rng, 1);
    for (int run = 0; run < 2000; run++) {
        struct bb_buf buf = BB_BUF_INIT(1 << 16);
        unsigned written = 0, read = 0, number = 0;
        for (int i = 0; i < 8; i++) {
            number += near_border(&rng);
            want[i] = (struct bb_coap_option){number, {value, near_border(&rng)}};
            bb_coap_put_option(&buf, &written, &want[i]);
        }
        struct bb_bytes cursor = bb_buf_bytes(&buf);
        for (int i = 0; i < 8; i++) {
            assert_true(bb_coap_take_option(&cursor, &read, &got));
            assert_int_equal(got.number, want[i].number);
            assert_true(bb_bytes_equal(got.value, want[i].value));
        }
        assert_int_equal(cursor.len, 0);
        bb_buf_free(&buf);
    }
}

static struct bb_coap_message request_with(struct bb_bytes options)
{
    return (struct bb_coap_message){.code = BB_COAP_CODE(0, 1), .options = options};
}

static void test_pdu_expect__follows_the_rules_of_adding(void **state)
{
    /* Uri-Host twice, Proxy-Scheme: one is refused, and Hop-Limit 16 goes between. */
    struct bb_coap_message message = request_with(BYTES("\x31"
                                                        "a\x01"
                                                        "b\xd1\x17"
                                                        "c"));
    struct bb_buf buf = BB_BUF_INIT(100);
    size_t refused;
    (void)state;
    bb_pdu_expect_added(&buf, &message, BB_PDU_NO_OPTION, &refused);
    assert_int_equal(refused, 1);
    assert_true(bb_bytes_equal(bb_buf_bytes(&buf), BYTES("\x31"
                                                         "a\xd1\x00\x10\xd1\x0a"
                                                         "c")));
    bb_buf_reset(&buf);
    bb_pdu_expect_added(&buf, &message, BB_COAP_PROXY_SCHEME, &refused);
    assert_true(bb_bytes_equal(bb_buf_bytes(&buf), BYTES("\x31"
                                                         "a")));
    bb_buf_free(&buf);
}

static void test_pdu_expect__edits_one_option(void **state)
{
    /* Two Uri-Paths, then Uri-Query. */
    struct bb_coap_message message = request_with(BYTES("\xb1"
                                                        "a\x01"
                                                        "b\x41"
                                                        "c"));
    const struct bb_coap_option longer = {BB_COAP_URI_PATH, BYTES("xy")};
    struct bb_buf buf = BB_BUF_INIT(100);
    (void)state;
    bb_pdu_expect_removed(&buf, &message, BB_COAP_URI_PATH);
    assert_true(bb_bytes_equal(bb_buf_bytes(&buf), BYTES("\xb1"
                                                         "b\x41"
                                                         "c")));
    bb_buf_reset(&buf);
    bb_pdu_expect_inserted(&buf, message.options, &longer);
    assert_true(bb_bytes_equal(bb_buf_bytes(&buf), BYTES("\xb1"
                                                         "a\x01"
                                                         "b\x02"
                                                         "xy\x41"
                                                         "c")));
    bb_buf_reset(&buf);
    bb_pdu_expect_updated(&buf, &message, &longer);
    assert_true(bb_bytes_equal(bb_buf_bytes(&buf), BYTES("\xb2"
                                                         "xy\x01"
                                                         "b\x41"
                                                         "c")));
    bb_buf_free(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_coap_message__decodes_every_part),
        cmocka_unit_test(test_coap_message__refuses_what_is_malformed),
        cmocka_unit_test(test_coap_message__tells_numbers_that_overflow),
        cmocka_unit_test(test_coap_message__decodes_what_it_encodes),
        cmocka_unit_test(test_pdu_expect__follows_the_rules_of_adding),
        cmocka_unit_test(test_pdu_expect__edits_one_option),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
