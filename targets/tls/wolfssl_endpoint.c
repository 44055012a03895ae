#include "wolfssl_endpoint.h"

#include <brickbat/target.h>
#include <stdlib.h>
#include <string.h>

#include "shim/clock.h"
#include "shim/snapshot.h"
#include "watch.h"
#include "wolfssl_context.h"
#include "wolfssl_random.h"
#include "wolfssl_watch.h"

enum {
    FEW_STEPS = 64, /* of one call, without anything received: an endless loop otherwise */
    READ_BYTES = 600,
    FEW_CONNECTIONS = 3,
};

static const char protocols[] = "coap,mqtt";

const struct endpoint_setup endpoint_tls_server = {.is_server = true,
                                                   .wants_certificate = true,
                                                   .has_psk = true,
                                                   .connections = FEW_CONNECTIONS,
                                                   .alpn = protocols};
/* Without a shared key: a client that offers one for 1.3 gets lost when the server takes 1.2. */
const struct endpoint_setup endpoint_tls_client = {.shows_certificate = true,
                                                   .goes_on = true,
                                                   .connections = FEW_CONNECTIONS,
                                                   .alpn = protocols};
const struct endpoint_setup wolfssl_endpoint_tls_client_12 = {.shows_certificate = true,
                                                              .has_psk = true,
                                                              .goes_on = true,
                                                              .connections = FEW_CONNECTIONS,
                                                              .max_version = TLS1_2_VERSION,
                                                              .alpn = protocols};
const struct endpoint_setup wolfssl_endpoint_tls_client_psk = {.has_psk = true,
                                                               .goes_on = true,
                                                               .connections = FEW_CONNECTIONS,
                                                               .alpn = protocols};
const struct endpoint_setup endpoint_dtls_server = {.is_server = true,
                                                    .is_datagram = true,
                                                    .wants_certificate = true,
                                                    .has_psk = true,
                                                    .connections = FEW_CONNECTIONS,
                                                    .max_version = DTLS1_2_VERSION,
                                                    .alpn = protocols};
const struct endpoint_setup endpoint_dtls_client = {.is_datagram = true,
                                                    .shows_certificate = true,
                                                    .has_psk = true,
                                                    .goes_on = true,
                                                    .connections = FEW_CONNECTIONS,
                                                    .max_version = DTLS1_2_VERSION,
                                                    .alpn = protocols};
const struct endpoint_setup wolfssl_endpoint_dtls_server_13 = {.is_server = true,
                                                               .is_datagram = true,
                                                               .wants_certificate = true,
                                                               .has_psk = true,
                                                               .has_cid = true,
                                                               .connections = FEW_CONNECTIONS,
                                                               .alpn = protocols};
const struct endpoint_setup wolfssl_endpoint_dtls_client_13 = {.is_datagram = true,
                                                               .shows_certificate = true,
                                                               .has_cid = true,
                                                               .goes_on = true,
                                                               .connections = FEW_CONNECTIONS,
                                                               .alpn = protocols};

static void must(bool is_well)
{
    if (!is_well)
        abort();
}

/* --- the network ---------------------------------------------------------------------------- */

static int send_bytes(WOLFSSL *ssl, char *bytes, int len, void *user)
{
    struct endpoint *e = user;
    struct bb_bytes sent = bb_bytes_of(bytes, (size_t)len);
    /* Of 1.3, all that is encrypted looks like application data. */
    watch_sent(sent, e->setup->is_datagram,
               e->n_handshakes > 0 || (ssl->options.tls1_3 && ssl->keys.encryptionOn));
    e->io.sent(e->io.user, sent);
    return len;
}

static int receive_bytes(WOLFSSL *ssl, char *ret_bytes, int size, void *user)
{
    struct endpoint *e = user;
    (void)ssl;
    watch_state(e);
    int n = e->io.receive(e->io.user, (uint8_t *)ret_bytes, (size_t)size);
    e->is_at_end = n == 0;
    if (n == ENDPOINT_NOTHING)
        return WOLFSSL_CBIO_ERR_WANT_READ;
    return n == 0 ? WOLFSSL_CBIO_ERR_CONN_CLOSE : n;
}

/* A timer runs until what was sent is answered. */
static bool has_timer(const WOLFSSL *ssl)
{
    return ssl->options.handShakeState != HANDSHAKE_DONE || ssl->options.tls1_3;
}

/* Known: a client of 1.3 that waits for the acknowledgement of its Finished keeps a pointer to data
 * that comes first, though the buffer is another one with the next datagram. Here such data is
 * lost, as any datagram may be. */
static void lose_early_data(WOLFSSL *ssl)
{
    buffer *data = &ssl->buffers.clearOutputBuffer;
    if (data->length > 0 && BB_PASSES_OVER(data_before_acknowledgement))
        data->length = 0;
}

