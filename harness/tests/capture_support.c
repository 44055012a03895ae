#include "capture_support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MAX_FILE_BYTES = 1 << 24, MAX_TEXT_BYTES = 1 << 24 };

const struct bb_cut_options default_options = {.max_bytes = BB_CUT_DEFAULT_BYTES};

void packet_begin(struct packet *p, const void *payload, size_t len)
{
    p->start = sizeof p->room - len;
    p->len = len;
    if (len)
        memcpy(p->room + p->start, payload, len);
}

void packet_push(struct packet *p, const void *header, size_t len)
{
    assert_true(len <= p->start);
    p->start -= len;
    p->len += len;
    memcpy(p->room + p->start, header, len);
}

void packet_push16(struct packet *p, unsigned value)
{
    packet_push(p, (uint8_t[]){(uint8_t)(value >> 8), (uint8_t)value}, 2);
}

void packet_push32(struct packet *p, uint32_t value)
{
    packet_push16(p, value & 0xffff);
    packet_push16(p, value >> 16);
}

struct bb_bytes packet_bytes(const struct packet *p)
{
    return bb_bytes_of(p->room + p->start, p->len);
}

void push_udp(struct packet *p, unsigned source, unsigned target)
{
    unsigned size = (unsigned)p->len + 8;
    packet_push16(p, 0); /* checksum */
    packet_push16(p, size);
    packet_push16(p, target);
    packet_push16(p, source);
}

void push_tcp(struct packet *p, unsigned source, unsigned target, uint32_t sequence, unsigned flags)
{
    packet_push32(p, 0);                /* checksum, urgent pointer */
    packet_push16(p, 1000);             /* window */
    packet_push16(p, 5u << 12 | flags); /* 20 bytes of header */
    packet_push32(p, 0);                /* acknowledgement */
    packet_push32(p, sequence);
    packet_push16(p, target);
    packet_push16(p, source);
}

void push_ipv4(struct packet *p, unsigned protocol, unsigned from, unsigned to, unsigned id,
               unsigned fragment)
{
    unsigned size = (unsigned)p->len + 20;
    packet_push32(p, 0xc0000200u | to);
    packet_push32(p, 0xc0000200u | from);
    packet_push16(p, 0); /* checksum */
    packet_push16(p, 64u << 8 | protocol);
    packet_push16(p, fragment);
    packet_push16(p, id);
    packet_push16(p, size);
    packet_push16(p, 0x4500);
}

void push_ipv6(struct packet *p, unsigned next_header, unsigned from, unsigned to)
{
    unsigned size = (unsigned)p->len;
    const unsigned ends[] = {to, from};
    for (size_t i = 0; i < 2; i++) {
        packet_push32(p, ends[i]);
        packet_push32(p, 0);
        packet_push32(p, 0);
        packet_push32(p, 0x20010db8);
    }
    packet_push16(p, next_header << 8 | 64);
    packet_push16(p, size);
    packet_push32(p, 0x60000000);
}

void push_ethernet(struct packet *p, unsigned ether_type)
{
    packet_push16(p, ether_type);
    packet_push(p, "\x02\0\0\0\0\x02\x02\0\0\0\0\x01", 12);
}

/* --- files ---------------------------------------------------------------------------------- */

static void append_little(struct bb_buf *buf, uint64_t value, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        assert_true(bb_buf_append_byte(buf, (uint8_t)(value >> 8 * i)));
}

void file_begin(struct capture_file *file, uint32_t link)
{
    file->bytes = BB_BUF_INIT(MAX_FILE_BYTES);
    append_little(&file->bytes, 0xa1b2c3d4, 4);
    append_little(&file->bytes, 2, 2); /* version 2.4 */
    append_little(&file->bytes, 4, 2);
    append_little(&file->bytes, 0, 8);
    append_little(&file->bytes, 65535, 4); /* snapshot length */
    append_little(&file->bytes, link, 4);
}

void file_frame_cut(struct capture_file *file, struct bb_bytes frame, size_t n)
{
    append_little(&file->bytes, 1000000000, 4);
    append_little(&file->bytes, 5, 4);
    append_little(&file->bytes, n, 4);
    append_little(&file->bytes, frame.len, 4);
    assert_true(bb_buf_append(&file->bytes, bb_bytes_of(frame.ptr, n)));
}

void file_frame(struct capture_file *file, struct bb_bytes frame)
{
    file_frame_cut(file, frame, frame.len);
}

