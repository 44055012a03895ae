#include "wolfssl_watch.h"

#include <brickbat/target.h>
#include <stdlib.h>
#include <string.h>

#include "wolfssl_context.h"

/* By the version: the option is set as soon as a client makes keys for 1.3, to offer a shared key.
 */
static bool is_13(const WOLFSSL *ssl)
{
    return IsAtLeastTLSv1_3(ssl->version);
}

static bool is_zero(const byte *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (bytes[i] != 0)
            return false;
    }
    return true;
}

/* Whether a key that both ends had before stands for the peer: a shared one, or a session's. */
static bool has_old_key(const WOLFSSL *ssl)
{
    if (is_13(ssl))
        return ssl->options.pskNegotiated;
    return ssl->options.resuming || ssl->options.usingPSK_cipher;
}

/* --- the state machine ---------------------------------------------------------------------- */

/* Known: a client of 1.2 takes another key exchange when the server had said that it was done. */
static bool is_late_key_exchange(const struct endpoint *e, unsigned state)
{
    if (e->setup->is_server || is_13(e->ssl) || state != SERVER_KEYEXCHANGE_COMPLETE ||
        e->peer_state != SERVER_HELLODONE_COMPLETE)
        return false;
    BB_KNOWN(key_exchange_after_done);
    return true;
}

/* Known: without a certificate, it takes one behind the key exchange and when the server was done.
 */
static bool is_late_certificate(const struct endpoint *e, unsigned state)
{
    if (e->setup->is_server || is_13(e->ssl) || state != SERVER_CERT_COMPLETE ||
        (e->peer_state != SERVER_KEYEXCHANGE_COMPLETE &&
         e->peer_state != SERVER_HELLODONE_COMPLETE))
        return false;
    BB_KNOWN(certificate_late);
    return true;
}

/* Known: a client of DTLS takes a HelloVerifyRequest when it has a ServerHello already. */
static bool is_late_verify_request(const struct endpoint *e, unsigned state)
{
    if (e->setup->is_server || !e->setup->is_datagram ||
        state != SERVER_HELLOVERIFYREQUEST_COMPLETE)
        return false;
    BB_KNOWN(verify_request_late);
    return true;
}

/* A renegotiation may be well on its way when it is looked at first: a datagram can hold more than
 * its first message. */
static bool is_renegotiation(const struct endpoint *e, unsigned state)
{
    const Arrays *arrays = e->ssl->arrays;
    return e->n_handshakes > 0 &&
           (state <= CLIENT_HELLO_COMPLETE ||
            (arrays && memcmp(arrays->clientRandom, e->client_random, RAN_LEN) != 0));
}

/* A server of DTLS that asks for a cookie forgets the hello that came without one, be it only when
 * it has looked at what else its datagram holds. */
static bool is_forgotten(const struct endpoint *e, unsigned state)
{
    return e->setup->is_server && e->setup->is_datagram && state == NULL_STATE &&
           e->peer_state == CLIENT_HELLO_COMPLETE && e->ssl->options.serverState == NULL_STATE;
}

static bool may_follow(const struct endpoint *e, unsigned state)
{
    return is_late_key_exchange(e, state) || is_late_certificate(e, state) ||
           state >= e->peer_state || is_renegotiation(e, state) || is_forgotten(e, state) ||
           is_late_verify_request(e, state);
}

/* Known: a client of 1.2 decrypts from a ChangeCipherSpec on that comes before it has any keys. */
static bool is_early_change(const WOLFSSL *ssl)
{
    if (!ssl->msgsReceived.got_change_cipher || ssl->msgsReceived.got_finished)
        return false;
    BB_KNOWN(change_cipher_early);
    return true;
}

/* A client uses keys that come of a key exchange or of a key that it had. */
static bool has_secret(const struct endpoint *e)
{
    const WOLFSSL *ssl = e->ssl;
    if (e->setup->is_server || !ssl->keys.encryptionOn || !ssl->arrays)
        return true;
    if (is_13(ssl))
        return ssl->options.pskNegotiated || ssl->session->namedGroup != 0;
    return !is_zero(ssl->arrays->masterSecret, SECRET_LEN) || is_early_change(ssl);
}

