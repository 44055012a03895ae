/*
 * Certificates: both of wolfSSL's APIs read them, and must read the same; what is written is what
 * was read, in DER and in PEM; parts are inside of it; the application asks for what applications
 * ask for.
 */
#include <brickbat/target.h>
#include <stdlib.h>
#include <string.h>

#include "wolfssl_library.h"
#include "wolfssl_x509.h"
#include "wolfssl_x509_known.h"

/* --- two APIs ------------------------------------------------------------------------------- */

static bool is_date(const byte *date, struct bb_bytes field)
{
    /* Kept as type, length and text, as it stood. */
    return field.len >= 2 && date && memcmp(date, field.ptr + 2, field.ptr[1]) == 0;
}

/* As it stood, of longer ones the beginning. (The text of a name is put together by each API in its
 * own way.) */
static bool is_name(const WOLFSSL_X509_NAME *name, const byte *raw, int raw_len)
{
    int len = raw_len < ASN_NAME_MAX ? raw_len : ASN_NAME_MAX;
    return name && name->rawLen == len && (len == 0 || memcmp(name->raw, raw, (size_t)len) == 0);
}

static bool is_inside(const byte *part, size_t len, struct bb_bytes der)
{
    return !part || len == 0 || (part >= der.ptr && part + len <= der.ptr + der.len);
}

static void check_parts(const DecodedCert *cert, struct bb_bytes der)
{
    BB_ORACLE(x509_parts_are_inside,
              is_inside(cert->beforeDate, (size_t)cert->beforeDateLen, der) &&
                  is_inside(cert->afterDate, (size_t)cert->afterDateLen, der) &&
                  is_inside(cert->signature, cert->sigLength, der) &&
                  is_inside(cert->subjectRaw, (size_t)cert->subjectRawLen, der) &&
                  is_inside(cert->issuerRaw, (size_t)cert->issuerRawLen, der) &&
                  is_inside(cert->extensions, (size_t)cert->extensionsSz, der),
              "a part of a certificate is outside of it");
}

static void check_dates(WOLFSSL_X509 *x509, const DecodedCert *cert)
{
    enum { HEAD_BYTES = 2, FITS = CTC_DATE_SIZE };
    /* wolfSSL_X509_notBefore and _notAfter have no room for the head before the longest date. */
    if ((cert->beforeDateLen > FITS || cert->afterDateLen > FITS) && BB_PASSES_OVER(date_too_long))
        return;
    BB_ORACLE(x509_same_dates,
              is_date(cert->beforeDate + HEAD_BYTES,
                      bb_bytes_of(wolfSSL_X509_notBefore(x509), CTC_DATE_SIZE)) &&
                  is_date(cert->afterDate + HEAD_BYTES,
                          bb_bytes_of(wolfSSL_X509_notAfter(x509), CTC_DATE_SIZE)),
              "a certificate has other dates in the other API");
}

static void compare(WOLFSSL_X509 *x509, struct bb_bytes der)
{
    static DecodedCert cert;
    wc_InitDecodedCert(&cert, der.ptr, (word32)der.len, NULL);
    int result = wc_ParseCert(&cert, CERT_TYPE, NO_VERIFY, NULL);
    BB_ORACLE(x509_both_read, result == 0, "one API reads a certificate that the other does not");
    check_parts(&cert, der);
    BB_ORACLE(x509_same_names,
              is_name(wolfSSL_X509_get_subject_name(x509), cert.subjectRaw, cert.subjectRawLen) &&
                  is_name(wolfSSL_X509_get_issuer_name(x509), cert.issuerRaw, cert.issuerRawLen),
              "a certificate has other names in the other API");
    check_dates(x509, &cert);
    wc_FreeDecodedCert(&cert);
}

/* --- there and back ------------------------------------------------------------------------- */

static void check_same_again(WOLFSSL_X509 *x509, struct bb_bytes der)
{
    unsigned char *written = NULL;
    int len = wolfSSL_i2d_X509(x509, &written);
    BB_ORACLE(x509_same_bytes,
              len > 0 && (size_t)len <= der.len && memcmp(written, der.ptr, (size_t)len) == 0,
              "a certificate is written otherwise than it was read");
    const unsigned char *at = written;
    WOLFSSL_X509 *again = wolfSSL_d2i_X509(NULL, &at, len);
    BB_ORACLE(x509_same_again, again && wolfSSL_X509_cmp(x509, again) == 0,
              "a certificate that is read again is another one");
    wolfSSL_X509_free(again);
    wolfSSL_Free(written);
}

