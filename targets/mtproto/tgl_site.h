/*
 * What tgl gets from libcrypto in an exact way, and what the target replaces: random numbers, which
 * are those of the shim; and RSA keys, for tgl's own file reads a structure that OpenSSL has hidden
 * since its version 1.1. Big numbers are kept in a list, so that a run that was cut short
 * leaves none. There are no files.
 */
#ifndef TGL_SITE_H
#define TGL_SITE_H

#include <openssl/bn.h>
#include <stdbool.h>

/* Says of a number that it is a prime, without a calculation; NULL: of none. */
typedef bool (*tgl_site_prime_fn)(const BIGNUM *number);
void tgl_site_on_prime(tgl_site_prime_fn is_known);

/* Big numbers that are not yet freed. */
unsigned tgl_site_kept(void);

/* Frees the big numbers that are left. */
void tgl_site_wipe(void);

#endif
