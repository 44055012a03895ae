/*
 * Makes the seeds of the targets with wolfSSL: lets the endpoint of a target talk to another one,
 * in every way that changes what the other sends (duel.h).
 *
 *     tls_wolfssl_record CORPUS      writes CORPUS/tls_wolfssl_server/psk-ccm8 and so on
 *
 * To be run again whenever the setup of an endpoint changes, or the version of wolfSSL.
 */
#include <stdio.h>

#include "duel.h"
#include "wolfssl_record.h"

#define UP_2 .max_version = TLS1_2_VERSION

/* Clients, for the server. */
static const struct scenario clients[] = {
    DONE("all-suites", PSK, .shows_certificate = true),
    DONE("12-psk-ccm8", PSK, UP_2, .suites = "PSK-AES128-CCM-8"),
    DONE("12-psk-cbc", PSK, UP_2, .suites = "PSK-AES128-CBC-SHA256"),
    DONE("12-psk-chacha", PSK, UP_2, .suites = "PSK-CHACHA20-POLY1305"),
    DONE("12-ecdhe-psk", PSK, UP_2, .suites = "ECDHE-PSK-AES128-CBC-SHA256"),
    DONE("12-dhe-psk", PSK, UP_2, .suites = "DHE-PSK-AES128-GCM-SHA256"),
    DONE("12-ecdhe-ecdsa", UP_2, .suites = "ECDHE-ECDSA-AES128-GCM-SHA256"),
    DONE("12-rsa", UP_2, .suites = "AES128-SHA", .name = "localhost"),
    DONE("12-ecdhe-rsa", UP_2, .suites = "ECDHE-RSA-CHACHA20-POLY1305", .name = "localhost"),
    DONE("12-dhe-rsa", UP_2, .suites = "DHE-RSA-AES128-SHA256", .name = "localhost"),
    DONE("12-client-certificate", UP_2, .suites = "ECDHE-ECDSA-AES128-CCM-8",
         .shows_certificate = true),
    DONE("12-renegotiates", PSK, UP_2, .suites = "PSK-AES128-CBC-SHA256", .goes_on = true),
    DONE("12-ticket", PSK, UP_2, .suites = "PSK-AES128-CCM-8", TWO),
    DONE("12-ticket-cbc", PSK, UP_2, .suites = "PSK-AES128-CBC-SHA256", TWO),
    DONE("12-ticket-ecdsa", UP_2, .suites = "ECDHE-ECDSA-AES128-SHA", TWO),
    DONE("12-records-of-512", PSK, UP_2, .suites = "PSK-AES128-GCM-SHA256",
         .max_record = WOLFSSL_MFL_2_9),
    DONE("12-alpn-mqtt", PSK, UP_2, .suites = "PSK-AES128-CCM-8", .alpn = "mqtt"),
    REFUSED("12-alpn-refused", PSK, UP_2, .suites = "PSK-AES128-CCM-8", .alpn = "http/1.1"),
    DONE("10", .suites = "AES128-SHA", .name = "localhost", .max_version = TLS1_VERSION),
    DONE("11", PSK, .suites = "PSK-AES128-CBC-SHA", .max_version = TLS1_1_VERSION),
    DONE("13-psk", PSK, .suites = "TLS13-AES128-GCM-SHA256"),
    DONE("13-psk-keys", PSK, .suites = "TLS13-AES128-GCM-SHA256", .goes_on = true),
    DONE("13-ecdsa", .suites = "TLS13-CHACHA20-POLY1305-SHA256"),
    DONE("13-ecdsa-ccm8", .suites = "TLS13-AES128-CCM-8-SHA256", .goes_on = true),
    DONE("13-rsa", .suites = "TLS13-AES256-GCM-SHA384", .name = "localhost"),
    DONE("13-ticket", .suites = "TLS13-AES128-GCM-SHA256", TWO),
    DONE("13-psk-ticket", PSK, .suites = "TLS13-AES128-GCM-SHA256", .connections = 3),
    DONE("13-certificate-later", .suites = "TLS13-AES128-GCM-SHA256", .shows_certificate = true),
    DONE("13-p256", PSK, .suites = "TLS13-AES128-GCM-SHA256", .group = WOLFSSL_ECC_SECP256R1),
    DONE("13-ffdhe", PSK, .suites = "TLS13-AES128-GCM-SHA256", .group = WOLFSSL_FFDHE_2048),
    DONE("13-alpn-coap", PSK, .suites = "TLS13-AES128-GCM-SHA256", .alpn = "coap"),
};

#define SERVER .is_server = true

/* Servers, for the client. */
static const struct scenario servers[] = {
    DONE("12-ecdhe-ecdsa", SERVER, UP_2, THREE, .suites = "ECDHE-ECDSA-AES128-GCM-SHA256"),
    DONE("12-rsa", SERVER, UP_2, .suites = "AES128-SHA", .has_rsa = true),
    DONE("12-ecdhe-rsa", SERVER, UP_2, .suites = "ECDHE-RSA-CHACHA20-POLY1305", .has_rsa = true),
    DONE("12-dhe-rsa", SERVER, UP_2, .suites = "DHE-RSA-AES128-SHA256", .has_rsa = true),
    DONE("12-wants-certificate", SERVER, UP_2, .suites = "ECDHE-ECDSA-AES128-CCM-8",
         .wants_certificate = true),
    DONE("12-alpn-mqtt", SERVER, UP_2, .suites = "ECDHE-ECDSA-AES128-SHA", .alpn = "mqtt"),
    DONE("10", SERVER, .suites = "AES128-SHA", .has_rsa = true, .max_version = TLS1_VERSION),
    DONE("11", SERVER, .suites = "AES128-SHA", .has_rsa = true, .max_version = TLS1_1_VERSION),
    DONE("13-ecdsa", SERVER, .suites = "TLS13-CHACHA20-POLY1305-SHA256"),
    DONE("13-ecdsa-ccm8", SERVER, .suites = "TLS13-AES128-CCM-8-SHA256"),
    DONE("13-rsa", SERVER, .suites = "TLS13-AES256-GCM-SHA384", .has_rsa = true),
    DONE("13-ticket", SERVER, THREE, .suites = "TLS13-AES128-GCM-SHA256"),
    DONE("13-wants-certificate", SERVER, .suites = "TLS13-AES128-GCM-SHA256",
         .wants_certificate = true),
    DONE("13-retry", SERVER, .suites = "TLS13-AES128-GCM-SHA256", .group = WOLFSSL_FFDHE_2048),
};

