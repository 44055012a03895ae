/*
 * mbedtls's parsers of certificates, revocation lists, requests and keys, and what an application
 * does with what they return.
 *
 * Input: DER, of whichever kind: each parser gets all of it.
 *
 * Asserted: what was parsed is read again from the parser's own copy as the same; in PEM it is the
 * same, too; text fits its buffer or is refused; a key that was parsed is written, read and written
 * again with the same bytes.
 */
#include <brickbat/target.h>

#include <mbedtls/pem.h>
#include <mbedtls/pk.h>
#include <mbedtls/x509_crl.h>
#include <mbedtls/x509_crt.h>
#include <mbedtls/x509_csr.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"

enum { TEXT_BYTES = 16384, KEY_BYTES = 8192, PEM_BYTES = 16384, FEW_BYTES = 40 };

static char text[TEXT_BYTES], again[TEXT_BYTES], few[FEW_BYTES];

/* --- text ----------------------------------------------------------------------------------- */

/* A description is a string of the length that was returned, or an error was; in a small buffer it
 * may be refused or cut. */
static void check_text(int len, int short_len)
{
    BB_ORACLE(x509_text_ends, len < 0 || text[len] == '\0',
              "a description is not as long as it is said to be");
    BB_ORACLE(x509_text_fits, short_len < FEW_BYTES,
              "a description is said to be longer than its buffer");
}

/* --- certificates --------------------------------------------------------------------------- */

static bool is_within(const mbedtls_x509_buf *part, const mbedtls_x509_buf *whole)
{
    return part->len == 0 || (part->p >= whole->p && part->p + part->len <= whole->p + whole->len);
}

static void check_parts(const mbedtls_x509_crt *crt)
{
    const mbedtls_x509_buf *parts[] = {&crt->tbs,         &crt->serial,    &crt->issuer_raw,
                                       &crt->subject_raw, &crt->issuer_id, &crt->subject_id,
                                       &crt->v3_ext};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        BB_ORACLE(x509_parts_are_inside, is_within(parts[i], &crt->raw),
                  "a part of a certificate is outside of it");
}

static void check_same_again(const mbedtls_x509_crt *crt)
{
    mbedtls_x509_crt copy;
    mbedtls_x509_crt_init(&copy);
    int result = mbedtls_x509_crt_parse_der(&copy, crt->raw.p, crt->raw.len);
    BB_ORACLE(x509_parses_again, result == 0, "a certificate does not parse again");
    int len = mbedtls_x509_crt_info(text, sizeof text, "", crt);
    int len_again = mbedtls_x509_crt_info(again, sizeof again, "", &copy);
    BB_ORACLE(x509_same_again, len == len_again && (len < 0 || strcmp(text, again) == 0),
              "a certificate that is parsed again is another one");
    mbedtls_x509_crt_free(&copy);
}

static void check_pem(const mbedtls_x509_crt *crt)
{
    static unsigned char pem[PEM_BYTES];
    size_t len = 0;
    if (mbedtls_pem_write_buffer("-----BEGIN CERTIFICATE-----\n", "-----END CERTIFICATE-----\n",
                                 crt->raw.p, crt->raw.len, pem, sizeof pem, &len) != 0)
        return;
    mbedtls_x509_crt copy;
    mbedtls_x509_crt_init(&copy);
    int result = mbedtls_x509_crt_parse(&copy, pem, len);
    BB_ORACLE(x509_pem_round_trip,
              result == 0 && copy.raw.len == crt->raw.len &&
                  memcmp(copy.raw.p, crt->raw.p, crt->raw.len) == 0,
              "a certificate is another one after PEM");
    mbedtls_x509_crt_free(&copy);
}

static void verify(mbedtls_x509_crt *crt, mbedtls_x509_crl *crl)
{
    static const char *const names[] = {"localhost", "device.example", "127.0.0.1", NULL};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        uint32_t flags = 0;
        int result = mbedtls_x509_crt_verify(crt, crt, crl, names[i], &flags, NULL, NULL);
        BB_ORACLE(x509_verdict_agrees, (result == 0) == (flags == 0),
                  "a certificate is both accepted and refused");
        if (flags)
            mbedtls_x509_crt_verify_info(text, sizeof text, "", flags);
    }
}

