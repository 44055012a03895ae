#include "mbedtls_endpoint.h"

#include <brickbat/target.h>
#include <stdlib.h>
#include <string.h>

#include "credentials.h"
#include "mbedtls_watch.h"
#include "shim/clock.h"
#include "watch.h"

enum {
    FEW_STEPS = 64, /* of one call, without anything received: an endless loop otherwise */
    READ_BYTES = 600,
    RESEND_MS = 1000,
    RESEND_MAX_MS = 4000,
    TICKET_SECONDS = 3600,
};

/* Of a server: shared keys first, since public ones take most of the time; those that a peer can
 * name only by itself are all there. */
static const int cheap_first[] = {MBEDTLS_TLS_PSK_WITH_AES_128_CCM_8,
                                  MBEDTLS_TLS_PSK_WITH_AES_128_CBC_SHA256,
                                  MBEDTLS_TLS_PSK_WITH_CAMELLIA_128_GCM_SHA256,
                                  MBEDTLS_TLS_PSK_WITH_AES_256_GCM_SHA384,
                                  MBEDTLS_TLS_PSK_WITH_CHACHA20_POLY1305_SHA256,
                                  MBEDTLS_TLS_PSK_WITH_AES_128_CBC_SHA,
                                  MBEDTLS_TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA256,
                                  MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8,
                                  MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
                                  MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384,
                                  MBEDTLS_TLS_RSA_WITH_AES_128_CBC_SHA,
                                  MBEDTLS_TLS_RSA_WITH_AES_256_GCM_SHA384,
                                  MBEDTLS_TLS_RSA_PSK_WITH_AES_128_CBC_SHA256,
                                  MBEDTLS_TLS_DHE_PSK_WITH_AES_128_GCM_SHA256,
                                  MBEDTLS_TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
                                  MBEDTLS_TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
                                  MBEDTLS_TLS_DHE_RSA_WITH_AES_128_CBC_SHA256,
                                  0};

static const char *protocols[] = {"coap", "mqtt", NULL};

const struct endpoint_setup endpoint_tls_server = {.is_server = true,
                                                   .wants_certificate = true,
                                                   .has_psk = true,
                                                   .alpn = protocols};
const struct endpoint_setup endpoint_tls_client = {.shows_certificate = true,
                                                   .has_psk = true,
                                                   .renegotiates = true,
                                                   .alpn = protocols};
const struct endpoint_setup endpoint_dtls_server = {.is_server = true,
                                                    .is_datagram = true,
                                                    .suites = cheap_first,
                                                    .wants_certificate = true,
                                                    .has_psk = true,
                                                    .has_cid = true,
                                                    .alpn = protocols};
const struct endpoint_setup endpoint_dtls_client = {.is_datagram = true,
                                                    .shows_certificate = true,
                                                    .has_psk = true,
                                                    .has_cid = true,
                                                    .renegotiates = true,
                                                    .alpn = protocols};

/* --- what is the same for all --------------------------------------------------------------- */

static struct {
    bool is_loaded;
    mbedtls_x509_crt ca, server, server_rsa, client;
    mbedtls_pk_context server_key, server_rsa_key, client_key;
} credentials;

static void must(int result)
{
    if (result != 0)
        abort();
}

static void load(mbedtls_x509_crt *certificate, const char *text, size_t size)
{
    mbedtls_x509_crt_init(certificate);
    must(mbedtls_x509_crt_parse(certificate, (const unsigned char *)text, size));
}

static void load_key(mbedtls_pk_context *key, const char *text, size_t size)
{
    mbedtls_pk_init(key);
    must(mbedtls_pk_parse_key(key, (const unsigned char *)text, size, NULL, 0));
}

bool endpoint_is_datagram(const struct endpoint_setup *setup)
{
    return setup->is_datagram;
}

void endpoint_prepare(const struct endpoint_setup *setup)
{
    (void)setup;
    if (credentials.is_loaded)
        return;
    load(&credentials.ca, ca_certificate, sizeof ca_certificate);
    load(&credentials.server, server_certificate, sizeof server_certificate);
    load(&credentials.server_rsa, server_rsa_certificate, sizeof server_rsa_certificate);
    load(&credentials.client, client_certificate, sizeof client_certificate);
    load_key(&credentials.server_key, server_key, sizeof server_key);
    load_key(&credentials.server_rsa_key, server_rsa_key, sizeof server_rsa_key);
    load_key(&credentials.client_key, client_key, sizeof client_key);
    credentials.is_loaded = true;
}

