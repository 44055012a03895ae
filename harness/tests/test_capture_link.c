/*
 * Frames down to their payload: link layers, IP headers, fragments.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "capture_support.h"

/* Link types by their numbers at tcpdump.org. */
enum {
    LINK_NULL = 0,
    LINK_LOOP = 108,
    LINK_COOKED = 113,
    LINK_HCI = 187,
    LINK_RADIO_FCS = 195,
    LINK_HCI_DIRECTED = 201,
    LINK_IPV4 = 228,
    LINK_RADIO = 230,
    LINK_MONITOR = 254,
    LINK_COOKED2 = 276,
    LINK_RADIO_TAP = 283,
    LINK_WLAN = 105,
};

static void begin_datagram(struct packet *p)
{
    packet_begin(p, "hello", 5);
    push_udp(p, CLIENT_PORT, SERVER_PORT);
    push_ipv4(p, BB_PROTOCOL_UDP, 1, 2, 7, 0);
}

static void assert_frame(uint32_t link, const struct packet *p, enum bb_left why,
                         const char *expected)
{
    struct capture_file file;
    file_begin(&file, link);
    file_frame(&file, packet_bytes(p));
    assert_left(&file, &default_options, why, why != BB_N_LEFT, expected);
    file_free(&file);
}

static void assert_datagram(uint32_t link, const struct packet *p)
{
    assert_frame(link, p, BB_N_LEFT, "udp1 client: hello\n");
}

static void test_link__ethernet_with_padding_and_tags(void **state)
{
    (void)state;
    struct packet p;
    packet_begin(&p, "\0\0\0\0\0\0\0\0\0\0\0\0\0", 13); /* to 60 bytes */
    struct packet padded;
    begin_datagram(&padded);
    packet_push(&p, packet_bytes(&padded).ptr, padded.len);
    push_ethernet(&p, 0x0800);
    assert_int_equal(p.len, 60);
    assert_datagram(LINK_ETHERNET, &p);

    begin_datagram(&p);
    packet_push32(&p, 0x00010800); /* VLAN 1 */
    packet_push32(&p, 0x00028100); /* in VLAN 2 */
    push_ethernet(&p, 0x88a8);
    assert_datagram(LINK_ETHERNET, &p);

    packet_begin(&p, "\0\1\x08\0\6\4\0\1", 8);
    push_ethernet(&p, 0x0806);
    assert_frame(LINK_ETHERNET, &p, BB_LEFT_OTHER, "");

    packet_begin(&p, "\0\1", 2);
    push_ethernet(&p, 0x8100);
    assert_frame(LINK_ETHERNET, &p, BB_LEFT_BROKEN, "");
}

static void test_link__linux_cooked(void **state)
{
    (void)state;
    struct packet p;
    begin_datagram(&p);
    packet_push16(&p, 0x0800);
    packet_push(&p, "\0\0\0\1\0\6\1\2\3\4\5\6\0\0", 14);
    assert_datagram(LINK_COOKED, &p);

    begin_datagram(&p);
    packet_push(&p, "\x08\0\0\0\0\0\0\1\0\1\0\6\1\2\3\4\5\6\0\0", 20);
    assert_datagram(LINK_COOKED2, &p);
}

static void test_link__raw_and_loopback(void **state)
{
    (void)state;
    struct packet p;
    begin_datagram(&p);
    assert_datagram(LINK_RAW, &p);
    assert_datagram(LINK_IPV4, &p);
    packet_push(&p, "\2\0\0\0", 4); /* AF_INET as a little-endian system writes it */
    assert_datagram(LINK_NULL, &p);
    begin_datagram(&p);
    packet_push(&p, "\0\0\0\2", 4);
    assert_datagram(LINK_LOOP, &p);
    packet_begin(&p, "\2\0\0\0", 4);
    assert_frame(LINK_NULL, &p, BB_LEFT_BROKEN, "");
}

