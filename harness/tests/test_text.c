/* Numbers, counts and nearest names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"

static void test_text__parses_whole_numbers_in_range(void **state)
{
    (void)state;
    uint64_t n = 0;
    assert_int_equal(bb_number_parse("42", 1, 64, &n, NULL), BB_OK);
    assert_int_equal(n, 42);
    assert_int_equal(bb_number_parse("18446744073709551615", 0, UINT64_MAX, &n, NULL), BB_OK);
    assert_true(n == UINT64_MAX);
}

static void test_text__refuses_other_numbers(void **state)
{
    (void)state;
    static const char *const wrong[] =
        {"", "-1", "+1", " 1", "1 ", "1k", "0x1", "1.0", "65", "0", "18446744073709551616"};
    uint64_t n = 7;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(bb_number_parse(wrong[i], 1, 64, &n, NULL), BB_MALFORMED);
    assert_int_equal(n, 7);
}

static void test_text__counts_fit_a_glance(void **state)
{
    (void)state;
    char text[BB_COUNT_TEXT_SIZE];
    assert_string_equal(bb_count_format(0, text), "0");
    assert_string_equal(bb_count_format(999, text), "999");
    assert_string_equal(bb_count_format(1000, text), "1.00k");
    assert_string_equal(bb_count_format(12345, text), "12.3k");
    assert_string_equal(bb_count_format(999499, text), "999k");
    assert_string_equal(bb_count_format(999999, text), "1.00M");
    assert_string_equal(bb_count_format(4560000, text), "4.56M");
    bb_count_format(UINT64_MAX, text);
}

static void test_text__distance_counts_edits(void **state)
{
    (void)state;
    assert_int_equal(bb_text_distance("", ""), 0);
    assert_int_equal(bb_text_distance("", "abc"), 3);
    assert_int_equal(bb_text_distance("abc", ""), 3);
    assert_int_equal(bb_text_distance("kitten", "sitting"), 3);
    assert_int_equal(bb_text_distance("replay", "rpelay"), 1);
    assert_int_equal(bb_text_distance("same", "same"), 0);
}

static void test_text__nearest_name(void **state)
{
    (void)state;
    static const char *const names[] = {"modbus_libmodbus", "modbus_libmodbus_reply",
                                        "mqtt_mosquitto_broker", "coap_libcoap_pdu"};
    size_t n = sizeof names / sizeof *names;
    assert_string_equal(bb_text_nearest("modbus_libmodbsu", names, n), "modbus_libmodbus");
    assert_string_equal(bb_text_nearest("mosquitto", names, n), "mqtt_mosquitto_broker");
    assert_string_equal(bb_text_nearest("mosquito", names, n), "mqtt_mosquitto_broker");
    assert_string_equal(bb_text_nearest("libmodbus", names, n), "modbus_libmodbus");
    assert_string_equal(bb_text_nearest("libmodbus_replay", names, n), "modbus_libmodbus_reply");
    assert_null(bb_text_nearest("bluetooth", names, n));
    assert_null(bb_text_nearest("", names, n));
    assert_null(bb_text_nearest("libmodbus", names, 0));
}

static void test_text__plain_names(void **state)
{
    (void)state;
    assert_true(bb_text_is_plain_name("mqtt_mosquitto-3f9a1c"));
    assert_false(bb_text_is_plain_name(""));
    assert_false(bb_text_is_plain_name(".."));
    assert_false(bb_text_is_plain_name("a/b"));
    assert_false(bb_text_is_plain_name("-x"));
    assert_false(bb_text_is_plain_name("a b"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text__parses_whole_numbers_in_range),
        cmocka_unit_test(test_text__refuses_other_numbers),
        cmocka_unit_test(test_text__counts_fit_a_glance),
        cmocka_unit_test(test_text__distance_counts_edits),
        cmocka_unit_test(test_text__nearest_name),
        cmocka_unit_test(test_text__plain_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
