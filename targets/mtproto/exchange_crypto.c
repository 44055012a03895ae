#define OPENSSL_SUPPRESS_DEPRECATED /* MTProto's IGE has no other interface */
#include "exchange_crypto.h"

#include <openssl/aes.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <stdlib.h>

enum { EXPONENT = 65537, SECRET_BITS = 256, SAFE_PRIMES = 2 };

static const char telegrams_prime[] =
    "C71CAEB9C6B1C9048E6C522F70F13F73980D40238E3E21C14934D037563D930F48198A0AA7C14058"
    "229493D22530F4DBFA336F6E0AC925139543AED44CCE7C3720FD51F69458705AC68CD4FE6B6B13AB"
    "DC9746512969328454F18FAF8C595F642477FE96BB2A941D5BCD1D4AC8CC49880708FA9B378E3C4F"
    "3A9060BEE67CF9A4A4A695811051907E162753B56B0F6B410DBA74D8A84B2A14B3144E0EF1284754"
    "FD17ED950D5965B4B9DD46582DB1178D169C6BC465B0D6FF9CA3928FEF5B9AE4E418FC15E83EBEA0"
    "F87FA9FF5EED70050DED2849F47BF959D956850CE929851F0D8115F635B105EE2E4E15D04B2454BF"
    "6F4FADF034B10403119CD8E3B92FCC5B";

static struct {
    RSA *rsa;
    BN_CTX *ctx;
    BIGNUM *secret;
    BIGNUM *primes[SAFE_PRIMES];
    BIGNUM *halves[SAFE_PRIMES];
    uint8_t modulus[EXCHANGE_KEY_BYTES];
    uint64_t fingerprint;
} server;

static void need(bool is_done)
{
    if (!is_done)
        abort();
}

/* 2^high +- 2^low + offset */
static BIGNUM *near_powers(int high, int low, bool minus, unsigned offset)
{
    BIGNUM *number = BN_new(), *part = BN_new();
    need(BN_set_bit(number, high) && BN_set_bit(part, low));
    need(minus ? BN_sub(number, number, part) : BN_add(number, number, part));
    need(BN_add_word(number, offset));
    BN_free(part);
    return number;
}

/* A number minus 1, of which e or a private exponent has an inverse. */
static BIGNUM *minus_one(const BIGNUM *number)
{
    BIGNUM *less = BN_dup(number);
    need(BN_sub_word(less, 1));
    return less;
}

static void make_rsa(void)
{
    BIGNUM *p = near_powers(1023, 1022, false, 1037), *q = near_powers(1024, 1000, true, 583);
    BIGNUM *n = BN_new(), *e = BN_new(), *phi = BN_new(), *d = BN_new();
    BIGNUM *p_less = minus_one(p), *q_less = minus_one(q), *dp = BN_new(), *dq = BN_new();
    need(BN_mul(n, p, q, server.ctx) && BN_mul(phi, p_less, q_less, server.ctx));
    need(BN_set_word(e, EXPONENT) && BN_mod_inverse(d, e, phi, server.ctx));
    need(BN_mod(dp, d, p_less, server.ctx) && BN_mod(dq, d, q_less, server.ctx));
    BIGNUM *inverse = BN_mod_inverse(NULL, q, p, server.ctx);
    need(BN_bn2binpad(n, server.modulus, sizeof server.modulus) > 0);
    server.rsa = RSA_new();
    need(RSA_set0_key(server.rsa, n, e, d) && RSA_set0_factors(server.rsa, p, q));
    need(RSA_set0_crt_params(server.rsa, dp, dq, inverse));
    BN_free(phi), BN_free(p_less), BN_free(q_less);
}

/* Of both numbers as TL strings. */
static uint64_t make_fingerprint(void)
{
    static const uint8_t exponent[4] = {3, 1, 0, 1};
    uint8_t text[4 + EXCHANGE_KEY_BYTES + sizeof exponent] = {254, 0, 1, 0};
    uint8_t digest[SHA_DIGEST_LENGTH];
    uint64_t lower = 0;
    memcpy(text + 4, server.modulus, EXCHANGE_KEY_BYTES);
    memcpy(text + 4 + EXCHANGE_KEY_BYTES, exponent, sizeof exponent);
    SHA1(text, sizeof text, digest);
    memcpy(&lower, digest + 12, sizeof lower);
    return lower;
}

/* Fermat's test for 2: enough to find a slip in a constant. */
static bool looks_prime(const BIGNUM *number)
{
    BIGNUM *two = BN_new(), *power = BN_new(), *less = minus_one(number);
    need(BN_set_word(two, 2) && BN_mod_exp(power, two, less, number, server.ctx));
    bool is_one = BN_is_one(power);
    BN_free(two), BN_free(power), BN_free(less);
    return is_one;
}

