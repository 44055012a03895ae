/*
 * What people get to read: inputs decoded field by field, and what is wrong with them in words.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "grammar_support.h"

enum { MAX_BYTES = 1024, MAX_TEXT_BYTES = 1 << 16 };

typedef enum bb_status printer(const struct bb_grammar *grammar, struct bb_bytes bytes,
                               struct bb_buf *ret_text);

static enum bb_status show(const struct bb_grammar *grammar, struct bb_bytes bytes,
                           struct bb_buf *ret_text)
{
    return bb_show(grammar, bytes, BB_SHOW_PLAIN, ret_text);
}

static enum bb_status show_in_colour(const struct bb_grammar *grammar, struct bb_bytes bytes,
                                     struct bb_buf *ret_text)
{
    return bb_show(grammar, bytes, BB_SHOW_COLOUR, ret_text);
}

static enum bb_status explain(const struct bb_grammar *grammar, struct bb_bytes bytes,
                              struct bb_buf *ret_text)
{
    return bb_explain(grammar, bytes, 100, ret_text);
}

static void check(printer *print, const char *grammar, const char *hex, const char *expected)
{
    uint8_t bytes[MAX_BYTES];
    size_t len = bytes_of_hex(hex, bytes, sizeof bytes);
    struct bb_buf text = BB_BUF_INIT(MAX_TEXT_BYTES);
    assert_int_equal(print(bb_grammar_find(grammar), bb_bytes_of(bytes, len), &text), BB_OK);
    assert_string_equal(bb_buf_str(&text), expected);
    bb_buf_free(&text);
}

/* MQTT 5: 3.1 CONNECT with a session expiry, 3.3 PUBLISH with a payload that is text. */
static void test_show__mqtt_reads_like_the_standard(void **state)
{
    (void)state;
    check(show, "mqtt",
          "10 14 0004 4d515454 05 02 003c 05 11 0000000a 0002 6331"
          "32 0c 0003 612f62 0001 00 68656c6c",
          "     0  Stream  Stream, 36 bytes\n"
          "     0    packets  Packet, 22 bytes\n"
          "     0      connect  Connect, 22 bytes\n"
          "     0        type = 1 CONNECT\n"
          "     0        flags = 0\n"
          "     1        remaining_length = 20 (0x14)\n"
          "     2        protocol_name_length = 4\n"
          "     4        protocol_name = \"MQTT\"\n"
          "     8        bridge = 0\n"
          "     8        level = 5 MQTT_5\n"
          "     9        has_user_name = 0\n"
          "     9        has_password = 0\n"
          "     9        will_retain = 0\n"
          "     9        will_qos = 0 AT_MOST_ONCE\n"
          "     9        has_will = 0\n"
          "     9        clean_start = 1\n"
          "     9        reserved = 0\n"
          "    10        keep_alive = 60 (0x3c)\n"
          "    12        properties_length = 5\n"
          "    13        properties  Properties, 5 bytes\n"
          "    13          properties  Property, 5 bytes\n"
          "    13            identifier = 17 (0x11) SESSION_EXPIRY_INTERVAL\n"
          "    14            session_expiry_interval = 10 (0xa)\n"
          "    18        client_id_length = 2\n"
          "    20        client_id = \"c1\"\n"
          "    22    packets  Packet, 14 bytes\n"
          "    22      publish  Publish, 14 bytes\n"
          "    22        type = 3 PUBLISH\n"
          "    22        dup = 0\n"
          "    22        qos = 1 AT_LEAST_ONCE\n"
          "    22        retain = 0\n"
          "    23        remaining_length = 12 (0xc)\n"
          "    24        topic_length = 3\n"
          "    26        topic = \"a/b\"\n"
          "    29        packet_id = 1\n"
          "    31        properties_length = 0\n"
          "    32        properties  Properties, 0 bytes\n"
          "    32        payload = \"hell\"\n");
}

