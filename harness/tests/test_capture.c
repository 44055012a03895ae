/*
 * Capture files, datagrams and sessions.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "capture/envelope.h"
#include "capture_support.h"

/* --- files ---------------------------------------------------------------------------------- */

static struct bb_bytes a_frame(struct packet *p)
{
    packet_begin(p, "hello", 5);
    push_udp(p, CLIENT_PORT, SERVER_PORT);
    push_ipv4(p, BB_PROTOCOL_UDP, 1, 2, 7, 0);
    return packet_bytes(p);
}

static void append(struct bb_buf *buf, const char *bytes, size_t n)
{
    assert_true(bb_buf_append(buf, bb_bytes_of(bytes, n)));
}

static void assert_hello(const struct bb_buf *file)
{
    struct bb_cut_report report;
    assert_string_equal(seeds_of(bb_buf_bytes(file), &default_options, &report),
                        "udp1 client: hello\n");
    assert_int_equal(report.frames, 1);
}

/* Nanoseconds, big-endian. */
static void test_file__the_other_pcap(void **state)
{
    (void)state;
    struct packet p;
    struct bb_bytes frame = a_frame(&p);
    const char len[4] = {0, 0, 0, (char)frame.len};
    struct bb_buf file = BB_BUF_INIT(1 << 16);
    append(&file, "\xa1\xb2\x3c\x4d\0\2\0\4\0\0\0\0\0\0\0\0\0\0\xff\xff\0\0\0\x65", 24);
    append(&file, "\0\0\0\1\0\0\0\2", 8);
    append(&file, len, 4);
    append(&file, len, 4);
    assert_true(bb_capture_is(bb_buf_bytes(&file)));
    assert_true(bb_buf_append(&file, frame));
    assert_hello(&file);
    bb_buf_free(&file);
}

/* Section header, interface description, one enhanced packet block. */
static void test_file__pcapng(void **state)
{
    (void)state;
    struct packet p;
    struct bb_bytes frame = a_frame(&p);
    assert_int_equal(frame.len, 33);
    struct bb_buf file = BB_BUF_INIT(1 << 16);
    append(&file, "\x0a\x0d\x0d\x0a\x1c\0\0\0\x4d\x3c\x2b\x1a\1\0\0\0", 16);
    append(&file, "\xff\xff\xff\xff\xff\xff\xff\xff\x1c\0\0\0", 12);
    append(&file, "\1\0\0\0\x14\0\0\0\x65\0\0\0\xff\xff\0\0\x14\0\0\0", 20);
    append(&file, "\6\0\0\0\x44\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\x21\0\0\0\x21\0\0\0", 28);
    assert_true(bb_capture_is(bb_buf_bytes(&file)));
    assert_true(bb_buf_append(&file, frame));
    append(&file, "\0\0\0\x44\0\0\0", 7);
    assert_hello(&file);
    bb_buf_free(&file);
}

static void test_file__one_that_breaks_off_gives_what_was_before(void **state)
{
    (void)state;
    struct capture_file file;
    struct packet p;
    struct bb_capture *capture = NULL;
    struct bb_captured captured;
    struct bb_err err = {0};
    file_begin(&file, LINK_RAW);
    assert_true(bb_capture_is(bb_buf_bytes(&file.bytes)));
    file_frame(&file, a_frame(&p));
    file_frame(&file, a_frame(&p));
    struct bb_bytes cut = bb_bytes_of(file.bytes.ptr, file.bytes.len - 1);
    assert_int_equal(bb_capture_open_bytes(cut, "cut", NULL, &capture, &err), BB_OK);
    assert_int_equal(bb_capture_next(capture, &captured, &err), BB_OK);
    assert_int_equal(captured.number, 1);
    assert_int_equal(captured.time_us, 1000000000000005);
    assert_int_equal(bb_capture_next(capture, &captured, &err), BB_MALFORMED);
    assert_non_null(strstr(err.what, "breaks off after frame 1"));
    bb_capture_close(capture);
    file_free(&file);
}

static void test_file__what_is_none_is_refused(void **state)
{
    (void)state;
    struct bb_capture *capture = NULL;
    struct bb_err err = {0};
    struct bb_bytes text = bb_bytes_str("MQTT, not a capture at all");
    assert_false(bb_capture_is(text));
    assert_false(bb_capture_is(bb_bytes_of("\xd4\xc3\xb2", 3)));
    assert_false(bb_capture_is(bb_bytes_str("\xd4\xc3\xb2\xa1 and words")));
    assert_false(bb_capture_is(bb_bytes_str("\n\r\r\nGET / HTTP/1.1")));
    assert_int_equal(bb_capture_open_bytes(text, "in/x", NULL, &capture, &err), BB_MALFORMED);
    assert_non_null(strstr(err.what, "'in/x' is no pcap or pcapng capture"));
    assert_int_equal(bb_capture_open_bytes(bb_bytes_of("", 0), "in/x", NULL, &capture, &err),
                     BB_MALFORMED);
    assert_null(capture);
    assert_int_equal(bb_capture_open("no-such-file.pcap", NULL, &capture, &err), BB_NOT_FOUND);
}