/* --- stubs: randomness, timer, network ------------------------------------------------------ */

static int random_bytes(void *user, unsigned char *ret_bytes, size_t len)
{
    struct endpoint *e = user;
    for (size_t i = 0; i < len; i++) {
        e->random = e->random * 6364136223846793005u + 1442695040888963407u;
        ret_bytes[i] = (unsigned char)(e->random >> 56);
    }
    return 0;
}

static void set_timer(void *user, uint32_t intermediate_ms, uint32_t final_ms)
{
    struct endpoint *e = user;
    e->timer.set_ns = bb_shim_clock_elapsed_ns();
    e->timer.intermediate_ns = (uint64_t)intermediate_ms * 1000000;
    e->timer.final_ns = (uint64_t)final_ms * 1000000;
}

static int get_timer(void *user)
{
    struct endpoint *e = user;
    uint64_t passed_ns = bb_shim_clock_elapsed_ns() - e->timer.set_ns;
    if (e->timer.final_ns == 0)
        return -1;
    return passed_ns >= e->timer.final_ns ? 2 : passed_ns >= e->timer.intermediate_ns;
}

static int send_bytes(void *user, const unsigned char *bytes, size_t len)
{
    struct endpoint *e = user;
    struct bb_bytes sent = bb_bytes_of(bytes, len);
    watch_sent(sent, e->setup->is_datagram, e->is_established);
    e->io.sent(e->io.user, sent);
    return (int)len;
}

static int receive_bytes(void *user, unsigned char *ret_bytes, size_t size)
{
    struct endpoint *e = user;
    int n = e->io.receive(e->io.user, ret_bytes, size);
    return n == ENDPOINT_NOTHING ? MBEDTLS_ERR_SSL_WANT_READ : n;
}

static int receive_in_time(void *user, unsigned char *ret_bytes, size_t size, uint32_t timeout_ms)
{
    struct endpoint *e = user;
    int n = e->io.receive(e->io.user, ret_bytes, size);
    if (n != ENDPOINT_NOTHING)
        return n;
    if (timeout_ms == 0 || !e->io.times_out(e->io.user))
        return MBEDTLS_ERR_SSL_WANT_READ;
    bb_shim_clock_advance_ms(timeout_ms);
    return MBEDTLS_ERR_SSL_TIMEOUT;
}

/* --- setup ---------------------------------------------------------------------------------- */

static int pick_certificate(void *user, mbedtls_ssl_context *ssl, const unsigned char *name,
                            size_t len)
{
    (void)user;
    if (len != strlen("localhost") || memcmp(name, "localhost", len) != 0)
        return 0;
    return mbedtls_ssl_set_hs_own_cert(ssl, &credentials.server, &credentials.server_key);
}

static void configure_server(struct endpoint *e)
{
    mbedtls_ssl_config *config = &e->config;
    must(mbedtls_ssl_conf_own_cert(config, &credentials.server, &credentials.server_key));
    must(mbedtls_ssl_conf_own_cert(config, &credentials.server_rsa, &credentials.server_rsa_key));
    mbedtls_ssl_conf_authmode(config, e->setup->wants_certificate ? MBEDTLS_SSL_VERIFY_OPTIONAL
                                                                  : MBEDTLS_SSL_VERIFY_NONE);
    mbedtls_ssl_conf_sni(config, pick_certificate, NULL);
    must(mbedtls_ssl_ticket_setup(&e->tickets, random_bytes, e, MBEDTLS_CIPHER_AES_128_GCM,
                                  TICKET_SECONDS));
    mbedtls_ssl_conf_session_tickets_cb(config, mbedtls_ssl_ticket_write, mbedtls_ssl_ticket_parse,
                                        &e->tickets);
    mbedtls_ssl_conf_session_cache(config, &e->cache, mbedtls_ssl_cache_get, mbedtls_ssl_cache_set);
    if (!e->setup->is_datagram)
        return;
    must(mbedtls_ssl_cookie_setup(&e->cookies, random_bytes, e));
    mbedtls_ssl_conf_dtls_cookies(config, mbedtls_ssl_cookie_write, mbedtls_ssl_cookie_check,
                                  &e->cookies);
}

