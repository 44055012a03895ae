/*
 * Makes the seeds of the targets with mbedtls: lets the endpoint of a target talk to another one
 * over memory, in every way that changes what the other sends, and writes down what that was. The
 * target completes the same handshake when it gets these bytes, since nothing in it depends on
 * anything else.
 *
 *     tls_mbedtls_record CORPUS      writes CORPUS/tls_mbedtls_server/psk-ccm8 and so on
 *
 * To be run again whenever the setup of an endpoint changes, or the version of mbedtls.
 */
#include <brickbat/target.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "mbedtls_endpoint.h"
#include "shim/clock.h"

enum { MAX_BYTES = 1 << 20, MAX_ROUNDS = 1000, PATH_BYTES = 1024 };

/* Nobody counts here. */
void bb_state(unsigned id)
{
    (void)id;
}

void bb_oracle_violated(const struct bb_oracle *oracle, const char *words)
{
    fprintf(stderr, "record: %s: %s\n", oracle->name, words);
    abort();
}

/* --- a connection over memory --------------------------------------------------------------- */

/* One direction. Datagrams stand behind their length, as in the input of a target. */
struct wire {
    struct bb_buf bytes; /* all that was ever sent */
    size_t taken;
    bool is_datagram;
};

/* What an endpoint sees: two wires. */
struct ends {
    struct wire *in, *out;
};

static int receive(void *user, uint8_t *ret_bytes, size_t size)
{
    struct wire *in = ((struct ends *)user)->in;
    size_t len = in->bytes.len - in->taken;
    if (len == 0)
        return ENDPOINT_NOTHING;
    const uint8_t *from = in->bytes.ptr + in->taken;
    if (in->is_datagram) {
        len = (size_t)from[0] << 8 | from[1];
        from += 2;
        in->taken += 2;
    }
    size_t n = len < size ? len : size;
    memcpy(ret_bytes, from, n);
    in->taken += in->is_datagram ? len : n;
    return (int)n;
}

static bool never_times_out(void *user)
{
    (void)user;
    return false;
}

static void sent(void *user, struct bb_bytes bytes)
{
    struct wire *out = ((struct ends *)user)->out;
    const uint8_t head[] = {(uint8_t)(bytes.len >> 8), (uint8_t)bytes.len};
    if (out->is_datagram && !bb_buf_append(&out->bytes, bb_bytes_of(head, sizeof head)))
        abort();
    if (!bb_buf_append(&out->bytes, bytes))
        abort();
}

struct duel {
    struct wire to_server, to_client;
    bool is_complete; /* data went both ways and the connection was closed */
};

static void duel_free(struct duel *duel)
{
    bb_buf_free(&duel->to_server.bytes);
    bb_buf_free(&duel->to_client.bytes);
}

/* Lets the two talk until neither has anything to say. ret_session may be NULL. */
static struct duel fight(const struct endpoint_setup *server_setup,
                         const struct endpoint_setup *client_setup,
                         mbedtls_ssl_session *ret_session)
{
    bool is_datagram = server_setup->is_datagram;
    struct duel duel = {
        .to_server = {.bytes = BB_BUF_INIT(MAX_BYTES), .is_datagram = is_datagram},
        .to_client = {.bytes = BB_BUF_INIT(MAX_BYTES), .is_datagram = is_datagram},
    };
    struct ends server_ends = {&duel.to_server, &duel.to_client};
    struct ends client_ends = {&duel.to_client, &duel.to_server};
    const struct endpoint_io server_io = {receive, never_times_out, sent, &server_ends};
    const struct endpoint_io client_io = {receive, never_times_out, sent, &client_ends};
    struct endpoint server, client;
    bb_shim_clock_reset();
    endpoint_open(&server, server_setup, &server_io);
    endpoint_open(&client, client_setup, &client_io);
    enum endpoint_progress client_is = ENDPOINT_WAITS, server_is = ENDPOINT_WAITS;
    size_t before = SIZE_MAX, now = 0;
    for (int i = 0; i < MAX_ROUNDS && before != now; i++) {
        before = now;
        client_is = client_is == ENDPOINT_WAITS ? endpoint_run(&client) : client_is;
        server_is = server_is == ENDPOINT_WAITS ? endpoint_run(&server) : server_is;
        now = duel.to_server.bytes.len + duel.to_client.bytes.len + duel.to_server.taken +
              duel.to_client.taken;
    }
    duel.is_complete = client.n_received && server.n_received && client_is == ENDPOINT_ENDED &&
                       server_is == ENDPOINT_ENDED;
    if (ret_session && mbedtls_ssl_get_session(&client.ssl, ret_session) != 0)
        abort();
    endpoint_close(&client);
    endpoint_close(&server);
    return duel;
}

