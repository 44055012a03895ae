/*
 * wolfSSL's pkcs7.c with an over-read mended: of EncryptedData, as many bytes are copied as the
 * content is said to have, be they there or not. The target hands over whole messages, so what is
 * not there yet never comes.
 */
#include <wolfssl/wolfcrypt/settings.h>

#include <wolfssl/wolfcrypt/asn.h>
#include <wolfssl/wolfcrypt/error-crypt.h>

#include <string.h>

#include "wolfssl_library_known.h"

static int read_length(const byte *input, word32 *at, int *ret_len, word32 end, int check,
                       const char *what)
{
    int len = GetLength_ex(input, at, ret_len, end, check);
    if (len < 0 || strcmp(what, "&encryptedContentSz") != 0 || (word32)len <= end - *at ||
        !wolfssl_known_content_cut())
        return len;
    return ASN_PARSE_E;
}

#define GetLength_ex(input, at, ret_len, end, check) \
    read_length(input, at, ret_len, end, check, #ret_len)
#include "wolfcrypt/src/pkcs7.c"
