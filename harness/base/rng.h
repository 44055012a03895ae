/*
 * bb_rng: the only source of randomness in the project. Small, fast, not for secrets.
 *
 * xoshiro256** by Blackman and Vigna, seeded through splitmix64. The same seed gives the same
 * sequence on every machine.
 */
#ifndef BB_BASE_RNG_H
#define BB_BASE_RNG_H

#include <stdbool.h>
#include <stdint.h>

struct bb_rng {
    uint64_t s[4];
};

void bb_rng_seed(struct bb_rng *rng, uint64_t seed);

static inline uint64_t bb_rng_next(struct bb_rng *rng)
{
    uint64_t *s = rng->s;
    uint64_t mixed = s[1] * 5;
    uint64_t result = ((mixed << 7) | (mixed >> 57)) * 9;
    uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = (s[3] << 45) | (s[3] >> 19);
    return result;
}

/* A number in [0, n), n > 0. The bias of the multiply-shift is below n / 2^64. */
static inline uint64_t bb_rng_below(struct bb_rng *rng, uint64_t n)
{
    return (uint64_t)(((unsigned __int128)bb_rng_next(rng) * n) >> 64);
}

/* True once in n. */
static inline bool bb_rng_one_in(struct bb_rng *rng, uint64_t n)
{
    return bb_rng_below(rng, n) == 0;
}

#endif