void file_free(struct capture_file *file)
{
    bb_buf_free(&file->bytes);
}

static void frame_ip(struct capture_file *file, struct packet *p, char side, unsigned protocol)
{
    push_ipv4(p, protocol, side == 'c' ? 1 : 2, side == 'c' ? 2 : 1, 7, 0);
    push_ethernet(p, 0x0800);
    file_frame(file, packet_bytes(p));
}

void file_tcp(struct capture_file *file, char side, uint32_t sequence, unsigned flags,
              const char *payload)
{
    struct packet p;
    unsigned from = side == 'c' ? CLIENT_PORT : SERVER_PORT;
    packet_begin(&p, payload, strlen(payload));
    push_tcp(&p, from, CLIENT_PORT + SERVER_PORT - from, sequence, flags);
    frame_ip(file, &p, side, BB_PROTOCOL_TCP);
}

void file_udp(struct capture_file *file, char side, const char *payload)
{
    struct packet p;
    unsigned from = side == 'c' ? CLIENT_PORT : SERVER_PORT;
    packet_begin(&p, payload, strlen(payload));
    push_udp(&p, from, CLIENT_PORT + SERVER_PORT - from);
    frame_ip(file, &p, side, BB_PROTOCOL_UDP);
}

void file_handshake(struct capture_file *file)
{
    file_tcp(file, 'c', 0, SYN, "");
    file_tcp(file, 's', 5000, SYN | ACK, "");
}

/* --- seeds ---------------------------------------------------------------------------------- */

static void append_text(struct bb_buf *text, struct bb_bytes bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        bb_buf_printf(text, bytes.ptr[i] < 0x20 || bytes.ptr[i] > 0x7e ? "\\%02x" : "%c",
                      bytes.ptr[i]);
}

static enum bb_status describe(void *user, const struct bb_seed *seed, struct bb_err *err)
{
    struct bb_buf *text = user;
    (void)err;
    assert_true(seed->bytes.len > 0);
    bb_buf_append_str(text, seed->kind);
    if (seed->flow)
        bb_buf_printf(text, "%u", (unsigned)seed->flow);
    if (seed->side != BB_SIDE_UNKNOWN)
        bb_buf_append_str(text, seed->side == BB_SIDE_CLIENT ? " client" : " server");
    if (seed->part > 1)
        bb_buf_printf(text, " part %u", seed->part);
    if (seed->late)
        bb_buf_append_str(text, " late");
    if (seed->before)
        bb_buf_printf(text, " before %u", (unsigned)seed->before);
    if (seed->behind)
        bb_buf_printf(text, " behind %u", (unsigned)seed->behind);
    bb_buf_append_str(text, ": ");
    append_text(text, seed->bytes);
    bb_buf_append_byte(text, '\n');
    return BB_OK;
}

const char *seeds_of(struct bb_bytes file, const struct bb_cut_options *options,
                     struct bb_cut_report *ret_report)
{
    static char kept[1 << 20];
    struct bb_buf text = BB_BUF_INIT(MAX_TEXT_BYTES);
    struct bb_capture *capture = NULL;
    struct bb_err err = {0};
    struct bb_cutter *cutter = bb_cutter_new(options, describe, &text);
    assert_non_null(cutter);
    assert_int_equal(bb_capture_open_bytes(file, "test", NULL, &capture, &err), BB_OK);
    if (bb_cut_capture(capture, cutter, &err) != BB_OK)
        fail_msg("%s", err.what);
    *ret_report = *bb_cutter_report(cutter);
    snprintf(kept, sizeof kept, "%s", bb_buf_str(&text));
    bb_cutter_free(cutter);
    bb_capture_close(capture);
    bb_buf_free(&text);
    return kept;
}

void assert_seeds(const struct capture_file *file, const struct bb_cut_options *options,
                  const char *expected)
{
    assert_left(file, options, BB_N_LEFT, 0, expected);
}

void assert_left(const struct capture_file *file, const struct bb_cut_options *options,
                 enum bb_left why, uint64_t n, const char *expected)
{
    struct bb_cut_report report;
    const char *seeds = seeds_of(bb_buf_bytes(&file->bytes), options, &report);
    assert_string_equal(seeds, expected);
    for (int i = 0; i < BB_N_LEFT; i++)
        if (report.left[i] != (i == (int)why ? n : 0))
            fail_msg("left out: %u %s", (unsigned)report.left[i], bb_left_text((enum bb_left)i));
}
