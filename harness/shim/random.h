/*
 * Random numbers that are the same in every run, in place of the system's. SHIMS random in
 * brickbat_add_library changes the parser's calls (the names are in random.syms): rand, srand,
 * random, srandom, getrandom, getentropy. What the parser seeds with is ignored.
 */
#ifndef BB_SHIM_RANDOM_H
#define BB_SHIM_RANDOM_H

#include <stdint.h>

/* Starts the sequence for `seed`. Without a call it is that of seed 0. */
void bb_shim_random_reset(uint64_t seed);

#endif