static void test_link__bluetooth(void **state)
{
    (void)state;
    struct packet p;
    packet_begin(&p, "\1\3\x0c\0", 4); /* a command: reset */
    assert_frame(LINK_HCI, &p, BB_N_LEFT, "hci client: \\01\\03\\0c\\00\n");
    packet_push(&p, "\0\0\0\0", 4); /* sent */
    assert_frame(LINK_HCI_DIRECTED, &p, BB_N_LEFT, "hci client: \\01\\03\\0c\\00\n");
    packet_begin(&p, "\0\0\0\1\2ACL", 8); /* received */
    assert_frame(LINK_HCI_DIRECTED, &p, BB_N_LEFT, "hci server: \\02ACL\n");
    packet_begin(&p, "\0\0\0\3event", 9); /* adapter 0, opcode 3 */
    assert_frame(LINK_MONITOR, &p, BB_N_LEFT, "hci server: \\04event\n");
    packet_begin(&p, "\0\0\0\0new", 7); /* opcode 0: no packet, but an adapter */
    assert_frame(LINK_MONITOR, &p, BB_LEFT_OTHER, "");
}

static void test_link__bluetooth_as_a_stream(void **state)
{
    (void)state;
    struct bb_cut_options options = default_options;
    struct capture_file file;
    options.per = BB_PER_STREAM;
    file_begin(&file, LINK_HCI);
    file_frame(&file, bb_bytes_of("\1cmd", 4));
    file_frame(&file, bb_bytes_of("\4event", 6));
    file_frame(&file, bb_bytes_of("\2acl", 4)); /* may be of either side */
    assert_seeds(&file, &options,
                 "hci1 client: \\01cmd\\02acl\n"
                 "hci1 server: \\04event\\02acl\n");
    file_free(&file);
}

static void test_link__802_15_4_stays_as_it_is(void **state)
{
    (void)state;
    struct packet p;
    packet_begin(&p, "frame", 5);
    assert_frame(LINK_RADIO, &p, BB_N_LEFT, "802.15.4: frame\n");
    assert_frame(LINK_RADIO_FCS, &p, BB_N_LEFT, "802.15.4: frame\n");
    packet_push(&p, "\0\0\x0c\0\1\2\3\4\5\6\7\x8", 12); /* a header of 12 bytes in all */
    assert_frame(LINK_RADIO_TAP, &p, BB_N_LEFT, "802.15.4: frame\n");
    packet_begin(&p, "\0\0\xff\0frame", 9);
    assert_frame(LINK_RADIO_TAP, &p, BB_LEFT_BROKEN, "");
}

static void test_link__an_unknown_type_is_an_error_that_says_so(void **state)
{
    (void)state;
    struct bb_err err = {0};
    assert_int_equal(bb_link_check(LINK_WLAN, &err), BB_UNSUPPORTED);
    assert_non_null(strstr(err.what, "105 (IEEE802_11)"));
    assert_non_null(strstr(err.what, "Ethernet"));
}

/* --- IP ------------------------------------------------------------------------------------- */

