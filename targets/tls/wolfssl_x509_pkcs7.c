/*
 * PKCS#7: messages that are signed, or encrypted to the RSA certificate of credentials.h or with a
 * key that both know. Output goes to a buffer of exactly the size that is said, so that the
 * sanitizers see what is written behind it.
 */
#include <brickbat/target.h>
#include <stdlib.h>
#include <string.h>

#include "credentials.h"
#include "wolfssl_library.h"
#include "wolfssl_x509.h"

enum { OUTPUT_BYTES = 64 };

static DerBuffer *own_certificate, *own_key;
static byte common_key[16] = {'0', '1', '2', '3', '4', '5', '6', '7',
                              '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
static char password[] = "brickbat";

void wolfssl_prepare_pkcs7(void)
{
    if (wc_PemToDer((const unsigned char *)server_rsa_certificate,
                    sizeof server_rsa_certificate - 1, CERT_TYPE, &own_certificate, NULL, NULL,
                    NULL) != 0 ||
        wc_PemToDer((const unsigned char *)server_rsa_key, sizeof server_rsa_key - 1,
                    PRIVATEKEY_TYPE, &own_key, NULL, NULL, NULL) != 0)
        abort();
}

/* Of recipients of another kind: the value is the key, if it is as long as one. */
static int open_other(PKCS7 *message, byte *type, word32 type_len, byte *value, word32 value_len,
                      byte *ret_key, word32 *ret_len, void *user)
{
    (void)message, (void)type, (void)type_len, (void)user;
    if (value_len > 0)
        ret_key[0] = value[0] ^ value[value_len - 1]; /* both must be there */
    if (value_len > *ret_len)
        return BUFFER_E;
    memcpy(ret_key, value, value_len);
    *ret_len = value_len;
    return 0;
}

static PKCS7 *new_message(void)
{
    PKCS7 *message = wc_PKCS7_New(NULL, INVALID_DEVID);
    if (!message)
        return NULL;
    if (wc_PKCS7_InitWithCert(message, own_certificate->buffer, own_certificate->length) != 0) {
        wc_PKCS7_Free(message);
        return NULL;
    }
    message->privateKey = own_key->buffer;
    message->privateKeySz = own_key->length;
    message->encryptionKey = common_key;
    message->encryptionKeySz = sizeof common_key;
    wc_PKCS7_SetOriDecryptCb(message, open_other);
    wc_PKCS7_SetPassword(message, (byte *)password, sizeof password - 1);
    return message;
}

static void verify_signed(struct bb_bytes der)
{
    PKCS7 *message = wc_PKCS7_New(NULL, INVALID_DEVID);
    if (message && wc_PKCS7_InitWithCert(message, NULL, 0) == 0 &&
        wc_PKCS7_VerifySignedData(message, (byte *)der.ptr, (word32)der.len) == 0) {
        bb_state(WOLFSSL_IS_MESSAGE);
        BB_ORACLE(pkcs7_content_is_there, message->contentSz == 0 || message->content != NULL,
                  "content has a length, but is not there");
    }
    wc_PKCS7_Free(message);
}

typedef int decode(PKCS7 *message, byte *in, word32 in_len, byte *out, word32 out_size);

static void open_message(struct bb_bytes der, decode *decode, unsigned state)
{
    byte *output = malloc(OUTPUT_BYTES);
    PKCS7 *message = new_message();
    if (message && output) {
        int n = decode(message, (byte *)der.ptr, (word32)der.len, output, OUTPUT_BYTES);
        BB_ORACLE(pkcs7_output_fits, n <= OUTPUT_BYTES,
                  "a message is said to be longer than its buffer");
        if (n > 0)
            bb_state(state);
    }
    wc_PKCS7_Free(message);
    free(output);
}

void wolfssl_examine_pkcs7(struct bb_bytes der)
{
    verify_signed(der);
    open_message(der, wc_PKCS7_DecodeEnvelopedData, WOLFSSL_IS_MESSAGE + 1);
    open_message(der, wc_PKCS7_DecodeAuthEnvelopedData, WOLFSSL_IS_MESSAGE + 2);
    open_message(der, wc_PKCS7_DecodeEncryptedData, WOLFSSL_IS_MESSAGE + 3);
}
