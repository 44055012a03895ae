/*
 * TCP streams out of captures: in order or not, repeated, overlapping, incomplete.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "capture_support.h"

static struct capture_file file;

static int begin(void **state)
{
    (void)state;
    file_begin(&file, LINK_ETHERNET);
    return 0;
}

static int end(void **state)
{
    (void)state;
    file_free(&file);
    return 0;
}

static void test_stream__one_seed_for_each_direction(void **state)
{
    (void)state;
    file_handshake(&file);
    file_tcp(&file, 'c', 1, ACK, "");
    file_tcp(&file, 'c', 1, ACK | PSH, "CONNECT");
    file_tcp(&file, 's', 5001, ACK | PSH, "CONNACK");
    file_tcp(&file, 'c', 8, ACK | PSH, "PUBLISH");
    file_tcp(&file, 'c', 15, ACK | FIN, "");
    file_tcp(&file, 's', 5008, ACK | FIN, "");
    assert_seeds(&file, &default_options,
                 "tcp1 client: CONNECTPUBLISH\n"
                 "tcp1 server: CONNACK\n");
}

static void test_stream__order_of_arrival_does_not_matter(void **state)
{
    (void)state;
    file_handshake(&file);
    file_tcp(&file, 'c', 7, ACK, "ghi");
    file_tcp(&file, 'c', 10, ACK | FIN, "");
    file_tcp(&file, 'c', 1, ACK, "abc");
    file_tcp(&file, 'c', 4, ACK, "def");
    assert_seeds(&file, &default_options, "tcp1 client: abcdefghi\n");
}

static void test_stream__retransmissions_count_once(void **state)
{
    (void)state;
    file_handshake(&file);
    file_tcp(&file, 'c', 0, SYN, "");
    file_tcp(&file, 'c', 1, ACK, "abc");
    file_tcp(&file, 'c', 1, ACK, "abc");
    file_tcp(&file, 'c', 1, ACK, "abcdef");
    file_tcp(&file, 'c', 3, ACK, "cde");
    assert_left(&file, &default_options, BB_LEFT_REPEATED, 9, "tcp1 client: abcdef\n");
}

static void test_stream__the_first_of_two_contradicting_segments_is_believed(void **state)
{
    (void)state;
    struct bb_cut_report report;
    file_handshake(&file);
    file_tcp(&file, 'c', 4, ACK, "DEF");
    file_tcp(&file, 'c', 1, ACK, "abcdef");
    const char *seeds = seeds_of(bb_buf_bytes(&file.bytes), &default_options, &report);
    assert_string_equal(seeds, "tcp1 client: abcDEF\n");
    assert_int_equal(report.contradictions, 3);
}

static void test_stream__nothing_is_joined_over_a_gap(void **state)
{
    (void)state;
    file_handshake(&file);
    file_tcp(&file, 'c', 1, ACK, "abc");
    file_tcp(&file, 'c', 9, ACK, "ijk");
    file_tcp(&file, 'c', 12, ACK, "lmn");
    file_tcp(&file, 'c', 20, ACK, "xyz");
    assert_left(&file, &default_options, BB_LEFT_MISSING, 10,
                "tcp1 client behind 5: abc\n"
                "tcp1 client part 2 before 5 behind 5: ijklmn\n"
                "tcp1 client part 3 before 5: xyz\n");
}

static void test_stream__a_gap_at_either_end_is_one_too(void **state)
{
    (void)state;
    file_handshake(&file);
    file_tcp(&file, 'c', 4, ACK, "def");
    file_tcp(&file, 'c', 9, ACK | FIN, "");
    assert_left(&file, &default_options, BB_LEFT_MISSING, 5,
                "tcp1 client before 3 behind 2: def\n");
}

/* A snapshot length that is too short leaves a gap behind each segment. */
static void test_stream__what_was_captured_in_part_is_not_joined(void **state)
{
    (void)state;
    struct packet p;
    file_handshake(&file);
    packet_begin(&p, "abcdef", 6);
    push_tcp(&p, CLIENT_PORT, SERVER_PORT, 1, ACK);
    push_ipv4(&p, BB_PROTOCOL_TCP, 1, 2, 7, 0);
    push_ethernet(&p, 0x0800);
    file_frame_cut(&file, packet_bytes(&p), p.len - 2);
    file_tcp(&file, 'c', 7, ACK, "ghi");
    assert_left(&file, &default_options, BB_LEFT_MISSING, 2,
                "tcp1 client behind 2: abcd\n"
                "tcp1 client part 2 before 2: ghi\n");
}

static void test_stream__a_capture_may_begin_in_the_middle(void **state)
{
    (void)state;
    struct bb_cut_report report;
    file_tcp(&file, 's', 500, ACK, "pong");
    file_tcp(&file, 'c', 104, ACK, "second");
    file_tcp(&file, 'c', 100, ACK, "1st ");
    const char *seeds = seeds_of(bb_buf_bytes(&file.bytes), &default_options, &report);
    assert_string_equal(seeds, "tcp1 client late: 1st second\n"
                               "tcp1 server late: pong\n");
    assert_int_equal(report.late, 2);
}