/* Servers, for the client of 1.2 that has a shared key. */
static const struct scenario servers_12[] = {
    DONE("psk-ccm8", SERVER, PSK, UP_2, THREE, .suites = "PSK-AES128-CCM-8"),
    DONE("psk-cbc", SERVER, PSK, UP_2, THREE, .suites = "PSK-AES128-CBC-SHA256"),
    DONE("psk-chacha", SERVER, PSK, UP_2, .suites = "PSK-CHACHA20-POLY1305"),
    DONE("psk-sha384", SERVER, PSK, UP_2, .suites = "PSK-AES256-CBC-SHA384"),
    DONE("ecdhe-psk", SERVER, PSK, UP_2, .suites = "ECDHE-PSK-AES128-CBC-SHA256"),
    DONE("dhe-psk", SERVER, PSK, UP_2, .suites = "DHE-PSK-AES128-GCM-SHA256"),
    DONE("ecdhe-ecdsa", SERVER, UP_2, THREE, .suites = "ECDHE-ECDSA-AES256-SHA384"),
    DONE("wants-certificate", SERVER, UP_2, .suites = "ECDHE-ECDSA-AES128-SHA",
         .wants_certificate = true),
    DONE("alpn-coap", SERVER, PSK, UP_2, .suites = "PSK-AES128-CCM-8", .alpn = "coap"),
    REFUSED("alpn-refused", SERVER, PSK, UP_2, .suites = "PSK-AES128-CCM-8", .alpn = "ftp"),
    REFUSED("no-key-known", SERVER, UP_2, .suites = "PSK-AES128-CCM-8"),
};

/* Servers, for the client of 1.3 that has a shared key. */
static const struct scenario servers_psk[] = {
    DONE("psk", SERVER, PSK, .suites = "TLS13-AES128-GCM-SHA256"),
    DONE("psk-ticket", SERVER, PSK, THREE, .suites = "TLS13-AES128-GCM-SHA256"),
    DONE("psk-retry", SERVER, PSK, .suites = "TLS13-AES128-GCM-SHA256",
         .group = WOLFSSL_ECC_X25519),
    DONE("psk-alpn", SERVER, PSK, .suites = "TLS13-AES128-GCM-SHA256", .alpn = "coap"),
    DONE("ecdsa", SERVER, .suites = "TLS13-CHACHA20-POLY1305-SHA256"),
    DONE("rsa", SERVER, .suites = "TLS13-AES256-GCM-SHA384", .has_rsa = true),
    DONE("ticket", SERVER, THREE, .suites = "TLS13-AES128-GCM-SHA256"),
};

static const struct recording record_tls[] = {
    {"tls_wolfssl_server", &endpoint_tls_server, clients, sizeof clients / sizeof *clients},
    {"tls_wolfssl_client", &endpoint_tls_client, servers, sizeof servers / sizeof *servers},
    {"tls_wolfssl_client_12", &wolfssl_endpoint_tls_client_12, servers_12,
     sizeof servers_12 / sizeof *servers_12},
    {"tls_wolfssl_client_psk", &wolfssl_endpoint_tls_client_psk, servers_psk,
     sizeof servers_psk / sizeof *servers_psk},
    {.target = NULL},
};

static int n_failed;

static void write_seed(const struct duel_seed *its, const struct scenario *scenario,
                       const struct duel *duel, const struct duel_wire *wire)
{
    const struct endpoint *client = duel->client, *server = duel->server;
    struct duel_seed seed = *its;
    seed.should_be = !scenario->fails;
    seed.is_complete = client->n_received > 0 && server->n_received > 0 && client->n_ended > 0 &&
                       server->n_ended > 0;
    if (!duel_write(wire, &seed))
        n_failed++;
}

static void record(const char *corpus, const struct recording *recording,
                   const struct scenario *scenario)
{
    const struct endpoint_setup *own = recording->own, *other = &scenario->other;
    const struct duel_seed seed = {.corpus = corpus,
                                   .target = recording->target,
                                   .name = scenario->name};
    enum duel_network network =
        own->is_datagram && scenario->network == DUEL_STREAM ? DUEL_DATAGRAMS : scenario->network;
    struct duel duel;
    duel_fight(&duel, own->is_server ? own : other, own->is_server ? other : own, network);
    write_seed(&seed, scenario, &duel, own->is_server ? &duel.to_server : &duel.to_client);
    duel_free(&duel);
}

static void record_all(const char *corpus, const struct recording *list)
{
    for (; list->target; list++) {
        for (size_t i = 0; i < list->n_others; i++)
            record(corpus, list, &list->others[i]);
    }
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: %s CORPUS\n", argv[0]);
        return 2;
    }
    record_all(argv[1], record_tls);
    record_all(argv[1], record_dtls);
    return n_failed ? 3 : 0;
}
