/*
 * The ciphers of a server of MTProto 1, by OpenSSL and not by tgl: its RSA key, which is no secret
 * (its primes are the next ones above round numbers), and AES-256-IGE with a key of both nonces.
 */
#ifndef EXCHANGE_CRYPTO_H
#define EXCHANGE_CRYPTO_H

#include <openssl/bn.h>

#include "base/bytes.h"

enum { EXCHANGE_KEY_BYTES = 256, EXCHANGE_NONCE_BYTES = 16, EXCHANGE_NEW_NONCE_BYTES = 32 };

/* Once. */
void exchange_crypto_init(void);

/* The public key: its modulus, and the lower half of its SHA-1 as resPQ names it. The exponent is
 * 65537. */
const uint8_t *exchange_modulus(void);
uint64_t exchange_fingerprint(void);

/* Undoes the client's RSA: 256 bytes either way. False if it is no such number. */
bool exchange_rsa_open(struct bb_bytes sealed, uint8_t ret_clear[EXCHANGE_KEY_BYTES]);

/* Whole blocks. */
void exchange_seal(const uint8_t server_nonce[16], const uint8_t new_nonce[32], uint8_t *bytes,
                   size_t len);
void exchange_open(const uint8_t server_nonce[16], const uint8_t new_nonce[32], uint8_t *bytes,
                   size_t len);

/* Is this (or half of this, rounded down) a prime that is known to be safe? Those are the one that
 * Telegram's servers send, and that of group 14 of RFC 3526. */
bool exchange_is_safe_prime(const BIGNUM *number);
bool exchange_is_half_of_safe_prime(const BIGNUM *number);

/* base (big-endian) to the power of the server's secret; 256 bytes. */
void exchange_power(struct bb_bytes base, struct bb_bytes prime,
                    uint8_t ret_power[EXCHANGE_KEY_BYTES]);

#endif
