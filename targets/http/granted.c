#include "granted.h"

#include <brickbat/target.h>

#include <ctype.h>
#include <md5.h>
#include <sha256.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "base/hash.h"
#include "known.h"

enum {
    VALUE_BYTES = 4096, /* more than a connection has for its header */
    CNONCE_MAX = 128,   /* of which libmicrohttpd takes notice */
    NC_MAX = 19,
    TIME_IN_NONCE_BYTES = 8, /* at its end */
    TEXT_BYTES = 6 * VALUE_BYTES,
    HEX_BYTES = 2 * SHA256_DIGEST_SIZE + 1,
};

static int sextet(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* RFC 4648, up to what is not of the alphabet. The text is cut off at the end of the buffer. */
static void decode_base64(const char *coded, char *ret_text, size_t max)
{
    size_t n = 0;
    unsigned bits = 0;
    for (size_t i = 0; sextet(coded[i]) >= 0 && n + 1 < max; i++) {
        bits = bits << 6 | (unsigned)sextet(coded[i]);
        if (i % 4 > 0)
            ret_text[n++] = (char)(bits >> (6 - 2 * (i % 4)));
    }
    ret_text[n] = '\0';
}

void granted_check_basic(const char *authorization)
{
    char text[VALUE_BYTES] = "";
    if (authorization && strncmp(authorization, "Basic ", 6) == 0)
        decode_base64(authorization + 6, text, sizeof text);
    BB_ORACLE(basic_granted, strcmp(text, SITE_USER ":" SITE_PASSWORD) == 0,
              "basic authentication let in a client without the credentials");
}

/* The value of a parameter of RFC 7616, 3.4; "" if it is not there. */
static void find_parameter(const char *at, const char *name, char *ret_value)
{
    *ret_value = '\0';
    while (*at) {
        size_t name_len = strcspn(at, "=");
        bool is_it = name_len == strlen(name) && strncasecmp(at, name, name_len) == 0;
        at += name_len + (at[name_len] == '=');
        at += strspn(at, " ");
        bool is_quoted = *at == '"';
        at += is_quoted;
        size_t len = strcspn(at, is_quoted ? "\"" : ",");
        if (is_it) {
            snprintf(ret_value, VALUE_BYTES, "%.*s", (int)len, at);
            return;
        }
        at += len;
        at += strcspn(at, ",");
        at += *at == ',';
        at += strspn(at, " ");
    }
}

static void hash_text(const char *text, bool is_sha256, char *ret_hex)
{
    uint8_t digest[SHA256_DIGEST_SIZE];
    size_t n = is_sha256 ? SHA256_DIGEST_SIZE : MD5_DIGEST_SIZE;
    if (is_sha256) {
        struct sha256_ctx context;
        MHD_SHA256_init(&context);
        MHD_SHA256_update(&context, (const uint8_t *)text, strlen(text));
        MHD_SHA256_finish(&context, digest);
    } else {
        struct MD5Context context;
        MHD_MD5Init(&context);
        MHD_MD5Update(&context, (const uint8_t *)text, strlen(text));
        MHD_MD5Final(&context, digest);
    }
    for (size_t i = 0; i < n; i++)
        snprintf(ret_hex + 2 * i, 3, "%02x", digest[i]);
}

/* RFC 7616, 3.4.1, of the whole values, or of as much as libmicrohttpd has room for. */
static void expected_response(const char *fields, const char *method, bool is_sha256, bool is_cut,
                              char *ret_hex)
{
    char uri[VALUE_BYTES], nonce[VALUE_BYTES], nc[VALUE_BYTES], cnonce[VALUE_BYTES];
    char qop[VALUE_BYTES], text[TEXT_BYTES], secret[HEX_BYTES], request[HEX_BYTES];
    find_parameter(fields, "uri", uri);
    find_parameter(fields, "nonce", nonce);
    find_parameter(fields, "nc", nc);
    find_parameter(fields, "cnonce", cnonce);
    find_parameter(fields, "qop", qop);
    if (is_cut) {
        nc[NC_MAX] = '\0';
        cnonce[CNONCE_MAX] = '\0';
    }
    hash_text(SITE_USER ":" SITE_REALM ":" SITE_PASSWORD, is_sha256, secret);
    snprintf(text, sizeof text, "%s:%s", method, uri);
    hash_text(text, is_sha256, request);
    if (*qop)
        snprintf(text, sizeof text, "%s:%s:%s:%s:%s:%s", secret, nonce, nc, cnonce, qop, request);
    else
        snprintf(text, sizeof text, "%s:%s:%s", secret, nonce, request);
    hash_text(text, is_sha256, ret_hex);
}

/* The parameters of digest credentials; "" of others, and of NULL. */
static const char *digest_fields(const char *authorization)
{
    bool is_digest = authorization && strncmp(authorization, "Digest ", 7) == 0;
    return is_digest ? authorization + 7 : "";
}

static struct granted_use use_of(const char *fields)
{
    char nonce[VALUE_BYTES], nc[VALUE_BYTES];
    find_parameter(fields, "nonce", nonce);
    find_parameter(fields, "nc", nc);
    return (struct granted_use){bb_hash_bytes(BB_HASH_START, bb_bytes_str(nonce)),
                                strtoull(nc, NULL, 16), false};
}

static void note_use(struct granted *granted, struct granted_use use)
{
    if (granted->count < GRANTED_MAX)
        granted->uses[granted->count++] = use;
}

void granted_note_refused(struct granted *granted, const char *authorization)
{
    note_use(granted, use_of(digest_fields(authorization)));
}

static bool is_first_use(const struct granted *granted, struct granted_use use)
{
    for (size_t i = 0; i < granted->count; i++)
        if (granted->uses[i].was_let_in && granted->uses[i].nonce == use.nonce &&
            granted->uses[i].nc == use.nc)
            return false;
    return true;
}

bool granted_has_short_nonce(const char *authorization)
{
    char nonce[VALUE_BYTES];
    find_parameter(digest_fields(authorization), "nonce", nonce);
    return *nonce && strlen(nonce) < TIME_IN_NONCE_BYTES;
}

static size_t times_in(struct bb_bytes sent, const char *nonce)
{
    size_t times = 0, len = strlen(nonce);
    const uint8_t *at = len ? memmem(sent.ptr, sent.len, nonce, len) : NULL;
    for (; at; times++) {
        sent = bb_bytes_of(at + len, sent.len - (size_t)(at - sent.ptr) - len);
        at = memmem(sent.ptr, sent.len, nonce, len);
    }
    return times;
}

/* A nonce that was given again, in the same second, counts from 0 again; and of the last count is
 * forgotten that it was used when there is a higher one, in a request that is refused later, too.
 */
static bool is_known_reuse(const struct granted *granted, struct granted_use use,
                           size_t times_given)
{
    if (times_given > 1) {
        BB_KNOWN(nonce_given_again);
        return true;
    }
    for (size_t i = 0; i < granted->count; i++) {
        if (granted->uses[i].nonce != use.nonce || granted->uses[i].nc <= use.nc)
            continue;
        BB_KNOWN(count_forgotten);
        return true;
    }
    return false;
}

/* A nonce in a request with the count 0 is taken for one that was just given, before anything else
 * of the request is looked at. */
static bool is_begun_by_client(const struct granted *granted, struct granted_use use)
{
    bool is_begun = use.nc == 0;
    for (size_t i = 0; i < granted->count; i++)
        is_begun |= granted->uses[i].nonce == use.nonce && granted->uses[i].nc == 0;
    if (is_begun)
        BB_KNOWN(count_zero);
    return is_begun;
}

/* What there is no room for is left out of the digest. */
static bool is_response(const char *response, const char *fields, const char *method,
                        bool is_sha256)
{
    char expected[HEX_BYTES];
    expected_response(fields, method, is_sha256, false, expected);
    if (strcmp(response, expected) == 0)
        return true;
    expected_response(fields, method, is_sha256, true, expected);
    if (strcmp(response, expected) != 0)
        return false;
    BB_KNOWN(digest_cut);
    return true;
}

void granted_check_digest(struct granted *granted, const char *authorization, const char *method,
                          bool is_sha256, struct bb_bytes sent)
{
    const char *fields = digest_fields(authorization);
    char response[VALUE_BYTES], user[VALUE_BYTES], nonce[VALUE_BYTES];
    find_parameter(fields, "response", response);
    find_parameter(fields, "username", user);
    find_parameter(fields, "nonce", nonce);
    size_t times_given = times_in(sent, nonce);
    struct granted_use use = use_of(fields);
    BB_ORACLE(digest_granted,
              is_response(response, fields, method, is_sha256) && strcmp(user, SITE_USER) == 0,
              "digest authentication let in a client without the credentials");
    BB_ORACLE(nonce_was_given, times_given > 0 || is_begun_by_client(granted, use),
              "digest authentication took a nonce that was never given to the client");
    BB_ORACLE(nonce_used_once,
              is_first_use(granted, use) || is_known_reuse(granted, use, times_given) ||
                  is_begun_by_client(granted, use),
              "digest authentication took the same nonce and count twice (a replay)");
    use.was_let_in = true;
    note_use(granted, use);
}
