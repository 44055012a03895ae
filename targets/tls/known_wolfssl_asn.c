/*
 * wolfSSL's asn.c with an over-read mended: of an INTEGER, the first byte is read before anybody
 * asks whether there is one. An empty one goes on as if that byte had been allowed.
 */
#include <wolfssl/wolfcrypt/settings.h>

#include <wolfssl/wolfcrypt/types.h>

#include "wolfssl_library_known.h"

static int check_integer(const byte *input, word32 idx, int length, int positive);

/* Its definition (whose parameters begin with `const`) gets another name than its calls (whose
 * arguments begin with `input`), though both are in the same file. */
#define GetASN_Integer(first, idx, length, positive) KNOWN_##first, idx, length, positive)
#define KNOWN_const unmended_check_integer(const
#define KNOWN_input check_integer(input
#include "wolfcrypt/src/asn.c"

static int check_integer(const byte *input, word32 idx, int length, int positive)
{
    if (length == 0 && wolfssl_known_integer_empty())
        return 0;
    return unmended_check_integer(input, idx, length, positive);
}