void watch_state(struct endpoint *e)
{
    enum { STATES = 32 };
    const Options *options = &e->ssl->options;
    unsigned state = e->setup->is_server ? options->clientState : options->serverState;
    BB_ORACLE(wolfssl_state_goes_on, may_follow(e, state),
              "a handshake falls back to a state that it had left");
    BB_ORACLE(wolfssl_keys_have_secret, has_secret(e),
              "keys are in use that no key exchange and no shared key is behind");
    e->peer_state = state;
    if (e->ssl->arrays)
        memcpy(e->client_random, e->ssl->arrays->clientRandom, RAN_LEN);
    bb_state(state % STATES + (is_13(e->ssl) ? STATES : 0) +
             (e->n_handshakes > 0 ? 2 * STATES : 0) + (e->n_connections > 1 ? 4 * STATES : 0));
}

/* --- the end of a handshake ----------------------------------------------------------------- */

/* What a client must have heard. */
static bool server_said_all(const WOLFSSL *ssl)
{
    const MsgsReceived *got = &ssl->msgsReceived;
    bool is_plain = !has_old_key(ssl);
    if (!got->got_server_hello || !got->got_finished)
        return false;
    if (is_13(ssl))
        return got->got_encrypted_extensions &&
               (!is_plain || (got->got_certificate && got->got_certificate_verify));
    return got->got_change_cipher && (ssl->options.resuming || got->got_server_hello_done) &&
           (!is_plain || got->got_certificate);
}

/* What a server must have heard. */
static bool client_said_all(const WOLFSSL *ssl)
{
    const MsgsReceived *got = &ssl->msgsReceived;
    if (!got->got_client_hello || !got->got_finished)
        return false;
    if (!is_13(ssl) &&
        !(got->got_change_cipher && (ssl->options.resuming || got->got_client_key_exchange)))
        return false;
    return !ssl->options.havePeerCert || ssl->options.havePeerVerify || ssl->options.resuming;
}

static bool is_version_allowed(const struct endpoint *e)
{
    int minor = e->ssl->version.minor;
    if (e->setup->is_datagram)
        return e->ssl->version.major == DTLS_MAJOR &&
               (minor == DTLS_MINOR || minor == DTLSv1_2_MINOR || minor == DTLSv1_3_MINOR);
    return e->ssl->version.major == SSLv3_MAJOR && minor >= TLSv1_MINOR && minor <= TLSv1_3_MINOR;
}

void watch_established(const struct endpoint *e)
{
    const WOLFSSL *ssl = e->ssl;
    BB_ORACLE(wolfssl_all_was_said,
              e->setup->is_server ? client_said_all(ssl) : server_said_all(ssl),
              "a handshake ends without messages that it needs");
    BB_ORACLE(wolfssl_suite_allowed,
              wolfssl_context_has_suite(e->setup, wolfSSL_get_cipher_name(e->ssl)),
              "a handshake ends with a suite that was not allowed");
    BB_ORACLE(wolfssl_version_allowed, is_version_allowed(e),
              "a handshake ends with a version that was not allowed");
    BB_ORACLE(wolfssl_has_keys,
              !ssl->arrays || !is_zero(ssl->arrays->masterSecret, SECRET_LEN) ||
                  (is_13(ssl) && !is_zero(ssl->arrays->secret, SECRET_LEN)),
              "a handshake ends without a secret");
    BB_ORACLE(wolfssl_server_is_proven,
              e->setup->is_server || has_old_key(ssl) ||
                  wolfSSL_get_verify_result(ssl) == X509_V_OK,
              "a client trusts a server that it could not verify");
}

/* --- sessions ------------------------------------------------------------------------------- */

void watch_session(const WOLFSSL_SESSION *session)
{
    unsigned char *saved = NULL, *again = NULL;
    int len = wolfSSL_i2d_SSL_SESSION((WOLFSSL_SESSION *)session, &saved);
    const unsigned char *at = saved;
    WOLFSSL_SESSION *loaded = len > 0 ? wolfSSL_d2i_SSL_SESSION(NULL, &at, len) : NULL;
    BB_ORACLE(wolfssl_session_loads, loaded != NULL, "a session that was saved cannot be loaded");
    int len_again = wolfSSL_i2d_SSL_SESSION(loaded, &again);
    BB_ORACLE(wolfssl_session_round_trip,
              len == len_again && memcmp(saved, again, (size_t)len) == 0,
              "a session is not the same after it was saved and loaded");
    wolfSSL_SESSION_free(loaded);
    wolfSSL_Free(saved);
    wolfSSL_Free(again);
}