/* RFC 7252, appendix A: a request for /temperature and the answer; then one with Block2. */
static void test_show__coap_reads_like_the_rfc(void **state)
{
    (void)state;
    check(show, "coap", "40 01 7d34 bb 74656d7065726174757265",
          "     0  Message  Message, 16 bytes\n"
          "     0    version = 1\n"
          "     0    type = 0 CON\n"
          "     0    token_length = 0\n"
          "     1    code = 1 GET\n"
          "     2    message_id = 32052 (0x7d34)\n"
          "     4    token = empty\n"
          "     4    options  Option, 12 bytes\n"
          "     4      number = 11 (0xb) URI_PATH\n"
          "     4      length = 11 (0xb)\n"
          "     5      uri_path = \"temperature\"\n");
    check(show, "coap", "60 45 7d34 ff 32322e332043",
          "     0  Message  Message, 11 bytes\n"
          "     0    version = 1\n"
          "     0    type = 2 ACK\n"
          "     0    token_length = 0\n"
          "     1    code = 69 (0x45) CONTENT\n"
          "     2    message_id = 32052 (0x7d34)\n"
          "     4    token = empty\n"
          "     4    payload  Payload, 7 bytes\n"
          "     4      marker = 255 (0xff)\n"
          "     5      data = \"22.3 C\"\n");
    check(show, "coap", "42 01 7d34 2031 60 d1 04 06",
          "     0  Message  Message, 10 bytes\n"
          "     0    version = 1\n"
          "     0    type = 0 CON\n"
          "     0    token_length = 2\n"
          "     1    code = 1 GET\n"
          "     2    message_id = 32052 (0x7d34)\n"
          "     4    token = 20 31\n"
          "     6    options  Option, 1 byte\n"
          "     6      number = 6 OBSERVE\n"
          "     6      length = 0\n"
          "     7      observe = 0 REGISTER\n"
          "     7    options  Option, 3 bytes\n"
          "     7      number = 23 (0x17) BLOCK2\n"
          "     7      length = 1\n"
          "     9      block2  Block, 1 byte\n"
          "     9        num = 0\n"
          "     9        m = 0\n"
          "     9        szx = 6\n");
}

static void test_show__marks_lies_raw_bytes_and_what_is_too_long(void **state)
{
    (void)state;
    check(show, "coap", "89 00 0001 010203040506070809 c3 010203 ff",
          "     0  Message  Message, 18 bytes\n"
          "     0    version = 2  <-- lie: 1 would be true\n"
          "     0    type = 0 CON\n"
          "     0    token_length = 9\n"
          "     1    code = 0 EMPTY\n"
          "     2    message_id = 1\n"
          "     4    token = 01 02 03 04 05 06 07 08 09  <-- 9 bytes, at most 8 by the book\n"
          "    13    options  Option, 4 bytes\n"
          "    13      number = 12 (0xc) CONTENT_FORMAT\n"
          "    13      length = 3\n"
          "    14      raw: 01 02 03\n"
          "    17    payload  Payload, 1 byte\n"
          "    17      marker = 255 (0xff)\n"
          "    18      data = empty\n");
    check(show, "mqtt", "c0 03 0102",
          "     0  Stream  Stream, 4 bytes\n"
          "     0    packets  Packet, 4 bytes\n"
          "     0      pingreq  Pingreq, 4 bytes\n"
          "     0        type = 12 (0xc) PINGREQ\n"
          "     0        flags = 0\n"
          "     1        remaining_length = 3  <-- lie: 2 would be true\n"
          "     2        raw, too many: 01 02\n");
    check(show, "mqtt", "c0",
          "     0  Stream  Stream, 1 byte\n"
          "     0    packets  Packet, 1 byte\n"
          "     0      pingreq  Pingreq, 1 byte\n"
          "     0        type = 12 (0xc) PINGREQ\n"
          "     0        flags = 0\n"
          "     1        ends too early\n");
}

static void test_show__colours_go_around_what_they_mark(void **state)
{
    (void)state;
    check(show_in_colour, "modbus_tcp", "0001 0001 0002 01 07",
          "\033[2m     0  \033[0m\033[1mTcpRequests\033[0m  TcpRequests, 8 bytes\n"
          "\033[2m     0  \033[0m  \033[1mrequests\033[0m  TcpRequest, 8 bytes\n"
          "\033[2m     0  \033[0m    transaction_id = 1\n"
          "\033[2m     2  \033[0m    protocol_id = 1\033[1;31m  <-- lie: 0 would be true\033[0m\n"
          "\033[2m     4  \033[0m    length = 2\n"
          "\033[2m     6  \033[0m    unit_id = 1\n"
          "\033[2m     7  \033[0m    \033[1mpdu\033[0m  Request, 1 byte\n"
          "\033[2m     7  \033[0m      \033[1mread_exception_status\033[0m  ReadExceptionStatus, "
          "1 byte\n"
          "\033[2m     7  \033[0m        function = 7\n");
}

