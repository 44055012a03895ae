#include "tgl_site.h"

#include <errno.h>
#include <stdlib.h>

#include <crypto/rand.h>
#include <crypto/rsa_pem.h>
#include <openssl/bn.h>

#include "shim/random_calls.h"

enum { KEPT_MAX = 1024 };

/* The calls that take the place of libcrypto's and the system's in the parser. */
BIGNUM *tgl_site_bn_new(void);
BIGNUM *tgl_site_bin2bn(const unsigned char *bytes, int len, BIGNUM *ret_number);
void tgl_site_bn_free(BIGNUM *number);
void tgl_site_bn_clear_free(BIGNUM *number);
int tgl_site_is_prime(const BIGNUM *number, int checks, void (*callback)(int, int, void *),
                      BN_CTX *ctx, void *argument);
BN_CTX *tgl_site_ctx_new(void);
void tgl_site_ctx_free(BN_CTX *ctx);
int tgl_site_open(const char *name, int flags, ...);
int tgl_site_open64(const char *name, int flags, ...);
long tgl_site_lrand48(void);
void tgl_site_srand48(long seed);

static BIGNUM *kept[KEPT_MAX];
static BN_CTX *shared_ctx; /* scratch space: one for all runs */
static tgl_site_prime_fn is_known_prime;

struct TGLC_rsa {
    BIGNUM *n;
    BIGNUM *e;
};

static BIGNUM *keep(BIGNUM *number)
{
    for (size_t i = 0; i < KEPT_MAX; i++)
        if (!kept[i]) {
            kept[i] = number;
            return number;
        }
    abort(); /* a message makes a handful */
}

BIGNUM *tgl_site_bn_new(void)
{
    return keep(BN_new());
}

BIGNUM *tgl_site_bin2bn(const unsigned char *bytes, int len, BIGNUM *ret_number)
{
    return BN_bin2bn(bytes, len, ret_number ? ret_number : tgl_site_bn_new());
}

void tgl_site_bn_free(BIGNUM *number)
{
    for (size_t i = 0; number && i < KEPT_MAX; i++)
        if (kept[i] == number)
            kept[i] = NULL;
    BN_free(number);
}

void tgl_site_bn_clear_free(BIGNUM *number)
{
    tgl_site_bn_free(number);
}

/* Fermat's test for 2, one power: what is no prime needs no more than that, here. */
static bool may_be_prime(const BIGNUM *number, BN_CTX *ctx)
{
    BIGNUM *two = BN_new(), *less = BN_dup(number), *power = BN_new();
    bool may_be = BN_set_word(two, 2) && BN_sub_word(less, 1) &&
                  BN_mod_exp(power, two, less, number, ctx) && BN_is_one(power);
    BN_free(two), BN_free(less), BN_free(power);
    return may_be;
}

/* OpenSSL takes 64 rounds for a number of 2048 bits, a tenth of a second. */
int tgl_site_is_prime(const BIGNUM *number, int checks, void (*callback)(int, int, void *),
                      BN_CTX *ctx, void *argument)
{
    (void)checks, (void)callback, (void)argument;
    if (is_known_prime && is_known_prime(number))
        return 1;
    return may_be_prime(number, ctx) ? BN_check_prime(number, ctx, NULL) : 0;
}

void tgl_site_on_prime(tgl_site_prime_fn is_known)
{
    is_known_prime = is_known;
}

unsigned tgl_site_kept(void)
{
    unsigned n = 0;
    for (size_t i = 0; i < KEPT_MAX; i++)
        n += kept[i] != NULL;
    return n;
}

BN_CTX *tgl_site_ctx_new(void)
{
    if (!shared_ctx)
        shared_ctx = BN_CTX_new();
    return shared_ctx;
}

void tgl_site_ctx_free(BN_CTX *ctx)
{
    (void)ctx;
}

int tgl_site_open(const char *name, int flags, ...)
{
    (void)name, (void)flags;
    errno = ENOENT;
    return -1;
}

int tgl_site_open64(const char *name, int flags, ...)
{
    return tgl_site_open(name, flags);
}

long tgl_site_lrand48(void)
{
    return bb_shim_random();
}

void tgl_site_srand48(long seed)
{
    bb_shim_srandom((unsigned)seed);
}

void tgl_site_wipe(void)
{
    for (size_t i = 0; i < KEPT_MAX; i++) {
        BN_free(kept[i]);
        kept[i] = NULL;
    }
}

int TGLC_rand_bytes(unsigned char *buf, int num)
{
    return bb_shim_getrandom(buf, (size_t)num, 0) == num;
}

int TGLC_rand_pseudo_bytes(unsigned char *buf, int num)
{
    return TGLC_rand_bytes(buf, num);
}

void TGLC_rand_add(const void *buf, int num, double entropy)
{
    (void)buf, (void)num, (void)entropy;
}

/* One key is all that a client has here. */
TGLC_rsa *TGLC_rsa_new(unsigned long e, int n_bytes, const unsigned char *n)
{
    static struct TGLC_rsa key;
    key.n = tgl_site_bin2bn(n, n_bytes, NULL);
    key.e = tgl_site_bn_new();
    BN_set_word(key.e, e);
    return &key;
}

TGLC_bn *TGLC_rsa_n(TGLC_rsa *key)
{
    return (TGLC_bn *)key->n;
}

TGLC_bn *TGLC_rsa_e(TGLC_rsa *key)
{
    return (TGLC_bn *)key->e;
}

void TGLC_rsa_free(TGLC_rsa *key)
{
    tgl_site_bn_free(key->n);
    tgl_site_bn_free(key->e);
}

/* There are no files. */
TGLC_rsa *TGLC_pem_read_RSAPublicKey(FILE *file)
{
    (void)file;
    return NULL;
}
