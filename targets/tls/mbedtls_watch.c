#include "mbedtls_watch.h"

#include <brickbat/target.h>
#include <stdlib.h>
#include <string.h>

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