static void test_explain__says_what_is_wrong_and_nothing_else(void **state)
{
    (void)state;
    check(explain, "coap", "42 01 7d34 2031 b1 61", "");
    check(explain, "coap", "89 00 0001 010203040506070809 c3 010203 ff",
          "Message.version says 2, 1 would be true (byte 0)\n"
          "Message.token has 9 bytes, at most 8 by the book (byte 4)\n"
          "Option has 3 bytes that no field takes (byte 14)\n");
    check(explain, "mqtt", "c1 03 0102",
          "Pingreq.flags says 1, 0 would be true (byte 0)\n"
          "Pingreq.remaining_length says 3, 2 would be true (byte 1)\n"
          "Pingreq is 2 bytes too long (byte 2)\n");
    check(explain, "mqtt", "40 01 00", "Puback cannot be read on: 1 byte fits no field (byte 2)\n");
    check(explain, "mqtt", "40", "Puback ends too early (byte 1)\n");
}

/* Client 0 speaks MQTT 5, client 1 MQTT 3.1.1: each one's PUBLISH is read as its CONNECT said. */
static void test_explain__versions_are_kept_per_client(void **state)
{
    (void)state;
    check(explain, "mqtt_broker",
          "00 0011 100f 0004 4d515454 05 02 003c 00 0002 6330"
          "20 0010 100e 0004 4d515454 04 02 003c 0002 6331"
          "00 0008 3006 0001 61 00 6869"
          "20 0007 3005 0001 61 6869"
          "00 0003 e001 04",
          "");
    check(explain, "mqtt_broker",
          "20 0010 100e 0004 4d515454 04 02 003c 0002 6331"
          "20 0003 e001 04",
          "Disconnect is 1 byte too long (byte 24)\n");
}

static void test_explain__stops_at_the_maximum(void **state)
{
    (void)state;
    static const uint8_t bytes[] = {0xc1, 3, 1, 2};
    struct bb_buf text = BB_BUF_INIT(MAX_TEXT_BYTES);
    assert_int_equal(bb_explain(bb_grammar_find("mqtt"), bb_bytes_of(bytes, sizeof bytes), 1,
                                &text),
                     BB_OK);
    assert_string_equal(bb_buf_str(&text), "Pingreq.flags says 1, 0 would be true (byte 0)\n");
    bb_buf_free(&text);
}

static void test_show__text_that_does_not_fit_is_an_error(void **state)
{
    (void)state;
    static const uint8_t bytes[] = {0xc0, 0};
    struct bb_buf text = BB_BUF_INIT(64);
    assert_int_equal(bb_show(bb_grammar_find("mqtt"), bb_bytes_of(bytes, sizeof bytes),
                             BB_SHOW_PLAIN, &text),
                     BB_LIMIT);
    bb_buf_free(&text);
}

static void test_show__long_values_are_cut(void **state)
{
    (void)state;
    check(show, "mqtt",
          "00 25 00000000000000000000000000000000000000000000000000000000000000000000000000",
          "     0  Stream  Stream, 39 bytes\n"
          "     0    packets  Packet, 39 bytes\n"
          "     0      reserved  Reserved, 39 bytes\n"
          "     0        type = 0 RESERVED\n"
          "     0        flags = 0\n"
          "     1        remaining_length = 37 (0x25)\n"
          "     2        data = 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
          "00 "
          "00 00 00 00 00 00 00 00 00... (37 bytes)\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_show__mqtt_reads_like_the_standard),
        cmocka_unit_test(test_show__coap_reads_like_the_rfc),
        cmocka_unit_test(test_show__marks_lies_raw_bytes_and_what_is_too_long),
        cmocka_unit_test(test_show__colours_go_around_what_they_mark),
        cmocka_unit_test(test_show__text_that_does_not_fit_is_an_error),
        cmocka_unit_test(test_show__long_values_are_cut),
        cmocka_unit_test(test_explain__says_what_is_wrong_and_nothing_else),
        cmocka_unit_test(test_explain__versions_are_kept_per_client),
        cmocka_unit_test(test_explain__stops_at_the_maximum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
