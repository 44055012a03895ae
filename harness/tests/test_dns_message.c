/* The DNS targets' second opinion (targets/dns): a wrong one would accuse a parser falsely. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "message.h"

#define BYTES(literal) bb_bytes_of(literal, sizeof(literal) - 1)

static char text[MESSAGE_NAME_CHARS];

static void expect_name(struct bb_bytes message, size_t offset, size_t taken, const char *name)
{
    assert_int_equal(message_name(message, offset, text), taken);
    assert_string_equal(text, name);
}

static void test_dns_message__reads_names(void **state)
{
    (void)state;
    expect_name(BYTES("\3www\7example\0"), 0, 13, "www.example");
    expect_name(BYTES("\0"), 0, 1, "");
    expect_name(BYTES("\1a\0\1b\xc0\0"), 3, 4, "b.a");
    expect_name(BYTES("\1a\0\xc0\0"), 3, 2, "a");
    expect_name(BYTES("\0\xc0\0"), 1, 2, "");
}

static void test_dns_message__escapes_names(void **state)
{
    (void)state;
    expect_name(BYTES("\3a.b\0"), 0, 5, "a\\.b");
    expect_name(BYTES("\2\\\x01\0"), 0, 4, "\\\\\\001");
    expect_name(BYTES("\2\xff \0"), 0, 4, "\\255 ");
    expect_name(BYTES("\1\0\1a\0"), 0, 5, ""); /* a label of one NUL is written as it is */
}

static void test_dns_message__refuses_malformed_names(void **state)
{
    const struct bb_bytes malformed[] = {
        BYTES(""),         BYTES("\3www"),     /* no end */
        BYTES("\3ww"),                         /* cut short */
        BYTES("\x40"),     BYTES("\x80\0"),    /* reserved */
        BYTES("\xc0"),                         /* half a pointer */
        BYTES("\xc0\x02"),                     /* behind the end */
        BYTES("\xc0\0"),   BYTES("\1a\xc0\0"), /* around and around */
    };
    (void)state;
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++)
        assert_int_equal(message_name(malformed[i], 0, text), 0);
}

static void test_dns_message__takes_records(void **state)
{
    struct bb_bytes message = BYTES("\1a\0\0\x0f\0\1"
                                    "\xc0\0\0\x10\0\1\0\0\0\5\0\3\2hi"
                                    "\0\0");
    struct message_record record;
    size_t offset = 0;
    (void)state;
    assert_true(message_take(message, &offset, true, &record));
    assert_int_equal(record.type, 15);
    assert_int_equal(record.class, 1);
    assert_int_equal(offset, 7);
    assert_true(message_take(message, &offset, false, &record));
    assert_int_equal(record.type, 16);
    assert_int_equal(record.name_offset, 7);
    assert_true(bb_bytes_equal(record.data, BYTES("\2hi")));
    assert_int_equal(offset, 22);
    assert_false(message_take(message, &offset, false, &record)); /* nothing but a name */
    assert_int_equal(offset, 22);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dns_message__reads_names),
        cmocka_unit_test(test_dns_message__escapes_names),
        cmocka_unit_test(test_dns_message__refuses_malformed_names),
        cmocka_unit_test(test_dns_message__takes_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