static int receive_datagram(WOLFSSL *ssl, char *ret_bytes, int size, void *user)
{
    struct endpoint *e = user;
    watch_state(e);
    lose_early_data(ssl);
    int n = e->io.receive(e->io.user, (uint8_t *)ret_bytes, (size_t)size);
    if (n != ENDPOINT_NOTHING)
        return n;
    if (!has_timer(ssl) || !e->io.times_out(e->io.user))
        return WOLFSSL_CBIO_ERR_WANT_READ;
    bb_shim_clock_advance_ms((uint64_t)wolfSSL_dtls_get_current_timeout(ssl) * 1000);
    return WOLFSSL_CBIO_ERR_TIMEOUT;
}

/* --- setup ---------------------------------------------------------------------------------- */

static int note_handshake(WOLFSSL *ssl, void *user)
{
    struct endpoint *e = user;
    if (ssl->options.tls1_3 && e->n_handshakes > 0)
        return 0; /* said again when a certificate comes later */
    e->n_handshakes++;
    watch_established(e);
    return 0;
}

static void set_up_server(struct endpoint *e)
{
    static const unsigned char secret[] = "what cookies are made with: 0123";
    if (!e->setup->max_version)
        must(wolfSSL_send_hrr_cookie(e->ssl, secret, sizeof secret - 1) == WOLFSSL_SUCCESS);
    if (e->setup->is_datagram)
        must(wolfSSL_DTLS_SetCookieSecret(e->ssl, secret, sizeof secret - 1) == 0);
}

static void set_up_client(struct endpoint *e)
{
    static const char usual_name[] = "device.example";
    const char *name = e->setup->name ? e->setup->name : usual_name;
    must(wolfSSL_UseSNI(e->ssl, WOLFSSL_SNI_HOST_NAME, name, (unsigned short)strlen(name)) ==
         WOLFSSL_SUCCESS);
    must(wolfSSL_check_domain_name(e->ssl, usual_name) == WOLFSSL_SUCCESS);
    if (e->session)
        wolfSSL_set_session(e->ssl, e->session);
}

static void set_up_datagrams(struct endpoint *e)
{
    unsigned char id[] = {'i', (unsigned char)('0' + e->setup->is_server)};
    wolfSSL_dtls_set_using_nonblock(e->ssl, 1);
    if (e->setup->mtu)
        must(wolfSSL_dtls_set_mtu(e->ssl, e->setup->mtu) == WOLFSSL_SUCCESS);
    if (e->setup->has_cid && wolfSSL_dtls_cid_use(e->ssl) == WOLFSSL_SUCCESS)
        must(wolfSSL_dtls_cid_set(e->ssl, id, sizeof id) == WOLFSSL_SUCCESS);
}

/* A new connection, the first or the next. */
static void connect_anew(struct endpoint *e)
{
    const struct endpoint_setup *setup = e->setup;
    int group = setup->group;
    e->ssl = wolfSSL_new(wolfssl_context(setup));
    must(e->ssl != NULL);
    if (setup->is_datagram)
        set_up_datagrams(e);
    wolfSSL_SetIOReadCtx(e->ssl, e);
    wolfSSL_SetIOWriteCtx(e->ssl, e);
    wolfSSL_SSLSetIORecv(e->ssl, setup->is_datagram ? receive_datagram : receive_bytes);
    wolfSSL_SSLSetIOSend(e->ssl, send_bytes);
    must(wolfSSL_SetHsDoneCb(e->ssl, note_handshake, e) == WOLFSSL_SUCCESS);
    if (group)
        must(wolfSSL_set_groups(e->ssl, &group, 1) == WOLFSSL_SUCCESS);
    if (setup->alpn)
        must(wolfSSL_UseALPN(e->ssl, (char *)setup->alpn, (unsigned)strlen(setup->alpn),
                             WOLFSSL_ALPN_FAILED_ON_MISMATCH) == WOLFSSL_SUCCESS);
    (setup->is_server ? set_up_server : set_up_client)(e);
    e->n_connections++;
    e->n_handshakes = 0;
    e->peer_state = 0;
    e->delivered.n = 0;
    e->has_asked = e->has_gone_on = e->has_gone = false;
}

bool endpoint_is_datagram(const struct endpoint_setup *setup)
{
    return setup->is_datagram;
}

void endpoint_prepare(const struct endpoint_setup *setup)
{
    wolfssl_context(setup);
    bb_shim_snapshot_take();
}

struct endpoint *endpoint_open(const struct endpoint_setup *setup, const struct endpoint_io *io)
{
    struct endpoint *e = malloc(sizeof *e);
    must(e != NULL);
    *e = (struct endpoint){.setup = setup, .io = *io, .random = setup->is_server ? 1 : 2};
    wolfssl_context(setup);
    wolfssl_random_use(&e->random);
    connect_anew(e);
    wolfssl_random_use(NULL);
    return e;
}

void endpoint_close(struct endpoint *e)
{
    wolfSSL_free(e->ssl);
    wolfSSL_SESSION_free(e->session);
    wolfSSL_ERR_clear_error();
    free(e);
}

