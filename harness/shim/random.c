#include "shim/random.h"

#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "shim/random_calls.h"

static struct {
    struct bb_rng rng;
    bool is_seeded;
} shim;

void bb_shim_random_reset(uint64_t seed)
{
    bb_rng_seed(&shim.rng, seed);
    shim.is_seeded = true;
}

static uint64_t next(void)
{
    if (!shim.is_seeded)
        bb_shim_random_reset(0);
    return bb_rng_next(&shim.rng);
}

int bb_shim_rand(void)
{
    return (int)(next() >> 33); /* 31 bits: RAND_MAX of glibc */
}

long bb_shim_random(void)
{
    return bb_shim_rand();
}

void bb_shim_srand(unsigned seed)
{
    (void)seed;
}

void bb_shim_srandom(unsigned seed)
{
    (void)seed;
}

ssize_t bb_shim_getrandom(void *ret_bytes, size_t len, unsigned flags)
{
    (void)flags;
    uint8_t *at = ret_bytes;
    for (size_t left = len; left > 0;) {
        uint64_t bits = next();
        size_t n = left < sizeof bits ? left : sizeof bits;
        memcpy(at, &bits, n);
        at += n;
        left -= n;
    }
    return (ssize_t)len;
}

int bb_shim_getentropy(void *ret_bytes, size_t len)
{
    bb_shim_getrandom(ret_bytes, len, 0);
    return 0;
}
