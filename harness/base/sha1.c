#include "base/sha1.h"

#include <stdio.h>

enum { BLOCK_BYTES = 64, LENGTH_BYTES = 8 };

static uint32_t rotate(uint32_t word, unsigned bits)
{
    return (word << bits) | (word >> (32 - bits));
}

/* FIPS 180-4, section 6.1.2: f and K of round t. */
static uint32_t round_function(unsigned t, uint32_t b, uint32_t c, uint32_t d)
{
    if (t < 20)
        return ((b & c) ^ (~b & d)) + 0x5a827999;
    if (t < 40)
        return (b ^ c ^ d) + 0x6ed9eba1;
    if (t < 60)
        return ((b & c) ^ (b & d) ^ (c & d)) + 0x8f1bbcdc;
    return (b ^ c ^ d) + 0xca62c1d6;
}

static void digest_block(uint32_t h[5], const uint8_t *block)
{
    uint32_t w[80];
    for (unsigned t = 0; t < 16; t++, block += 4)
        w[t] = (uint32_t)block[0] << 24 | (uint32_t)block[1] << 16 | (uint32_t)block[2] << 8 |
               block[3];
    for (unsigned t = 16; t < 80; t++)
        w[t] = rotate(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);

    uint32_t a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
    for (unsigned t = 0; t < 80; t++) {
        uint32_t next = rotate(a, 5) + round_function(t, b, c, d) + e + w[t];
        e = d;
        d = c;
        c = rotate(b, 30);
        b = a;
        a = next;
    }
    h[0] += a;
    h[1] += b;
    h[2] += c;
    h[3] += d;
    h[4] += e;
}

/* What is left of the message, the bit 1, zeros, and the length in bits. */
static void digest_end(uint32_t h[5], struct bb_bytes rest, uint64_t total_bytes)
{
    uint8_t end[2 * BLOCK_BYTES] = {0};
    if (rest.len)
        memcpy(end, rest.ptr, rest.len);
    end[rest.len] = 0x80;
    size_t size = rest.len + 1 + LENGTH_BYTES <= BLOCK_BYTES ? BLOCK_BYTES : 2 * BLOCK_BYTES;
    for (unsigned i = 0; i < LENGTH_BYTES; i++)
        end[size - 1 - i] = (uint8_t)(total_bytes * 8 >> (8 * i));
    for (size_t at = 0; at < size; at += BLOCK_BYTES)
        digest_block(h, end + at);
}

const char *bb_sha1(struct bb_bytes bytes, char ret_text[static BB_SHA1_TEXT_SIZE])
{
    uint32_t h[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    struct bb_bytes rest = bytes, block;
    while (bb_bytes_take(&rest, BLOCK_BYTES, &block))
        digest_block(h, block.ptr);
    digest_end(h, rest, bytes.len);
    snprintf(ret_text, BB_SHA1_TEXT_SIZE, "%08x%08x%08x%08x%08x", h[0], h[1], h[2], h[3], h[4]);
    return ret_text;
}
