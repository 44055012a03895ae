#include "wolfssl_x509_known.h"

#include <brickbat/target.h>

#include <string.h>

#include "wolfssl_library.h"

/* Takes what stands behind one tag and its length off the front. */
static bool take(struct bb_bytes *der, byte tag, struct bb_bytes *ret_inside)
{
    struct bb_bytes head, size;
    if (!bb_bytes_take(der, 2, &head) || head.ptr[0] != tag)
        return false;
    size_t len = head.ptr[1];
    if (len > 0x80 && len <= 0x82 && bb_bytes_take(der, len - 0x80, &size)) {
        len = 0;
        for (size_t i = 0; i < size.len; i++)
            len = len << 8 | size.ptr[i];
    } else if (len >= 0x80) {
        return false;
    }
    return bb_bytes_take(der, len, ret_inside);
}

/* An extension that wolfSSL knows, or one that is as it expects it: not critical. */
static bool is_simple(struct bb_bytes extension)
{
    static const byte known[] = {0x0e, 0x0f, 0x11, 0x13, 0x20, 0x23, 0x25};
    struct bb_bytes id, value;
    if (!take(&extension, ASN_OBJECT_ID, &id))
        return false;
    bool is_known = id.len == 3 && id.ptr[0] == 0x55 && id.ptr[1] == 0x1d &&
                    memchr(known, id.ptr[2], sizeof known);
    return is_known || (take(&extension, ASN_OCTET_STRING, &value) && value.len > 0);
}

/* PrintPubKeyRSA (evp.c) has 8 bytes for the digits of the exponent, and writes as many as there
 * are. */
static bool has_room_for_exponent(const DecodedCert *cert)
{
    enum { DIGITS_7 = 9999999 };
    const byte *modulus, *exponent;
    word32 at = 0, modulus_len, len;
    unsigned long value = 0;
    if (cert->keyOID != RSAk ||
        wc_RsaPublicKeyDecode_ex(cert->publicKey, &at, cert->pubKeySize, &modulus, &modulus_len,
                                 &exponent, &len) != 0)
        return true;
    for (word32 i = 0; i < len; i++)
        value = value << 8 | exponent[i];
    if (value <= DIGITS_7)
        return true;
    BB_KNOWN(exponent_too_long);
    return false;
}

static bool has_simple_extensions(const DecodedCert *cert)
{
    struct bb_bytes rest = bb_bytes_of(cert->extensions, (size_t)cert->extensionsSz), one;
    struct bb_bytes all = rest;
    if (take(&rest, ASN_SEQUENCE | ASN_CONSTRUCTED, &one) && one.len > 0 &&
        one.ptr[0] == (ASN_SEQUENCE | ASN_CONSTRUCTED))
        all = one; /* the list stood in a sequence of its own */
    while (all.len > 0)
        if (!take(&all, ASN_SEQUENCE | ASN_CONSTRUCTED, &one) || !is_simple(one))
            return false;
    return true;
}

/* wolfSSL_X509_set_ext frees an extension twice that it cannot read, a critical one among them. */
static bool frees_extensions_once(const DecodedCert *cert)
{
    return has_simple_extensions(cert) || !BB_PASSES_OVER(extension_freed_twice);
}

bool wolfssl_known_is_readable(struct bb_bytes der, bool is_request)
{
    static DecodedCert cert;
    wc_InitDecodedCert(&cert, der.ptr, (word32)der.len, NULL);
    cert.isCSR = is_request;
    bool is_readable =
        wc_ParseCert(&cert, is_request ? CERTREQ_TYPE : CERT_TYPE, NO_VERIFY, NULL) == 0 &&
        frees_extensions_once(&cert) && has_room_for_exponent(&cert);
    wc_FreeDecodedCert(&cert);
    return is_readable;
}