static void test_stream__sequence_numbers_wrap(void **state)
{
    (void)state;
    file_tcp(&file, 'c', UINT32_MAX - 4, SYN, "");
    file_tcp(&file, 'c', UINT32_MAX - 3, ACK, "abc");
    file_tcp(&file, 'c', 2, ACK, "ghi");
    file_tcp(&file, 'c', UINT32_MAX, ACK, "def");
    assert_seeds(&file, &default_options, "tcp1 client: abcdefghi\n");
}

/* RFC 7413: data on the SYN. */
static void test_stream__a_syn_may_carry_data(void **state)
{
    (void)state;
    file_tcp(&file, 'c', 99, SYN, "fast");
    file_tcp(&file, 'c', 104, ACK, "open");
    assert_seeds(&file, &default_options, "tcp1 client: fastopen\n");
}

/* RFC 9293 section 3.8.4: a probe may carry one byte of garbage. */
static void test_stream__keep_alive_probes_are_no_data(void **state)
{
    (void)state;
    file_handshake(&file);
    file_tcp(&file, 'c', 1, ACK, "abc");
    file_tcp(&file, 'c', 3, ACK, "?");
    file_tcp(&file, 'c', 4, ACK, "def");
    assert_seeds(&file, &default_options, "tcp1 client: abcdef\n");
}

static void test_stream__ports_may_be_used_again(void **state)
{
    (void)state;
    file_handshake(&file);
    file_tcp(&file, 'c', 1, ACK, "first");
    file_tcp(&file, 's', 5001, RST, "");
    file_tcp(&file, 'c', 6, ACK, "late");
    file_tcp(&file, 'c', 70000, SYN, "");
    file_tcp(&file, 'c', 70001, ACK, "second");
    file_tcp(&file, 'c', 90000, SYN, ""); /* the end of the second one was not captured */
    file_tcp(&file, 'c', 90001, ACK, "third");
    assert_left(&file, &default_options, BB_LEFT_LATE, 1,
                "tcp1 client: first\n"
                "tcp2 client: second\n"
                "tcp3 client: third\n");
}

static void test_stream__who_connects_is_the_client(void **state)
{
    (void)state;
    file_tcp(&file, 's', 10, SYN, "");
    file_tcp(&file, 's', 11, ACK, "active mode");
    assert_seeds(&file, &default_options, "tcp1 client: active mode\n");
}

static void test_stream__one_direction_may_be_asked_for(void **state)
{
    (void)state;
    struct bb_cut_options options = default_options;
    options.side = BB_SIDE_SERVER;
    file_handshake(&file);
    file_tcp(&file, 'c', 1, ACK, "request");
    file_tcp(&file, 's', 5001, ACK, "answer");
    file_tcp(&file, 'c', 70000, SYN, "");
    file_tcp(&file, 's', 80000, SYN | ACK, "");
    file_tcp(&file, 's', 80001, ACK, "another");
    assert_left(&file, &options, BB_LEFT_SIDE, 1,
                "tcp1 server: answer\n"
                "tcp2 server: another\n");
}

static void test_stream__longer_than_a_seed_may_be(void **state)
{
    (void)state;
    struct bb_cut_options options = default_options;
    options.max_bytes = 4;
    file_handshake(&file);
    file_tcp(&file, 'c', 1, ACK, "abc");
    file_tcp(&file, 'c', 4, ACK, "def");
    file_tcp(&file, 'c', 7, ACK, "ghi");
    assert_left(&file, &options, BB_LEFT_REST, 5, "tcp1 client: abcd\n");
}

static void test_stream__far_away_sequence_numbers_cost_nothing(void **state)
{
    (void)state;
    struct bb_cut_report report;
    file_handshake(&file);
    file_tcp(&file, 'c', 1, ACK, "abc");
    file_tcp(&file, 'c', 0x7fffffff, ACK, "stray");
    file_tcp(&file, 'c', 4, ACK, "def");
    const char *seeds = seeds_of(bb_buf_bytes(&file.bytes), &default_options, &report);
    assert_string_equal(seeds, "tcp1 client behind 65530: abcdef\n");
    assert_int_equal(report.left[BB_LEFT_MISSING], 65530);
}

static void test_stream__each_segment_may_be_a_seed(void **state)
{
    (void)state;
    struct bb_cut_options options = default_options;
    options.per = BB_PER_PACKET;
    file_handshake(&file);
    file_tcp(&file, 'c', 4, ACK, "def");
    file_tcp(&file, 'c', 1, ACK, "abc");
    assert_seeds(&file, &options,
                 "tcp1 client: def\n"
                 "tcp1 client: abc\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_stream__##name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_seed_for_each_direction),
        TEST(order_of_arrival_does_not_matter),
        TEST(retransmissions_count_once),
        TEST(the_first_of_two_contradicting_segments_is_believed),
        TEST(nothing_is_joined_over_a_gap),
        TEST(a_gap_at_either_end_is_one_too),
        TEST(what_was_captured_in_part_is_not_joined),
        TEST(a_capture_may_begin_in_the_middle),
        TEST(sequence_numbers_wrap),
        TEST(a_syn_may_carry_data),
        TEST(keep_alive_probes_are_no_data),
        TEST(ports_may_be_used_again),
        TEST(who_connects_is_the_client),
        TEST(one_direction_may_be_asked_for),
        TEST(longer_than_a_seed_may_be),
        TEST(far_away_sequence_numbers_cost_nothing),
        TEST(each_segment_may_be_a_seed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
