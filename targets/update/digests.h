/* Digests of images, calculated once more: CRC-32 (IEEE 802.3), SHA-1 and SHA-256 (FIPS 180-4). */
#ifndef BB_UPDATE_DIGESTS_H
#define BB_UPDATE_DIGESTS_H

#include "base/bytes.h"

enum { DIGEST_MAX_BYTES = 32 };

struct digest {
    uint8_t bytes[DIGEST_MAX_BYTES];
    size_t len;
};

/* False for an algorithm that is not among ours. */
bool digest_of(const char *algorithm, struct bb_bytes data, struct digest *ret_digest);

#endif
