#include "netsnmp_peer.h"

#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>

#include <net-snmp/library/scapi.h>

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"

enum { DIGEST_BYTES = 12, NAME_MAX_BYTES = 32 };

/* Takes a tag, a length and that many bytes (X.690, 8.1), of lengths that a datagram can have. */
static bool take(struct bb_bytes *rest, uint8_t tag, struct bb_bytes *ret_value)
{
    struct bb_bytes head, more;
    if (!bb_bytes_take(rest, 2, &head) || head.ptr[0] != tag)
        return false;
    size_t len = head.ptr[1];
    if (len > 0x80) {
        if (len > 0x82 || !bb_bytes_take(rest, len & 0x7f, &more))
            return false;
        len = more.len == 1 ? more.ptr[0] : bb_be16(more.ptr);
    }
    return bb_bytes_take(rest, len, ret_value);
}

struct parameters {
    struct bb_bytes engine_id;
    struct bb_bytes user;
    struct bb_bytes digest;
};

/* RFC 3412, 6, and RFC 3414, 2.4. */
static bool read_parameters(struct bb_bytes bytes, struct parameters *ret_parameters)
{
    struct bb_bytes message, skipped, string, security;
    struct parameters *p = ret_parameters;
    return take(&bytes, ASN_SEQUENCE | ASN_CONSTRUCTOR, &message) &&
           take(&message, ASN_INTEGER, &skipped) &&
           take(&message, ASN_SEQUENCE | ASN_CONSTRUCTOR, &skipped) &&
           take(&message, ASN_OCTET_STR, &string) &&
           take(&string, ASN_SEQUENCE | ASN_CONSTRUCTOR, &security) &&
           take(&security, ASN_OCTET_STR, &p->engine_id) &&
           take(&security, ASN_INTEGER, &skipped) && take(&security, ASN_INTEGER, &skipped) &&
           take(&security, ASN_OCTET_STR, &p->user) && take(&security, ASN_OCTET_STR, &p->digest);
}

static const struct usmUser *find_user(const struct parameters *parameters)
{
    char name[NAME_MAX_BYTES + 1] = {0};
    if (parameters->user.len > NAME_MAX_BYTES)
        return NULL;
    memcpy(name, parameters->user.ptr, parameters->user.len);
    return usm_get_user(parameters->engine_id.ptr, parameters->engine_id.len, name);
}

void netsnmp_peer_sign(uint8_t *message, size_t size)
{
    static const uint8_t zeros[DIGEST_BYTES];
    struct parameters parameters;
    size_t len = DIGEST_BYTES;
    if (!read_parameters(bb_bytes_of(message, size), &parameters) ||
        !bb_bytes_equal(parameters.digest, bb_bytes_of(zeros, sizeof zeros)))
        return;
    const struct usmUser *user = find_user(&parameters);
    if (!user || !user->authKey)
        return;
    uint8_t digest[DIGEST_BYTES];
    if (sc_generate_keyed_hash(user->authProtocol, user->authProtocolLen, user->authKey,
                               (u_int)user->authKeyLen, message, (u_int)size, digest,
                               &len) != SNMPERR_SUCCESS)
        abort();
    memcpy(message + (parameters.digest.ptr - message), digest, sizeof digest);
}
