#include "digests.h"

#include <stdio.h>

#include "base/sha1.h"

enum { BLOCK_BYTES = 64, ROUNDS = 64 };

static const uint32_t round_constants[ROUNDS] =
    {0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
     0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
     0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
     0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
     0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
     0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
     0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
     0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
     0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
     0xc67178f2};

static void put_u32(uint8_t *at, uint32_t number)
{
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(number >> (24 - 8 * i));
}

static uint32_t turn(uint32_t x, int n)
{
    return x >> n | x << (32 - n);
}

static void fill_schedule(const uint8_t *block, uint32_t *w)
{
    for (int i = 0; i < 16; i++)
        w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
               (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
    for (int i = 16; i < ROUNDS; i++) {
        uint32_t s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ w[i - 15] >> 3;
        uint32_t s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ w[i - 2] >> 10;
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
}

static void take_block(uint32_t *state, const uint8_t *block)
{
    uint32_t w[ROUNDS], v[8];
    fill_schedule(block, w);
    memcpy(v, state, sizeof v);
    for (int i = 0; i < ROUNDS; i++) {
        uint32_t s1 = turn(v[4], 6) ^ turn(v[4], 11) ^ turn(v[4], 25);
        uint32_t t1 = v[7] + s1 + ((v[4] & v[5]) ^ (~v[4] & v[6])) + round_constants[i] + w[i];
        uint32_t s0 = turn(v[0], 2) ^ turn(v[0], 13) ^ turn(v[0], 22);
        uint32_t t2 = s0 + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
        memmove(v + 1, v, 7 * sizeof *v);
        v[4] += t1;
        v[0] = t1 + t2;
    }
    for (int i = 0; i < 8; i++)
        state[i] += v[i];
}

static void sha256(struct bb_bytes data, uint8_t *digest)
{
    uint32_t state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    uint8_t last[2 * BLOCK_BYTES] = {0};
    size_t whole = data.len / BLOCK_BYTES * BLOCK_BYTES, left = data.len - whole;
    size_t last_len = left < BLOCK_BYTES - 8 ? BLOCK_BYTES : 2 * BLOCK_BYTES;
    for (size_t i = 0; i < whole; i += BLOCK_BYTES)
        take_block(state, data.ptr + i);
    if (left)
        memcpy(last, data.ptr + whole, left);
    last[left] = 0x80;
    put_u32(last + last_len - 8, (uint32_t)((uint64_t)data.len >> 29));
    put_u32(last + last_len - 4, (uint32_t)data.len << 3);
    for (size_t i = 0; i < last_len; i += BLOCK_BYTES)
        take_block(state, last + i);
    for (int i = 0; i < 8; i++)
        put_u32(digest + 4 * i, state[i]);
}

static void sha1(struct bb_bytes data, uint8_t *digest)
{
    char text[BB_SHA1_TEXT_SIZE];
    unsigned byte = 0;
    bb_sha1(data, text);
    for (int i = 0; i < 20; i++) {
        sscanf(text + 2 * i, "%2x", &byte);
        digest[i] = (uint8_t)byte;
    }
}

static uint32_t crc32_of(struct bb_bytes data)
{
    uint32_t crc = 0xffffffff;
    for (size_t i = 0; i < data.len; i++) {
        crc ^= data.ptr[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc;
}

bool digest_of(const char *algorithm, struct bb_bytes data, struct digest *ret_digest)
{
    if (strcmp(algorithm, "crc32") == 0) {
        put_u32(ret_digest->bytes, crc32_of(data));
        ret_digest->len = 4;
    } else if (strcmp(algorithm, "sha1") == 0) {
        sha1(data, ret_digest->bytes);
        ret_digest->len = 20;
    } else if (strcmp(algorithm, "sha256") == 0) {
        sha256(data, ret_digest->bytes);
        ret_digest->len = 32;
    } else {
        return false;
    }
    return true;
}