static void test_file__a_filter_leaves_the_numbers_as_they_are(void **state)
{
    (void)state;
    struct capture_file file;
    struct bb_capture *capture = NULL;
    struct bb_captured captured;
    struct bb_err err = {0};
    file_begin(&file, LINK_ETHERNET);
    file_tcp(&file, 'c', 1, ACK, "x");
    file_udp(&file, 'c', "y");
    struct bb_bytes bytes = bb_buf_bytes(&file.bytes);
    assert_int_equal(bb_capture_open_bytes(bytes, "x", "udp and (", &capture, &err), BB_USAGE);
    assert_non_null(strstr(err.what, "the filter 'udp and ('"));
    assert_int_equal(bb_capture_open_bytes(bytes, "x", "udp", &capture, &err), BB_OK);
    assert_int_equal(bb_capture_next(capture, &captured, &err), BB_OK);
    assert_int_equal(captured.number, 2);
    assert_int_equal(bb_capture_next(capture, &captured, &err), BB_NOT_FOUND);
    bb_capture_close(capture);
    file_free(&file);
}

/* --- datagrams ------------------------------------------------------------------------------ */

static void begin_exchange(struct capture_file *file)
{
    file_begin(file, LINK_ETHERNET);
    file_udp(file, 'c', "GET");
    file_udp(file, 's', "2.05");
    file_udp(file, 'c', "");
    file_udp(file, 'c', "PUT");
}

static void test_udp__each_datagram_is_a_seed(void **state)
{
    (void)state;
    struct capture_file file;
    begin_exchange(&file);
    assert_seeds(&file, &default_options,
                 "udp1 client: GET\n"
                 "udp1 server: 2.05\n"
                 "udp1 client: PUT\n");
    file_free(&file);
}

static void test_udp__sessions_behind_lengths(void **state)
{
    (void)state;
    struct capture_file file;
    struct bb_cut_options options = default_options;
    options.envelope = BB_ENVELOPE_BIG;
    begin_exchange(&file);
    assert_seeds(&file, &options,
                 "udp1 client: \\00\\03GET\\00\\00\\00\\03PUT\n"
                 "udp1 server: \\00\\042.05\n");
    options.envelope = BB_ENVELOPE_LITTLE;
    options.side = BB_SIDE_SERVER;
    assert_left(&file, &options, BB_LEFT_SIDE, 3, "udp1 server: \\04\\002.05\n");
    file_free(&file);
}

/* Between two datagrams only; one that is too large is left out. */
static void test_udp__long_sessions_are_divided(void **state)
{
    (void)state;
    struct capture_file file;
    struct bb_cut_options options = default_options;
    options.envelope = BB_ENVELOPE_BIG;
    options.max_bytes = 7;
    file_begin(&file, LINK_ETHERNET);
    file_udp(&file, 'c', "a");
    file_udp(&file, 'c', "bc");
    file_udp(&file, 'c', "too large");
    file_udp(&file, 'c', "d");
    assert_left(&file, &options, BB_LEFT_LARGE, 1,
                "udp1 client: \\00\\01a\\00\\02bc\n"
                "udp1 client part 2: \\00\\01d\n");
    file_free(&file);
}

static void test_udp__datagrams_are_never_joined_without_lengths(void **state)
{
    (void)state;
    struct capture_file file;
    struct bb_cut_options options = default_options;
    options.per = BB_PER_STREAM;
    begin_exchange(&file);
    assert_left(&file, &options, BB_LEFT_DATAGRAM, 4, "");
    file_free(&file);
}

static void test_ports__the_server_is_the_end_with_the_port(void **state)
{
    (void)state;
    struct capture_file file;
    struct bb_cut_options options = default_options;
    file_begin(&file, LINK_ETHERNET);
    file_udp(&file, 's', "from the lower port");
    assert_seeds(&file, &options, "udp1 server: from the lower port\n");
    options.ports = (struct bb_ports){.list = {7, CLIENT_PORT}, .n = 2};
    assert_seeds(&file, &options, "udp1 client: from the lower port\n");
    options.ports = (struct bb_ports){.list = {7}, .n = 1};
    assert_left(&file, &options, BB_LEFT_PORT, 1, "");
    file_free(&file);
}

/* --- grammars ------------------------------------------------------------------------------- */

static void test_envelope__is_read_off_the_grammar(void **state)
{
    (void)state;
    assert_int_equal(bb_envelope_of(bb_grammar_find("coap_session")), BB_ENVELOPE_BIG);
    assert_int_equal(bb_envelope_of(bb_grammar_find("coap")), BB_ENVELOPE_NONE);
    assert_int_equal(bb_envelope_of(bb_grammar_find("mqtt")), BB_ENVELOPE_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_file__the_other_pcap),
        cmocka_unit_test(test_file__pcapng),
        cmocka_unit_test(test_file__one_that_breaks_off_gives_what_was_before),
        cmocka_unit_test(test_file__what_is_none_is_refused),
        cmocka_unit_test(test_file__a_filter_leaves_the_numbers_as_they_are),
        cmocka_unit_test(test_udp__each_datagram_is_a_seed),
        cmocka_unit_test(test_udp__sessions_behind_lengths),
        cmocka_unit_test(test_udp__long_sessions_are_divided),
        cmocka_unit_test(test_udp__datagrams_are_never_joined_without_lengths),
        cmocka_unit_test(test_ports__the_server_is_the_end_with_the_port),
        cmocka_unit_test(test_envelope__is_read_off_the_grammar),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