static void configure_client(struct endpoint *e)
{
    mbedtls_ssl_conf_authmode(&e->config, MBEDTLS_SSL_VERIFY_REQUIRED);
    mbedtls_ssl_conf_session_tickets(&e->config, MBEDTLS_SSL_SESSION_TICKETS_ENABLED);
    if (e->setup->shows_certificate)
        must(mbedtls_ssl_conf_own_cert(&e->config, &credentials.client, &credentials.client_key));
}

static void configure(struct endpoint *e)
{
    const struct endpoint_setup *setup = e->setup;
    mbedtls_ssl_config *config = &e->config;
    must(mbedtls_ssl_config_defaults(config,
                                     setup->is_server ? MBEDTLS_SSL_IS_SERVER
                                                      : MBEDTLS_SSL_IS_CLIENT,
                                     setup->is_datagram ? MBEDTLS_SSL_TRANSPORT_DATAGRAM
                                                        : MBEDTLS_SSL_TRANSPORT_STREAM,
                                     MBEDTLS_SSL_PRESET_DEFAULT));
    mbedtls_ssl_conf_rng(config, random_bytes, e);
    mbedtls_ssl_conf_ca_chain(config, &credentials.ca, NULL);
    mbedtls_ssl_conf_renegotiation(config, MBEDTLS_SSL_RENEGOTIATION_ENABLED);
    mbedtls_ssl_conf_handshake_timeout(config, RESEND_MS, RESEND_MAX_MS);
    if (setup->suites)
        mbedtls_ssl_conf_ciphersuites(config, setup->suites);
    if (setup->alpn)
        must(mbedtls_ssl_conf_alpn_protocols(config, setup->alpn));
    if (setup->max_minor)
        mbedtls_ssl_conf_max_version(config, MBEDTLS_SSL_MAJOR_VERSION_3, setup->max_minor);
    must(mbedtls_ssl_conf_max_frag_len(config, setup->max_record));
    if (setup->has_psk)
        must(mbedtls_ssl_conf_psk(config, shared_key, sizeof shared_key,
                                  (const unsigned char *)shared_key_identity,
                                  sizeof shared_key_identity - 1));
    if (setup->has_cid)
        must(mbedtls_ssl_conf_cid(config, 3, MBEDTLS_SSL_UNEXPECTED_CID_IGNORE));
    (setup->is_server ? configure_server : configure_client)(e);
}

/* What is forgotten by a reset of the session. */
static void name_peer(struct endpoint *e)
{
    static const unsigned char address[] = {192, 0, 2, 1, 0x16, 0x33};
    if (e->setup->is_server && e->setup->is_datagram)
        must(mbedtls_ssl_set_client_transport_id(&e->ssl, address, sizeof address));
    if (e->setup->has_cid)
        must(mbedtls_ssl_set_cid(&e->ssl, MBEDTLS_SSL_CID_ENABLED,
                                 (const unsigned char *)(e->setup->is_server ? "srv" : "cli"), 3));
}

struct endpoint *endpoint_open(const struct endpoint_setup *setup, const struct endpoint_io *io)
{
    struct endpoint *e = malloc(sizeof *e);
    if (!e)
        abort();
    endpoint_prepare(setup);
    *e = (struct endpoint){.setup = setup, .io = *io, .random = setup->is_server ? 1 : 2};
    mbedtls_ssl_init(&e->ssl);
    mbedtls_ssl_config_init(&e->config);
    mbedtls_ssl_cache_init(&e->cache);
    mbedtls_ssl_ticket_init(&e->tickets);
    mbedtls_ssl_cookie_init(&e->cookies);
    configure(e);
    must(mbedtls_ssl_setup(&e->ssl, &e->config));
    if (!setup->is_server)
        must(mbedtls_ssl_set_hostname(&e->ssl, "device.example"));
    if (setup->resume)
        must(mbedtls_ssl_set_session(&e->ssl, setup->resume));
    name_peer(e);
    mbedtls_ssl_set_bio(&e->ssl, e, send_bytes, setup->is_datagram ? NULL : receive_bytes,
                        setup->is_datagram ? receive_in_time : NULL);
    mbedtls_ssl_set_timer_cb(&e->ssl, e, set_timer, get_timer);
    return e;
}

