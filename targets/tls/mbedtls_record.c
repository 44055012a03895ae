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
#include <stdio.h>
#include <stdlib.h>

#include "duel.h"
#include "mbedtls_endpoint.h"

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

static void write_seed(const char *corpus, const char *target, const struct scenario *scenario,
                       const struct duel *duel, const struct duel_wire *wire)
{
    const struct duel_seed seed = {
        .corpus = corpus,
        .target = target,
        .name = scenario->name,
        .is_complete =
            duel->has_ended && duel->client->n_received > 0 && duel->server->n_received > 0,
        .should_be = !scenario->fails,
    };
    if (!duel_write(wire, &seed))
        n_failed++;
}

static enum duel_network network_of(const struct endpoint_setup *setup)
{
    return setup->is_datagram ? DUEL_DATAGRAMS : DUEL_STREAM;
}

/* A session to resume, from a connection before. */
static void get_session(const struct endpoint_setup *server, const struct endpoint_setup *client,
                        mbedtls_ssl_session *ret_session)
{
    struct duel duel;
    duel_fight(&duel, server, client, network_of(server));
    if (mbedtls_ssl_get_session(&duel.client->ssl, ret_session) != 0)
        abort();
    duel_free(&duel);
}

static void record_for_server(const char *corpus, const struct scenario *scenario,
                              const struct endpoint_setup *server)
{
    const char *target = server->is_datagram ? "dtls_mbedtls_server" : "tls_mbedtls_server";
    struct endpoint_setup client = scenario->other;
    mbedtls_ssl_session session;
    struct duel duel;
    client.is_datagram = server->is_datagram;
    mbedtls_ssl_session_init(&session);
    if (scenario->resumes) {
        get_session(server, &client, &session);
        client.resume = &session;
    }
    duel_fight(&duel, server, &client, network_of(server));
    write_seed(corpus, target, scenario, &duel, &duel.to_server);
    duel_free(&duel);
    mbedtls_ssl_session_free(&session);
}

static void record_for_client(const char *corpus, const struct scenario *scenario,
                              const struct endpoint_setup *client)
{
    const char *target = client->is_datagram ? "dtls_mbedtls_client" : "tls_mbedtls_client";
    struct endpoint_setup server = scenario->other;
    struct duel duel;
    server.is_datagram = client->is_datagram;
    server.is_server = true;
    duel_fight(&duel, &server, client, network_of(client));
    write_seed(corpus, target, scenario, &duel, &duel.to_client);
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