/* --- what the other end may do -------------------------------------------------------------- */

#define SUITES(name, ...) static const int name[] = {__VA_ARGS__, 0}

SUITES(psk_ccm8, MBEDTLS_TLS_PSK_WITH_AES_128_CCM_8);
SUITES(psk_cbc, MBEDTLS_TLS_PSK_WITH_AES_128_CBC_SHA256);
SUITES(dhe_psk, MBEDTLS_TLS_DHE_PSK_WITH_AES_128_GCM_SHA256);
SUITES(ecdhe_psk, MBEDTLS_TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA256);
SUITES(rsa_psk, MBEDTLS_TLS_RSA_PSK_WITH_AES_128_CBC_SHA256);
SUITES(rsa, MBEDTLS_TLS_RSA_WITH_AES_128_CBC_SHA);
SUITES(dhe_rsa, MBEDTLS_TLS_DHE_RSA_WITH_AES_128_CBC_SHA256);
SUITES(ecdhe_rsa, MBEDTLS_TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256);
SUITES(ecdhe_ecdsa, MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8);
SUITES(camellia, MBEDTLS_TLS_PSK_WITH_CAMELLIA_128_GCM_SHA256);

static const char *only_mqtt[] = {"mqtt", NULL};
static const char *only_http[] = {"http/1.1", NULL};

struct scenario {
    const char *name;
    struct endpoint_setup other;
    bool resumes;
    bool fails; /* on purpose */
    bool is_for_clients_only;
    bool is_for_servers_only;
};

#define WITH_PSK .has_psk = true
static const struct scenario scenarios[] = {
    {.name = "all-suites", .other = {WITH_PSK}, .is_for_servers_only = true},
    {.name = "psk-ccm8", .other = {WITH_PSK, .suites = psk_ccm8}},
    {.name = "psk-cbc", .other = {WITH_PSK, .suites = psk_cbc}},
    {.name = "psk-camellia", .other = {WITH_PSK, .suites = camellia}},
    {.name = "dhe-psk", .other = {WITH_PSK, .suites = dhe_psk}},
    {.name = "ecdhe-psk", .other = {WITH_PSK, .suites = ecdhe_psk}},
    {.name = "rsa-psk", .other = {WITH_PSK, .suites = rsa_psk}},
    {.name = "rsa", .other = {.suites = rsa}},
    {.name = "dhe-rsa", .other = {.suites = dhe_rsa}},
    {.name = "ecdhe-rsa", .other = {.suites = ecdhe_rsa}},
    {.name = "ecdhe-ecdsa", .other = {.suites = ecdhe_ecdsa}},
    {.name = "client-certificate",
     .other = {.suites = ecdhe_ecdsa, .shows_certificate = true, .wants_certificate = true}},
    {.name = "alpn-mqtt", .other = {WITH_PSK, .suites = psk_ccm8, .alpn = only_mqtt}},
    {.name = "alpn-refused",
     .other = {WITH_PSK, .suites = psk_ccm8, .alpn = only_http},
     .fails = true},
    {.name = "records-of-512",
     .other = {WITH_PSK, .suites = psk_cbc, .max_record = MBEDTLS_SSL_MAX_FRAG_LEN_512},
     .is_for_servers_only = true},
    {.name = "renegotiates",
     .other = {WITH_PSK, .suites = psk_ccm8, .renegotiates = true},
     .is_for_servers_only = true},
    {.name = "ticket",
     .other = {WITH_PSK, .suites = psk_ccm8},
     .resumes = true,
     .is_for_servers_only = true},
    {.name = "version-1.1", .other = {.suites = rsa, .max_minor = MBEDTLS_SSL_MINOR_VERSION_2}},
    {.name = "no-psk-known",
     .other = {.suites = psk_ccm8},
     .fails = true,
     .is_for_clients_only = true},
};
static const struct scenario tls_only[] = {
    {.name = "version-1.0",
     .other = {.suites = rsa, .max_minor = MBEDTLS_SSL_MINOR_VERSION_1},
     .is_for_servers_only = true},
};
static const struct scenario dtls_only[] = {
    {.name = "connection-id", .other = {WITH_PSK, .suites = psk_ccm8, .has_cid = true}},
    {.name = "connection-id-cbc", .other = {WITH_PSK, .suites = psk_cbc, .has_cid = true}},
};