static void check_pem(WOLFSSL_X509 *x509)
{
    WOLFSSL_BIO *bio = wolfSSL_BIO_new(wolfSSL_BIO_s_mem());
    if (wolfSSL_PEM_write_bio_X509(bio, x509) == WOLFSSL_SUCCESS) {
        WOLFSSL_X509 *again = wolfSSL_PEM_read_bio_X509(bio, NULL, NULL, NULL);
        BB_ORACLE(x509_pem_round_trip, again && wolfSSL_X509_cmp(x509, again) == 0,
                  "a certificate is another one after PEM");
        wolfSSL_X509_free(again);
    }
    wolfSSL_BIO_free(bio);
}

/* --- what applications ask ------------------------------------------------------------------ */

static void print(WOLFSSL_X509 *x509)
{
    WOLFSSL_BIO *bio = wolfSSL_BIO_new(wolfSSL_BIO_s_mem());
    wolfSSL_X509_print(bio, x509);
    wolfSSL_X509_NAME_print_ex(bio, wolfSSL_X509_get_subject_name(x509), 0, XN_FLAG_RFC2253);
    wolfSSL_ASN1_TIME_print(bio, wolfSSL_X509_get_notBefore(x509));
    wolfSSL_BIO_free(bio);
}

static void read_extensions(WOLFSSL_X509 *x509)
{
    int n = wolfSSL_X509_get_ext_count(x509);
    for (int i = 0; i < n; i++)
        wolfSSL_X509_get_ext(x509, i);
    wolfSSL_X509_get_key_usage(x509);
    wolfSSL_X509_get_extended_key_usage(x509);
    while (wolfSSL_X509_get_next_altname(x509))
        ;
}

/* A name comes with its length. wolfSSL reads on up to a zero byte, CVE-2024-5991; and when what
 * follows a wildcard is not in the rest of the name, also behind that. Both are fixed upstream,
 * though not in this version. */
static void check_host(WOLFSSL_X509 *x509, struct bb_bytes der)
{
    static const char name[] = "device.example";
    bool has_end = BB_PASSES_OVER(host_unterminated);
    bool has_more = has_end && memchr(der.ptr, '*', der.len) && BB_PASSES_OVER(wildcard_past_end);
    size_t len = sizeof name - !has_end, more = has_more ? der.len : 0;
    char *copy = calloc(1, len + more);
    if (copy) {
        memcpy(copy, name, len);
        wolfSSL_X509_check_host(x509, copy, sizeof name - 1, 0, NULL);
    }
    free(copy);
    wolfSSL_X509_check_ip_asc(x509, "127.0.0.1", 0);
}

static void trust(struct bb_bytes der)
{
    WOLFSSL_CERT_MANAGER *manager = wolfSSL_CertManagerNew();
    if (manager && wolfSSL_CertManagerLoadCABuffer(manager, der.ptr, (long)der.len,
                                                   WOLFSSL_FILETYPE_ASN1) == WOLFSSL_SUCCESS)
        bb_state(WOLFSSL_IS_AUTHORITY);
    if (manager)
        wolfSSL_CertManagerVerifyBuffer(manager, der.ptr, (long)der.len, WOLFSSL_FILETYPE_ASN1);
    wolfSSL_CertManagerFree(manager);
}

void wolfssl_examine_certificate(struct bb_bytes der)
{
    const unsigned char *at = der.ptr;
    WOLFSSL_X509 *x509 = wolfSSL_d2i_X509(NULL, &at, (int)der.len);
    if (!x509)
        return;
    bb_state(WOLFSSL_IS_CERTIFICATE);
    compare(x509, der);
    check_same_again(x509, der);
    check_pem(x509);
    if (wolfssl_known_is_readable(der, false)) {
        print(x509);
        read_extensions(x509);
    }
    check_host(x509, der);
    trust(der);
    wolfSSL_X509_free(x509);
}

void wolfssl_examine_request(struct bb_bytes der)
{
    WOLFSSL_X509 *request = wolfSSL_X509_REQ_d2i(NULL, der.ptr, (int)der.len);
    if (!request)
        return;
    bb_state(WOLFSSL_IS_REQUEST);
    WOLFSSL_BIO *bio = wolfSSL_BIO_new(wolfSSL_BIO_s_mem());
    if (wolfssl_known_is_readable(der, true))
        wolfSSL_X509_REQ_print(bio, request);
    wolfSSL_BIO_free(bio);
    wolfSSL_X509_free(request);
}