static void examine_certificates(struct bb_bytes der, mbedtls_x509_crl *crl)
{
    mbedtls_x509_crt chain;
    mbedtls_x509_crt_init(&chain);
    if (mbedtls_x509_crt_parse_der(&chain, der.ptr, der.len) == 0) {
        bb_state(0);
        check_text(mbedtls_x509_crt_info(text, sizeof text, "", &chain),
                   mbedtls_x509_crt_info(few, sizeof few, "", &chain));
        check_parts(&chain);
        check_same_again(&chain);
        check_pem(&chain);
        verify(&chain, crl);
    }
    mbedtls_x509_crt_free(&chain);
}

/* --- lists and requests --------------------------------------------------------------------- */

static void examine_request(struct bb_bytes der)
{
    mbedtls_x509_csr request;
    mbedtls_x509_csr_init(&request);
    if (mbedtls_x509_csr_parse_der(&request, der.ptr, der.len) == 0) {
        bb_state(1);
        check_text(mbedtls_x509_csr_info(text, sizeof text, "", &request),
                   mbedtls_x509_csr_info(few, sizeof few, "", &request));
    }
    mbedtls_x509_csr_free(&request);
}

static void examine_list(mbedtls_x509_crl *crl)
{
    bb_state(2);
    check_text(mbedtls_x509_crl_info(text, sizeof text, "", crl),
               mbedtls_x509_crl_info(few, sizeof few, "", crl));
}

/* --- keys ----------------------------------------------------------------------------------- */

typedef int parse_key(mbedtls_pk_context *key, const unsigned char *der, size_t len);
typedef int write_key(mbedtls_pk_context *key, unsigned char *buf, size_t size);

static int parse_private(mbedtls_pk_context *key, const unsigned char *der, size_t len)
{
    return mbedtls_pk_parse_key(key, der, len, NULL, 0);
}

/* Writes the key to the end of the buffer, as mbedtls does. */
static struct bb_bytes write_der(mbedtls_pk_context *key, write_key *write, unsigned char *buf)
{
    int n = write(key, buf, KEY_BYTES);
    return n > 0 ? bb_bytes_of(buf + KEY_BYTES - n, (size_t)n) : (struct bb_bytes){0};
}

static void check_key_again(mbedtls_pk_context *key, parse_key *parse, write_key *write)
{
    static unsigned char first[KEY_BYTES], second[KEY_BYTES];
    struct bb_bytes written = write_der(key, write, first);
    if (written.len == 0)
        return;
    mbedtls_pk_context copy;
    mbedtls_pk_init(&copy);
    int result = parse(&copy, written.ptr, written.len);
    BB_ORACLE(pk_parses_again, result == 0, "a key does not parse as it was written");
    if (result == 0)
        BB_ORACLE(pk_same_again, bb_bytes_equal(written, write_der(&copy, write, second)),
                  "a key that is parsed again is another one");
    mbedtls_pk_free(&copy);
}

static void examine_key(struct bb_bytes der, parse_key *parse, write_key *write, unsigned state)
{
    mbedtls_pk_context key;
    mbedtls_pk_init(&key);
    if (parse(&key, der.ptr, der.len) == 0) {
        bb_state(state + (unsigned)mbedtls_pk_get_type(&key));
        check_key_again(&key, parse, write);
    }
    mbedtls_pk_free(&key);
}

static int parse_public(mbedtls_pk_context *key, const unsigned char *der, size_t len)
{
    return mbedtls_pk_parse_public_key(key, der, len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size); /* of the exact size; engines may hand out more */
    if (!copy || size == 0) {
        free(copy);
        return 0;
    }
    memcpy(copy, data, size);
    struct bb_bytes der = bb_bytes_of(copy, size);
    mbedtls_x509_crl crl;
    mbedtls_x509_crl_init(&crl);
    bool is_list = mbedtls_x509_crl_parse_der(&crl, copy, size) == 0;
    if (is_list)
        examine_list(&crl);
    examine_certificates(der, is_list ? &crl : NULL);
    examine_request(der);
    examine_key(der, parse_private, mbedtls_pk_write_key_der, 8);
    examine_key(der, parse_public, mbedtls_pk_write_pubkey_der, 16);
    mbedtls_x509_crl_free(&crl);
    free(copy);
    return 0;
}