static void make_primes(void)
{
    need(BN_hex2bn(&server.primes[0], telegrams_prime) > 0);
    server.primes[1] = BN_get_rfc3526_prime_2048(NULL);
    for (int i = 0; i < SAFE_PRIMES; i++) {
        server.halves[i] = BN_new();
        need(BN_rshift1(server.halves[i], server.primes[i]));
        need(looks_prime(server.primes[i]) && looks_prime(server.halves[i]));
    }
}

void exchange_crypto_init(void)
{
    server.ctx = BN_CTX_new();
    server.secret = near_powers(SECRET_BITS - 1, SECRET_BITS / 2, false, EXPONENT);
    make_rsa();
    server.fingerprint = make_fingerprint();
    make_primes();
}

const uint8_t *exchange_modulus(void)
{
    return server.modulus;
}

uint64_t exchange_fingerprint(void)
{
    return server.fingerprint;
}

bool exchange_rsa_open(struct bb_bytes sealed, uint8_t ret_clear[EXCHANGE_KEY_BYTES])
{
    return sealed.len == EXCHANGE_KEY_BYTES &&
           RSA_private_decrypt(EXCHANGE_KEY_BYTES, sealed.ptr, ret_clear, server.rsa,
                               RSA_NO_PADDING) == EXCHANGE_KEY_BYTES;
}

/* The digest of a and b. */
static void digest_of(const uint8_t *a, size_t a_len, const uint8_t *b, size_t b_len,
                      uint8_t ret_digest[SHA_DIGEST_LENGTH])
{
    uint8_t both[2 * EXCHANGE_NEW_NONCE_BYTES];
    memcpy(both, a, a_len);
    memcpy(both + a_len, b, b_len);
    SHA1(both, a_len + b_len, ret_digest);
}

/* key = sha(new, server) + the first 12 of sha(server, new);
 * iv = its last 8 + sha(new, new) + the first 4 of new. */
static void run_ige(const uint8_t server_nonce[16], const uint8_t new_nonce[32], uint8_t *bytes,
                    size_t len, int direction)
{
    uint8_t a[SHA_DIGEST_LENGTH], b[SHA_DIGEST_LENGTH], c[SHA_DIGEST_LENGTH], key[32], iv[32];
    AES_KEY schedule;
    digest_of(new_nonce, EXCHANGE_NEW_NONCE_BYTES, server_nonce, EXCHANGE_NONCE_BYTES, a);
    digest_of(server_nonce, EXCHANGE_NONCE_BYTES, new_nonce, EXCHANGE_NEW_NONCE_BYTES, b);
    digest_of(new_nonce, EXCHANGE_NEW_NONCE_BYTES, new_nonce, EXCHANGE_NEW_NONCE_BYTES, c);
    memcpy(key, a, sizeof a), memcpy(key + sizeof a, b, 12);
    memcpy(iv, b + 12, 8), memcpy(iv + 8, c, sizeof c), memcpy(iv + 28, new_nonce, 4);
    if (direction == AES_ENCRYPT)
        AES_set_encrypt_key(key, 256, &schedule);
    else
        AES_set_decrypt_key(key, 256, &schedule);
    AES_ige_encrypt(bytes, bytes, len, &schedule, iv, direction);
}

void exchange_seal(const uint8_t server_nonce[16], const uint8_t new_nonce[32], uint8_t *bytes,
                   size_t len)
{
    run_ige(server_nonce, new_nonce, bytes, len, AES_ENCRYPT);
}

void exchange_open(const uint8_t server_nonce[16], const uint8_t new_nonce[32], uint8_t *bytes,
                   size_t len)
{
    run_ige(server_nonce, new_nonce, bytes, len, AES_DECRYPT);
}

static bool is_one_of(BIGNUM *const *numbers, const BIGNUM *number)
{
    return BN_cmp(numbers[0], number) == 0 || BN_cmp(numbers[1], number) == 0;
}

bool exchange_is_safe_prime(const BIGNUM *number)
{
    return is_one_of(server.primes, number);
}

bool exchange_is_half_of_safe_prime(const BIGNUM *number)
{
    return is_one_of(server.halves, number);
}

void exchange_power(struct bb_bytes base, struct bb_bytes prime,
                    uint8_t ret_power[EXCHANGE_KEY_BYTES])
{
    BIGNUM *of = BN_bin2bn(base.ptr, (int)base.len, NULL), *power = BN_new();
    BIGNUM *modulus = BN_bin2bn(prime.ptr, (int)prime.len, NULL);
    need(BN_mod_exp(power, of, server.secret, modulus, server.ctx));
    need(BN_bn2binpad(power, ret_power, EXCHANGE_KEY_BYTES) > 0);
    BN_free(of), BN_free(power), BN_free(modulus);
}