void endpoint_close(struct endpoint *e)
{
    mbedtls_ssl_free(&e->ssl);
    mbedtls_ssl_config_free(&e->config);
    mbedtls_ssl_cache_free(&e->cache);
    mbedtls_ssl_ticket_free(&e->tickets);
    mbedtls_ssl_cookie_free(&e->cookies);
    free(e);
}

/* --- the connection ------------------------------------------------------------------------- */

static void note_state(const struct endpoint *e)
{
    enum { STATES = 32 };
    bb_state((unsigned)e->ssl.state % STATES + (e->is_established ? STATES : 0));
}

static int shake_hands(struct endpoint *e)
{
    int result = 0;
    while (result == 0 && e->ssl.state != MBEDTLS_SSL_HANDSHAKE_OVER) {
        note_state(e);
        result = mbedtls_ssl_handshake_step(&e->ssl);
    }
    if (result == MBEDTLS_ERR_SSL_HELLO_VERIFY_REQUIRED) {
        result = mbedtls_ssl_session_reset(&e->ssl);
        name_peer(e);
    }
    if (result == 0 && e->ssl.state == MBEDTLS_SSL_HANDSHAKE_OVER && !e->is_established) {
        e->is_established = true;
        watch_established(&e->ssl, e->setup->is_server);
    }
    return result;
}

static int write_all(struct endpoint *e, const unsigned char *bytes, size_t len)
{
    while (len > 0) {
        int n = mbedtls_ssl_write(&e->ssl, bytes, len);
        if (n <= 0)
            return n;
        bytes += n;
        len -= (size_t)n;
    }
    return 0;
}

static int answer(struct endpoint *e, const unsigned char *question, size_t len)
{
    unsigned char text[sizeof ENDPOINT_SECRET + READ_BYTES];
    memcpy(text, ENDPOINT_SECRET, sizeof ENDPOINT_SECRET);
    memcpy(text + sizeof ENDPOINT_SECRET, question, len);
    return write_all(e, text, sizeof ENDPOINT_SECRET + len);
}

/* The client goes on after each answer: once to negotiate anew, then it says good-bye. */
static int go_on(struct endpoint *e)
{
    if (e->setup->renegotiates && !e->has_renegotiated) {
        e->has_renegotiated = true;
        e->has_asked = false;
        return mbedtls_ssl_renegotiate(&e->ssl);
    }
    int result = mbedtls_ssl_close_notify(&e->ssl);
    return result ? result : MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY;
}

static int read_and_answer(struct endpoint *e)
{
    unsigned char text[READ_BYTES];
    int n = mbedtls_ssl_read(&e->ssl, text, sizeof text);
    note_state(e);
    if (n <= 0)
        return n == 0 ? MBEDTLS_ERR_SSL_CONN_EOF : n;
    watch_received(e->is_established);
    e->n_received++;
    return e->setup->is_server ? answer(e, text, (size_t)n) : go_on(e);
}

static int step(struct endpoint *e)
{
    if (!e->ssl.session) /* a DTLS client that begins anew from the same port has it forgotten */
        e->is_established = false;
    if (!e->is_established || e->ssl.state != MBEDTLS_SSL_HANDSHAKE_OVER)
        return shake_hands(e);
    if (!e->setup->is_server && !e->has_asked) {
        e->has_asked = true;
        return write_all(e, (const unsigned char *)ENDPOINT_SECRET, sizeof ENDPOINT_SECRET);
    }
    return read_and_answer(e);
}

static void end(struct endpoint *e, int result)
{
    if (result == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY)
        mbedtls_ssl_close_notify(&e->ssl);
    if (e->is_established && e->ssl.session)
        watch_session(&e->ssl);
}

enum endpoint_progress endpoint_run(struct endpoint *e)
{
    int result = 0;
    unsigned steps = 0;
    while (result == 0 && steps++ < FEW_STEPS)
        result = step(e);
    if (result == 0 || result == MBEDTLS_ERR_SSL_WANT_READ || result == MBEDTLS_ERR_SSL_WANT_WRITE)
        return ENDPOINT_WAITS;
    end(e, result);
    return ENDPOINT_ENDED;
}