/* --- the connection ------------------------------------------------------------------------- */

/* Returns what wolfSSL does: a positive number, or one for wolfSSL_get_error. */
static int write_all(struct endpoint *e, const char *bytes, size_t len)
{
    int n = wolfSSL_write(e->ssl, bytes, (int)len);
    must(n <= 0 || (size_t)n == len); /* the network takes everything */
    return n;
}

static int answer(struct endpoint *e, const char *question, size_t len)
{
    char text[sizeof ENDPOINT_SECRET + READ_BYTES];
    memcpy(text, ENDPOINT_SECRET, sizeof ENDPOINT_SECRET);
    memcpy(text + sizeof ENDPOINT_SECRET, question, len);
    if (e->setup->wants_certificate && !e->has_asked && e->ssl->options.tls1_3 &&
        !e->ssl->options.pskNegotiated) {
        e->has_asked = true;
        wolfSSL_request_certificate(e->ssl); /* refused if the client does not offer it */
    }
    return write_all(e, text, sizeof ENDPOINT_SECRET + len);
}

static void keep_session(struct endpoint *e)
{
    wolfSSL_SESSION_free(e->session);
    e->session = wolfSSL_get1_session(e->ssl);
    if (e->session)
        watch_session(e->session);
}

/* The client goes on after each answer: once with other keys, then it says good-bye. */
static int go_on(struct endpoint *e)
{
    if (!e->setup->goes_on || e->has_gone_on) {
        keep_session(e);
        e->has_gone = true;
        return wolfSSL_shutdown(e->ssl) == WOLFSSL_SHUTDOWN_NOT_DONE ? 1 : -1;
    }
    e->has_gone_on = true;
    e->has_asked = false;
    return e->ssl->options.tls1_3 ? wolfSSL_update_keys(e->ssl) : wolfSSL_Rehandshake(e->ssl);
}

static int read_and_go_on(struct endpoint *e)
{
    char text[READ_BYTES];
    bool is_rest = e->ssl->buffers.clearOutputBuffer.length > 0;
    int n = wolfSSL_read(e->ssl, text, sizeof text);
    if (n <= 0)
        return n;
    watch_received(e->n_handshakes > 0);
    if (e->setup->is_datagram && !is_rest)
        watch_delivered(e);
    e->n_received++;
    return e->setup->is_server ? answer(e, text, (size_t)n) : go_on(e);
}

/* What comes after our good-bye is not for us, until the other end says it, too. */
static int wait_for_end(struct endpoint *e)
{
    char text[READ_BYTES];
    return wolfSSL_read(e->ssl, text, sizeof text);
}

/* Reading and writing shake hands as needed, except that they do not wait until a client's Finished
 * of DTLS 1.3 is acknowledged. */
static bool is_shaking_hands(const struct endpoint *e)
{
    return (e->has_gone_on && e->ssl->options.handShakeState != HANDSHAKE_DONE) ||
           (e->setup->is_datagram && e->n_handshakes == 0);
}

static int step(struct endpoint *e)
{
    if (e->has_gone)
        return wait_for_end(e);
    if (is_shaking_hands(e))
        return wolfSSL_negotiate(e->ssl);
    if (e->setup->is_server || e->has_asked)
        return read_and_go_on(e);
    int result = write_all(e, ENDPOINT_SECRET, sizeof ENDPOINT_SECRET);
    e->has_asked = result > 0;
    return result;
}

/* Data that comes amid a renegotiation is said to be there by an error, and read by the next call.
 */
static bool must_wait(struct endpoint *e, int result)
{
    int error = wolfSSL_get_error(e->ssl, result);
    return error == WOLFSSL_ERROR_WANT_READ || error == WOLFSSL_ERROR_WANT_WRITE ||
           error == APP_DATA_READY;
}

/* The connection has ended. After a good one there may be another. */
static enum endpoint_progress end(struct endpoint *e)
{
    bool was_good = e->n_handshakes > 0;
    e->n_ended += was_good;
    if (was_good && e->setup->is_server) {
        keep_session(e);
        wolfSSL_shutdown(e->ssl);
    }
    if (!was_good || e->is_at_end || e->n_connections >= e->setup->connections)
        return ENDPOINT_ENDED;
    wolfSSL_free(e->ssl);
    connect_anew(e);
    return ENDPOINT_WAITS;
}

static enum endpoint_progress run(struct endpoint *e)
{
    int result = 1;
    unsigned steps = 0;
    while (result > 0 && steps++ < FEW_STEPS)
        result = step(e);
    if (result > 0 || must_wait(e, result))
        return ENDPOINT_WAITS;
    return end(e);
}

enum endpoint_progress endpoint_run(struct endpoint *e)
{
    wolfssl_random_use(&e->random);
    enum endpoint_progress progress = run(e);
    wolfssl_random_use(NULL);
    return progress;
}
