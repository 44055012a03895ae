/*
 * The calls that random.syms puts in the place of the system's. Only renamed objects and the tests
 * call them.
 */
#ifndef BB_SHIM_RANDOM_CALLS_H
#define BB_SHIM_RANDOM_CALLS_H

#include <stddef.h>
#include <sys/types.h>

int bb_shim_rand(void);
void bb_shim_srand(unsigned seed);
long bb_shim_random(void);
void bb_shim_srandom(unsigned seed);
ssize_t bb_shim_getrandom(void *ret_bytes, size_t len, unsigned flags);
int bb_shim_getentropy(void *ret_bytes, size_t len);

#endif
