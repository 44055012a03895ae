/* Keys: what was read, written and read again is the same key. */
#include <brickbat/target.h>
#include <string.h>

#include "wolfssl_library.h"
#include "wolfssl_x509.h"

typedef WOLFSSL_EVP_PKEY *read_key(WOLFSSL_EVP_PKEY **key, const unsigned char **in, long len);
typedef int write_key(const WOLFSSL_EVP_PKEY *key, unsigned char **ret_der);

static void check_again(const WOLFSSL_EVP_PKEY *key, read_key *read, write_key *write)
{
    unsigned char *first = NULL, *second = NULL;
    int len = write(key, &first);
    if (len <= 0)
        return;
    const unsigned char *at = first;
    WOLFSSL_EVP_PKEY *again = read(NULL, &at, len);
    BB_ORACLE(pk_reads_again, again != NULL, "a key is not read as it was written");
    int len_again = write(again, &second);
    BB_ORACLE(pk_same_again, len == len_again && memcmp(first, second, (size_t)len) == 0,
              "a key that is read again is another one");
    wolfSSL_EVP_PKEY_free(again);
    wolfSSL_Free(first);
    wolfSSL_Free(second);
}

static void examine(struct bb_bytes der, read_key *read, write_key *write, unsigned state)
{
    const unsigned char *at = der.ptr;
    WOLFSSL_EVP_PKEY *key = read(NULL, &at, (long)der.len);
    if (!key)
        return;
    bb_state(state + (unsigned)wolfSSL_EVP_PKEY_id(key) % 16);
    check_again(key, read, write);
    wolfSSL_EVP_PKEY_free(key);
}

/* A private RSA key begins with its version, 0. wolfSSL takes that for the modulus of a public key,
 * and what it then writes is none. */
static bool begins_with_zero(struct bb_bytes der)
{
    enum { HEAD_BYTES = 8 };
    return memmem(der.ptr, der.len < HEAD_BYTES ? der.len : HEAD_BYTES, "\x02\x01\x00", 3) != NULL;
}

void wolfssl_examine_keys(struct bb_bytes der)
{
    examine(der, wolfSSL_d2i_AutoPrivateKey, wolfSSL_i2d_PrivateKey, WOLFSSL_IS_PRIVATE_KEY);
    if (begins_with_zero(der))
        BB_ORACLE(known_modulus_zero, true, "");
    else
        examine(der, wolfSSL_d2i_PUBKEY, wolfSSL_i2d_PUBKEY, WOLFSSL_IS_PUBLIC_KEY);
}
