/* The FTP oracles' second opinion (targets/ftp): a wrong one would accuse a parser falsely, and one
 * that is never wrong would prove nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "replies.h"
#include "telnet_lines.h"
#include "transfers.h"

#define BYTES(literal) bb_bytes_of((literal), sizeof(literal) - 1)

static struct replies read_replies(struct bb_bytes bytes)
{
    struct replies replies = {0};
    replies_take(&replies, bytes);
    return replies;
}

static void assert_replies(struct bb_bytes bytes, size_t finals, unsigned last)
{
    struct replies replies = read_replies(bytes);
    assert_false(replies.is_wrong);
    assert_true(replies_are_complete(&replies));
    assert_int_equal(replies.finals, finals);
    assert_int_equal(replies.last, last);
}

static void test_ftp_message__reads_replies(void **state)
{
    (void)state;
    assert_replies(BYTES("220 Ready.\r\n"), 1, 220);
    assert_replies(BYTES("150 Wait.\r\n226 Done.\r\n"), 1, 226);
    assert_replies(BYTES("220-a\r\n220-b\r\n any\r\n226 not yet\r\n220 c\r\n500 d\r\n"), 2, 500);
    assert_replies(BYTES("\xff\xfe\x01\xff\xfc\n200 ok\r\n"), 1, 200);
}

static void test_ftp_message__sees_wrong_replies(void **state)
{
    static const char *const wrong[] = {"\n",        "Hello.\r\n", "22 \r\n",
                                        "620 x\r\n", "220\r\n",    "220 ok\r\nmore\r\n"};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_true(read_replies(bb_bytes_str(wrong[i])).is_wrong);
}

static void test_ftp_message__sees_cut_replies(void **state)
{
    static const char *const cut[] = {"220 Rea", "220-a\r\n", "220-a\r\n221 b\r\n", "\xff\xfe"};
    (void)state;
    for (size_t i = 0; i < sizeof cut / sizeof *cut; i++) {
        struct replies replies = read_replies(bb_bytes_str(cut[i]));
        assert_false(replies_are_complete(&replies));
    }
}

static void test_ftp_message__an_endless_line_is_wrong(void **state)
{
    (void)state;
    struct replies replies = read_replies(BYTES("220 "));
    for (size_t i = 0; i < REPLY_LINE_SIZE; i++)
        replies_take(&replies, BYTES("x"));
    assert_true(replies.is_wrong);
}

static void test_ftp_message__counts_lines(void **state)
{
    (void)state;
    assert_int_equal(telnet_lines(BYTES("")), 0);
    assert_int_equal(telnet_lines(BYTES("NOOP\r\nNO")), 1);
    assert_int_equal(telnet_lines(BYTES("\n\n\xff\xff\n")), 3);
    assert_int_equal(telnet_lines(BYTES("a\xff\n\xff\xfb\n\xff\xfd\nb\n")), 1);
    assert_int_equal(telnet_lines(BYTES("a\n\xff")), 1);
}

static void test_ftp_message__compares_what_is_sent(void **state)
{
    (void)state;
    assert_true(transfer_is_sent(BYTES("a\nb"), BYTES("a\r\nb"), true));
    assert_true(transfer_is_sent(BYTES("a\nb"), BYTES("a\nb"), false));
    assert_true(transfer_is_sent(BYTES(""), BYTES(""), true));
    assert_false(transfer_is_sent(BYTES("a\nb"), BYTES("a\nb"), true));
    assert_false(transfer_is_sent(BYTES("ab"), BYTES("a"), false));
    assert_false(transfer_is_sent(BYTES("a"), BYTES("ab"), false));
    assert_false(transfer_is_sent(BYTES("ab"), BYTES("ac"), true));
}

static void test_ftp_message__compares_what_is_stored(void **state)
{
    (void)state;
    assert_true(transfer_is_stored(BYTES("a\r\nb\nc"), BYTES("a\nb\nc"), true));
    assert_true(transfer_is_stored(BYTES("\r\0x\r"), BYTES("\rx\r"), true));
    assert_true(transfer_is_stored(BYTES("\r\r\nx"), BYTES("\r\nx"), true));
    assert_true(transfer_is_stored(BYTES("\r\n\0"), BYTES("\r\n\0"), false));
    assert_false(transfer_is_stored(BYTES("a\r\n"), BYTES("a\r\n"), true));
    assert_false(transfer_is_stored(BYTES("a\r\n"), BYTES("a\n"), false));
    assert_false(transfer_is_stored(BYTES("ab"), BYTES("a"), true));
    assert_false(transfer_is_stored(BYTES("a"), BYTES("ab"), true));
}

static void test_ftp_message__takes_commands_apart(void **state)
{
    char path[16];
    (void)state;
    assert_true(transfer_command(BYTES("retr a b\r\n"), "RETR", path, sizeof path));
    assert_string_equal(path, "a b");
    assert_true(transfer_command(BYTES("RETR 56789012345\n"), "RETR", path, sizeof path));
    assert_string_equal(path, "56789012345");
    assert_false(transfer_command(BYTES("STOR a\r\n"), "RETR", path, sizeof path));
    assert_false(transfer_command(BYTES("RETR\r\n"), "RETR", path, sizeof path));
    assert_false(transfer_command(BYTES("RETR \r\n"), "RETR", path, sizeof path));
    assert_false(transfer_command(BYTES("RETR ~a\r\n"), "RETR", path, sizeof path));
    assert_false(transfer_command(BYTES("RETR a\xff\r\n"), "RETR", path, sizeof path));
    assert_false(transfer_command(BYTES("RETR a\rb\r\n"), "RETR", path, sizeof path));
    assert_false(transfer_command(BYTES("RETR 567890123456789012\n"), "RETR", path, sizeof path));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ftp_message__reads_replies),
        cmocka_unit_test(test_ftp_message__sees_wrong_replies),
        cmocka_unit_test(test_ftp_message__sees_cut_replies),
        cmocka_unit_test(test_ftp_message__an_endless_line_is_wrong),
        cmocka_unit_test(test_ftp_message__counts_lines),
        cmocka_unit_test(test_ftp_message__compares_what_is_sent),
        cmocka_unit_test(test_ftp_message__compares_what_is_stored),
        cmocka_unit_test(test_ftp_message__takes_commands_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
