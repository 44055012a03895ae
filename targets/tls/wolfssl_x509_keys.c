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

/* With the name of its algorithm in front. Without it, wolfSSL takes any two integers for an RSA
 * key, those of a private one, too, and what it then writes need not be a key. */
static bool is_named(struct bb_bytes der)
{
    enum { SEQUENCE = 0x30, MAX_HEAD_BYTES = 4 };
    size_t head_bytes = der.len > 1 && der.ptr[1] > 0x80 ? 2u + (der.ptr[1] & 0x7f) : 2u;
    return head_bytes <= MAX_HEAD_BYTES && der.len > head_bytes && der.ptr[head_bytes] == SEQUENCE;
}

void wolfssl_examine_keys(struct bb_bytes der)
{
    examine(der, wolfSSL_d2i_AutoPrivateKey, wolfSSL_i2d_PrivateKey, WOLFSSL_IS_PRIVATE_KEY);
    if (is_named(der))
        examine(der, wolfSSL_d2i_PUBKEY, wolfSSL_i2d_PUBKEY, WOLFSSL_IS_PUBLIC_KEY);
    else
        BB_KNOWN(key_unnamed);
}