/* --- writing -------------------------------------------------------------------------------- */

static int n_failed;

static void write_seed(const char *corpus, const char *target, const char *name,
                       const struct wire *wire)
{
    char path[PATH_BYTES];
    struct bb_err err = {0};
    snprintf(path, sizeof path, "%s/%s", corpus, target);
    enum bb_status status = bb_dir_make(path, &err);
    snprintf(path, sizeof path, "%s/%s/%s", corpus, target, name);
    if (status == BB_OK)
        status = bb_file_write(path, bb_buf_bytes(&wire->bytes), &err);
    if (status == BB_OK)
        return;
    fprintf(stderr, "record: %s\n", err.what);
    n_failed++;
}

static void check(const struct scenario *scenario, const char *target, const struct duel *duel)
{
    if (duel->is_complete != scenario->fails)
        return;
    fprintf(stderr, "record: %s, %s: the connection is %s\n", target, scenario->name,
            duel->is_complete ? "not refused" : "not completed");
    n_failed++;
}

static void record_for_server(const char *corpus, const struct scenario *scenario,
                              const struct endpoint_setup *server)
{
    const char *target = server->is_datagram ? "dtls_mbedtls_server" : "tls_mbedtls_server";
    struct endpoint_setup client = scenario->other;
    mbedtls_ssl_session session;
    client.is_datagram = server->is_datagram;
    mbedtls_ssl_session_init(&session);
    if (scenario->resumes) {
        struct duel first = fight(server, &client, &session);
        duel_free(&first);
        client.resume = &session;
    }
    struct duel duel = fight(server, &client, NULL);
    check(scenario, target, &duel);
    write_seed(corpus, target, scenario->name, &duel.to_server);
    duel_free(&duel);
    mbedtls_ssl_session_free(&session);
}

static void record_for_client(const char *corpus, const struct scenario *scenario,
                              const struct endpoint_setup *client)
{
    const char *target = client->is_datagram ? "dtls_mbedtls_client" : "tls_mbedtls_client";
    struct endpoint_setup server = scenario->other;
    server.is_datagram = client->is_datagram;
    server.is_server = true;
    struct duel duel = fight(&server, client, NULL);
    check(scenario, target, &duel);
    write_seed(corpus, target, scenario->name, &duel.to_client);
    duel_free(&duel);
}

static void record(const char *corpus, const struct scenario *list, size_t n, bool is_datagram)
{
    for (size_t i = 0; i < n; i++) {
        if (!list[i].is_for_clients_only)
            record_for_server(corpus, &list[i],
                              is_datagram ? &endpoint_dtls_server : &endpoint_tls_server);
        if (!list[i].is_for_servers_only)
            record_for_client(corpus, &list[i],
                              is_datagram ? &endpoint_dtls_client : &endpoint_tls_client);
    }
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: %s CORPUS\n", argv[0]);
        return 2;
    }
    for (int is_datagram = 0; is_datagram < 2; is_datagram++)
        record(argv[1], scenarios, sizeof scenarios / sizeof *scenarios, is_datagram);
    record(argv[1], tls_only, sizeof tls_only / sizeof *tls_only, false);
    record(argv[1], dtls_only, sizeof dtls_only / sizeof *dtls_only, true);
    return n_failed ? 3 : 0;
}
