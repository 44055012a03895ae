/*
 * Makes crashing inputs for the parsers with planted bugs: what generate.c shares with the makers,
 * one file for each parser.
 */
#ifndef BB_TESTS_PLANTED_GENERATE_H
#define BB_TESTS_PLANTED_GENERATE_H

#include "base/buf.h"
#include "base/rng.h"

/* Appends an input that makes the bug fire, by the given one of its ways. */
typedef void planted_maker(struct bb_rng *rng, unsigned way, struct bb_buf *out);

struct planted_bug {
    const char *name; /* as its canary says it; the word before the first '-' is the parser */
    unsigned ways;
    planted_maker *make;
};

/* Each ends with a nameless one. */
extern const struct planted_bug planted_meter_bugs[];
extern const struct planted_bug planted_blob_bugs[];
extern const struct planted_bug planted_session_bugs[];
extern const struct planted_bug planted_nested_bugs[];

/* A number from low to high, both included. */
static inline unsigned planted_between(struct bb_rng *rng, unsigned low, unsigned high)
{
    return low + (unsigned)bb_rng_below(rng, high - low + 1);
}

static inline void planted_u8(struct bb_buf *out, unsigned value)
{
    bb_buf_append_byte(out, (uint8_t)value);
}

static inline void planted_u16(struct bb_buf *out, unsigned value)
{
    planted_u8(out, value >> 8);
    planted_u8(out, value);
}

/* Up to `most` random bytes. */
static inline void planted_noise(struct bb_rng *rng, unsigned least, unsigned most,
                                 struct bb_buf *out)
{
    for (unsigned n = planted_between(rng, least, most); n > 0; n--)
        planted_u8(out, (unsigned)bb_rng_next(rng));
}

#endif
