/*
 * FNV-1a, 64 bits (Fowler, Noll, Vo): the same everywhere, so it may be stored (a finding's id is
 * one), and not for secrets. Start from BB_HASH_START and feed bytes in turn.
 */
#ifndef BB_BASE_HASH_H
#define BB_BASE_HASH_H

#include "base/bytes.h"

#define BB_HASH_START UINT64_C(0xcbf29ce484222325)

static inline uint64_t bb_hash_bytes(uint64_t hash, struct bb_bytes bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        hash = (hash ^ bytes.ptr[i]) * UINT64_C(0x100000001b3);
    return hash;
}

#endif
