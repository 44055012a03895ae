/* Revocation lists and PKCS#12. */
#include <brickbat/target.h>
#include <string.h>

#include "credentials.h"
#include "wolfssl_library.h"
#include "wolfssl_x509.h"

/* --- revocation lists ----------------------------------------------------------------------- */

static void trust(struct bb_bytes der)
{
    WOLFSSL_CERT_MANAGER *manager = wolfSSL_CertManagerNew();
    if (!manager)
        return;
    wolfSSL_CertManagerLoadCABuffer(manager, (const unsigned char *)ca_certificate,
                                    sizeof ca_certificate - 1, WOLFSSL_FILETYPE_PEM);
    if (wolfSSL_CertManagerLoadCRLBuffer(manager, der.ptr, (long)der.len, WOLFSSL_FILETYPE_ASN1) ==
        WOLFSSL_SUCCESS)
        bb_state(WOLFSSL_IS_TRUSTED_LIST);
    wolfSSL_CertManagerFree(manager);
}

void wolfssl_examine_list(struct bb_bytes der)
{
    WOLFSSL_X509_CRL *list = wolfSSL_d2i_X509_CRL(NULL, der.ptr, (int)der.len);
    if (!list)
        return;
    bb_state(WOLFSSL_IS_LIST);
    WOLFSSL_BIO *bio = wolfSSL_BIO_new(wolfSSL_BIO_s_mem());
    wolfSSL_X509_CRL_print(bio, list);
    wolfSSL_BIO_free(bio);
    wolfSSL_X509_CRL_free(list);
    trust(der);
}

/* --- PKCS#12 -------------------------------------------------------------------------------- */

static void open_store(struct bb_bytes der)
{
    WC_PKCS12 *store = wc_PKCS12_new();
    byte *key = NULL, *certificate = NULL;
    word32 key_len = 0, certificate_len = 0;
    WC_DerCertList *chain = NULL;
    if (store && wc_d2i_PKCS12(der.ptr, (word32)der.len, store) == 0) {
        bb_state(WOLFSSL_IS_MESSAGE + 4);
        if (wc_PKCS12_parse(store, "brickbat", &key, &key_len, &certificate, &certificate_len,
                            &chain) == 0)
            bb_state(WOLFSSL_IS_MESSAGE + 5);
        wc_FreeCertList(chain, NULL);
        wolfSSL_Free(key);
        wolfSSL_Free(certificate);
    }
    wc_PKCS12_free(store);
}

void wolfssl_examine_messages(struct bb_bytes der)
{
    open_store(der);
}
