#include "tcp_stream.h"

#include <brickbat/target.h>

enum {
    LEN_8 = 13, /* the nibble says that one, two or four bytes of length follow */
    LEN_16 = 14,
    LEN_32 = 15,
    CUT_ONE_IN = 64,
};

/* Bytes of header, and of options and payload; false if the header is not all there. */
static bool read_header(struct bb_bytes stream, size_t *ret_header, size_t *ret_rest)
{
    static const size_t extension_bytes[] = {[LEN_8] = 1, [LEN_16] = 2, [LEN_32] = 4};
    static const size_t bias[] = {[LEN_8] = 13, [LEN_16] = 269, [LEN_32] = 65805};
    if (stream.len == 0)
        return false;
    unsigned nibble = stream.ptr[0] >> 4;
    size_t extension = nibble < LEN_8 ? 0 : extension_bytes[nibble], value = 0;
    if (stream.len < 2 + extension)
        return false;
    for (size_t i = 0; i < extension; i++)
        value = value << 8 | stream.ptr[1 + i];
    *ret_header = 2 + extension;
    *ret_rest = nibble < LEN_8 ? nibble : value + bias[nibble];
    return true;
}

bool bb_tcp_take(struct bb_bytes *stream, struct bb_bytes *ret_frame)
{
    size_t header, rest;
    return read_header(*stream, &header, &rest) &&
           bb_bytes_take(stream, header + (stream->ptr[0] & 15) + rest, ret_frame);
}

bool bb_tcp_to_datagram(struct bb_bytes frame, struct bb_buf *datagram)
{
    size_t header, rest;
    if (!read_header(frame, &header, &rest))
        return false;
    const uint8_t start[] = {(uint8_t)(0x40 | (frame.ptr[0] & 15)), frame.ptr[header - 1], 0, 0};
    return bb_buf_append(datagram, bb_bytes_of(start, sizeof start)) &&
           bb_buf_append(datagram, bb_bytes_of(frame.ptr + header, frame.len - header));
}

static bool is_cut(const uint8_t *at)
{
    return (at[0] * 31u + at[1] * 7u + at[2]) % CUT_ONE_IN == CUT_ONE_IN - 1;
}

/* libcoap forgets how much of a header has come if it takes more than two reads, and reads on in
 * the middle of the message. */
static bool is_cut_left_out(struct bb_bytes frame, size_t at)
{
    size_t header, rest;
    return read_header(frame, &header, &rest) && at < header && BB_PASSES_OVER(header_cut);
}

bool bb_tcp_take_piece(struct bb_bytes frame, struct bb_bytes *rest, struct bb_bytes *ret_piece)
{
    size_t len = rest->len, before = frame.len - rest->len;
    for (size_t i = 3; i < rest->len && len == rest->len; i++) {
        if (is_cut(rest->ptr + i - 3) && !is_cut_left_out(frame, before + i))
            len = i;
    }
    return rest->len > 0 && bb_bytes_take(rest, len, ret_piece);
}
