#include "mbedtls_watch.h"

#include <brickbat/target.h>
#include <stdlib.h>
#include <string.h>

#include "mbedtls_endpoint.h"

enum {
    STREAM_HEADER_BYTES = 5,
    DATAGRAM_HEADER_BYTES = 13,
    MAX_RECORD_BYTES = 16384 + 2048,
    CHANGE_CIPHER_SPEC = 20,
    ALERT = 21, /* one that refuses a version carries that version, here */
    APPLICATION_DATA = 23,
    WITH_CID = 25, /* where its length stands, only the two ends know */
};

static bool is_known_type(uint8_t type)
{
    return (type >= CHANGE_CIPHER_SPEC && type <= APPLICATION_DATA) || type == WITH_CID;
}

static void watch_record(struct bb_bytes *bytes, bool is_datagram, bool is_established)
{
    struct bb_bytes header, body;
    uint8_t type = bytes->ptr[0];
    size_t header_bytes = is_datagram ? DATAGRAM_HEADER_BYTES : STREAM_HEADER_BYTES;
    BB_ORACLE(tls_record_header, bb_bytes_take(bytes, header_bytes, &header),
              "a record is sent without all of its header");
    size_t len = (size_t)header.ptr[header_bytes - 2] << 8 | header.ptr[header_bytes - 1];
    BB_ORACLE(tls_record_type, is_known_type(type), "a record of an unknown type is sent");
    BB_ORACLE(tls_record_version, header.ptr[1] == (is_datagram ? 0xfe : 3) || type == ALERT,
              "a record of another protocol is sent");
    if (type == WITH_CID) {
        bytes->len = 0;
        return;
    }
    BB_ORACLE(tls_record_length, len <= MAX_RECORD_BYTES && bb_bytes_take(bytes, len, &body),
              "a record is sent that is longer or shorter than its header says");
    BB_ORACLE(tls_data_after_handshake, type != APPLICATION_DATA || is_established,
              "application data is sent before the handshake is over");
}

static bool holds_secret(struct bb_bytes bytes)
{
    return memmem(bytes.ptr, bytes.len, ENDPOINT_SECRET, sizeof ENDPOINT_SECRET - 1) != NULL;
}

void watch_sent(struct bb_bytes bytes, bool is_datagram, bool is_established)
{
    BB_ORACLE(tls_secret_is_encrypted, !holds_secret(bytes), "the secret is sent in the clear");
    while (bytes.len > 0)
        watch_record(&bytes, is_datagram, is_established);
}

void watch_received(bool is_established)
{
    BB_ORACLE(tls_received_after_handshake, is_established,
              "application data is delivered before the handshake is over");
}

void watch_established(const mbedtls_ssl_context *ssl, bool is_server)
{
    const mbedtls_ssl_ciphersuite_t *suite =
        mbedtls_ssl_ciphersuite_from_id(ssl->session->ciphersuite);
    BB_ORACLE(tls_suite_is_known, suite != NULL, "a handshake ends without a cipher suite");
    BB_ORACLE(tls_server_is_proven,
              is_server || mbedtls_ssl_ciphersuite_uses_psk(suite) ||
                  mbedtls_ssl_get_verify_result(ssl) == 0,
              "a client trusts a server that it could not verify");
}

static size_t save(const mbedtls_ssl_session *session, unsigned char **ret_bytes)
{
    size_t size = 0, len = 0;
    mbedtls_ssl_session_save(session, NULL, 0, &size);
    *ret_bytes = malloc(size);
    if (!*ret_bytes || mbedtls_ssl_session_save(session, *ret_bytes, size, &len) != 0)
        return 0;
    return len;
}

void watch_session(const mbedtls_ssl_context *ssl)
{
    mbedtls_ssl_session loaded;
    unsigned char *saved = NULL, *again = NULL;
    mbedtls_ssl_session_init(&loaded);
    size_t len = save(ssl->session, &saved);
    BB_ORACLE(tls_session_loads, len && mbedtls_ssl_session_load(&loaded, saved, len) == 0,
              "a session that was saved cannot be loaded");
    size_t len_again = save(&loaded, &again);
    BB_ORACLE(tls_session_round_trip, len == len_again && memcmp(saved, again, len) == 0,
              "a session is not the same after it was saved and loaded");
    free(saved);
    free(again);
    mbedtls_ssl_session_free(&loaded);
}