static void test_ip__version_6_with_extension_headers(void **state)
{
    (void)state;
    struct packet p;
    packet_begin(&p, "hello", 5);
    push_udp(&p, CLIENT_PORT, SERVER_PORT);
    packet_push(&p, "\x11\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16); /* destination */
    packet_push(&p, "\x3c\2\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16); /* authentication */
    packet_push(&p, "\x33\0\0\0\0\0\0\7", 8);                  /* atomic fragment */
    packet_push(&p, "\x2c\0\1\4\0\0\0\0", 8);                  /* hop by hop */
    push_ipv6(&p, 0, 1, 2);
    push_ethernet(&p, 0x86dd);
    assert_datagram(LINK_ETHERNET, &p);
}

static void test_ip__options_are_skipped(void **state)
{
    (void)state;
    struct packet p;
    begin_datagram(&p);
    uint8_t *header = p.room + p.start;
    uint8_t copy[24];
    memcpy(copy, header, 20);
    memcpy(copy + 20, "\1\1\1\0", 4);
    copy[0] = 0x46;
    copy[3] = (uint8_t)(copy[3] + 4);
    p.start += 20;
    p.len -= 20;
    packet_push(&p, copy, 24);
    assert_datagram(LINK_RAW, &p);
}

static void test_ip__headers_that_cannot_be(void **state)
{
    (void)state;
    static const struct {
        size_t at;
        uint8_t value;
    } changes[] = {
        {0, 0x44}, /* a header of 16 bytes */
        {0, 0x4f}, /* of 60, more than there is */
        {0, 0x50}, /* version 5 is left to the link layer's tables: not IP */
        {3, 19},   /* shorter than its header */
        {3, 200},  /* longer than the frame */
        {25, 7},   /* UDP: shorter than its header */
        {25, 99},  /* longer than its packet */
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct packet p;
        begin_datagram(&p);
        p.room[p.start + changes[i].at] = changes[i].value;
        bool other = changes[i].value == 0x50;
        assert_frame(LINK_RAW, &p, other ? BB_LEFT_OTHER : BB_LEFT_BROKEN, "");
    }
}

static void test_ip__other_protocols_are_left_out(void **state)
{
    (void)state;
    struct packet p;
    packet_begin(&p, "\x08\0\0\0\0\0\0\0", 8);
    push_ipv4(&p, 1, 1, 2, 7, 0);
    assert_frame(LINK_RAW, &p, BB_LEFT_PROTOCOL, "");
}

static void test_ip__packets_and_frames_themselves(void **state)
{
    (void)state;
    struct bb_cut_options options = default_options;
    struct capture_file file;
    struct packet p;
    packet_begin(&p, "ab", 2);
    push_ipv4(&p, 89, 1, 2, 7, 0);
    packet_push16(&p, 0x0800);
    packet_push(&p, "mac addreses", 12);
    file_begin(&file, LINK_ETHERNET);
    file_frame(&file, packet_bytes(&p));
    options.layer = BB_LAYER_NETWORK;
    assert_seeds(&file, &options,
                 "ip: E\\00\\00\\16\\00\\07\\00\\00@Y\\00\\00\\c0\\00\\02\\01\\c0\\00\\02\\02ab\n");
    options.layer = BB_LAYER_LINK;
    assert_seeds(&file, &options,
                 "frame: mac addreses\\08\\00E\\00\\00\\16\\00\\07\\00\\00@Y\\00\\00"
                 "\\c0\\00\\02\\01\\c0\\00\\02\\02ab\n");
    file_free(&file);
}

/* A grammar of frames behind lengths takes all of them as one session. */
static void test_ip__frames_as_a_session(void **state)
{
    (void)state;
    struct bb_cut_options options = default_options;
    struct capture_file file;
    options.layer = BB_LAYER_LINK;
    options.envelope = BB_ENVELOPE_BIG;
    file_begin(&file, LINK_ETHERNET);
    file_frame(&file, bb_bytes_of("one", 3));
    file_frame(&file, bb_bytes_of("second", 6));
    assert_seeds(&file, &options, "frame1: \\00\\03one\\00\\06second\n");
    options.per = BB_PER_PACKET;
    assert_seeds(&file, &options, "frame: one\nframe: second\n");
    file_free(&file);
}

/* --- fragments ------------------------------------------------------------------------------ */

enum { MORE = 0x2000 };

/* A datagram of 24 bytes in all, of which the fragment holds n from `at` on. */
static void add_fragment(struct capture_file *file, unsigned id, size_t at, size_t n, char letter)
{
    struct packet whole, p;
    char payload[17];
    memset(payload, letter, 16);
    packet_begin(&whole, payload, 16);
    push_udp(&whole, CLIENT_PORT, SERVER_PORT);
    packet_begin(&p, packet_bytes(&whole).ptr + at, n);
    push_ipv4(&p, BB_PROTOCOL_UDP, 1, 2, id, (unsigned)at / 8 | (at + n < 24 ? MORE : 0));
    file_frame(file, packet_bytes(&p));
}

static void test_fragments__any_order_and_twice(void **state)
{
    (void)state;
    struct capture_file file;
    file_begin(&file, LINK_RAW);
    add_fragment(&file, 1, 16, 8, 'a');
    add_fragment(&file, 2, 0, 16, 'b');
    add_fragment(&file, 1, 0, 8, 'a');
    add_fragment(&file, 1, 0, 8, 'a');
    add_fragment(&file, 2, 8, 16, 'b'); /* overlaps */
    add_fragment(&file, 1, 8, 8, 'a');
    assert_seeds(&file, &default_options,
                 "udp1 client: bbbbbbbbbbbbbbbb\n"
                 "udp1 client: aaaaaaaaaaaaaaaa\n");
    file_free(&file);
}

static void test_fragments__incomplete_or_contradictory_ones_are_left_out(void **state)
{
    (void)state;
    struct capture_file file;
    file_begin(&file, LINK_RAW);
    add_fragment(&file, 1, 0, 8, 'a');
    add_fragment(&file, 1, 16, 8, 'a');
    add_fragment(&file, 2, 0, 16, 'b');
    add_fragment(&file, 2, 8, 16, 'x');
    assert_left(&file, &default_options, BB_LEFT_FRAGMENTS, 4, "");
    file_free(&file);
}

static void test_fragments__many_at_once_push_out_the_oldest(void **state)
{
    (void)state;
    struct capture_file file;
    file_begin(&file, LINK_RAW);
    for (unsigned id = 0; id < 65; id++)
        add_fragment(&file, id, 0, 16, 'a');
    add_fragment(&file, 0, 16, 8, 'a'); /* too late */
    add_fragment(&file, 64, 16, 8, 'z');
    assert_left(&file, &default_options, BB_LEFT_FRAGMENTS, 65, "udp1 client: aaaaaaaazzzzzzzz\n");
    file_free(&file);
}

static void test_fragments__version_6(void **state)
{
    (void)state;
    struct capture_file file;
    struct packet whole, p;
    packet_begin(&whole, "hello, world", 12);
    push_udp(&whole, CLIENT_PORT, SERVER_PORT);
    packet_push(&whole, "\x11\0\1\4\0\0\0\0", 8); /* destination options, in the first fragment */
    file_begin(&file, LINK_RAW);
    for (int i = 1; i >= 0; i--) {
        packet_begin(&p, packet_bytes(&whole).ptr + 16 * i, i ? 12 : 16);
        packet_push32(&p, 4711);
        packet_push16(&p, i ? 16 : 1); /* offset and "more" */
        packet_push16(&p, 60 << 8);
        push_ipv6(&p, 44, 1, 2);
        file_frame(&file, packet_bytes(&p));
    }
    assert_seeds(&file, &default_options, "udp1 client: hello, world\n");
    file_free(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_link__ethernet_with_padding_and_tags),
        cmocka_unit_test(test_link__linux_cooked),
        cmocka_unit_test(test_link__raw_and_loopback),
        cmocka_unit_test(test_link__bluetooth),
        cmocka_unit_test(test_link__bluetooth_as_a_stream),
        cmocka_unit_test(test_link__802_15_4_stays_as_it_is),
        cmocka_unit_test(test_link__an_unknown_type_is_an_error_that_says_so),
        cmocka_unit_test(test_ip__version_6_with_extension_headers),
        cmocka_unit_test(test_ip__options_are_skipped),
        cmocka_unit_test(test_ip__headers_that_cannot_be),
        cmocka_unit_test(test_ip__other_protocols_are_left_out),
        cmocka_unit_test(test_ip__packets_and_frames_themselves),
        cmocka_unit_test(test_ip__frames_as_a_session),
        cmocka_unit_test(test_fragments__any_order_and_twice),
        cmocka_unit_test(test_fragments__incomplete_or_contradictory_ones_are_left_out),
        cmocka_unit_test(test_fragments__many_at_once_push_out_the_oldest),
        cmocka_unit_test(test_fragments__version_6),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
