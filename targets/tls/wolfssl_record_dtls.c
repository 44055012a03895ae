/* Whom the targets of DTLS with wolfSSL meet (wolfssl_record.h). */
#include "wolfssl_record.h"

#define UDP  .is_datagram = true
#define UP_2 UDP, .max_version = DTLS1_2_VERSION
#define UP_3 UDP

/* The good-bye is shorter than what a record number is hidden with, and cannot be sent. */
#define NO_ALERT REFUSED

/* Clients, for the server of 1.2. */
static const struct scenario clients_12[] = {
    DONE("psk-ccm8", PSK, UP_2, .suites = "PSK-AES128-CCM-8"),
    DONE("psk-cbc", PSK, UP_2, .suites = "PSK-AES128-CBC-SHA256"),
    DONE("psk-chacha", PSK, UP_2, .suites = "PSK-CHACHA20-POLY1305"),
    DONE("ecdhe-psk", PSK, UP_2, .suites = "ECDHE-PSK-AES128-CBC-SHA256"),
    DONE("dhe-psk", PSK, UP_2, .suites = "DHE-PSK-AES128-GCM-SHA256"),
    DONE("ecdhe-ecdsa", UP_2, .suites = "ECDHE-ECDSA-AES128-GCM-SHA256"),
    DONE("rsa", UP_2, .suites = "AES128-SHA", .name = "localhost"),
    DONE("ecdhe-rsa", UP_2, .suites = "ECDHE-RSA-CHACHA20-POLY1305", .name = "localhost"),
    DONE("dhe-rsa", UP_2, .suites = "DHE-RSA-AES128-SHA256", .name = "localhost"),
    DONE("client-certificate", UP_2, .suites = "ECDHE-ECDSA-AES128-CCM-8",
         .shows_certificate = true),
    DONE("fragments", UP_2, .suites = "ECDHE-ECDSA-AES128-CCM-8", .shows_certificate = true,
         .mtu = 256),
    DONE("renegotiates", PSK, UP_2, .suites = "PSK-AES128-CBC-SHA256", .goes_on = true),
    DONE("ticket", PSK, UP_2, .suites = "PSK-AES128-CCM-8", TWO),
    DONE("ticket-cbc", PSK, UP_2, .suites = "PSK-AES128-CBC-SHA256", THREE),
    DONE("ticket-ecdsa", UP_2, .suites = "ECDHE-ECDSA-AES128-SHA", TWO),
    DONE("records-of-512", PSK, UP_2, .suites = "PSK-AES128-GCM-SHA256",
         .max_record = WOLFSSL_MFL_2_9),
    DONE("alpn-mqtt", PSK, UP_2, .suites = "PSK-AES128-CCM-8", .alpn = "mqtt"),
    REFUSED("alpn-refused", PSK, UP_2, .suites = "PSK-AES128-CCM-8", .alpn = "http/1.1"),
    OVER(DUEL_LOSING, "psk-losing", UP_2, PSK, .suites = "PSK-AES128-CCM-8", .goes_on = true),
    OVER(DUEL_LOSING, "fragments-losing", UP_2, .suites = "ECDHE-ECDSA-AES128-CCM-8",
         .shows_certificate = true, .mtu = 256),
    OVER(DUEL_DOUBLING, "psk-doubling", UP_2, PSK, .suites = "PSK-AES128-CCM-8", .goes_on = true),
    OVER(DUEL_DOUBLING, "fragments-doubling", UP_2, .suites = "ECDHE-ECDSA-AES128-CCM-8",
         .shows_certificate = true, .mtu = 256),
    OVER(DUEL_SWAPPING, "psk-swapping", UP_2, PSK, .suites = "PSK-AES128-CCM-8", .goes_on = true),
    OVER(DUEL_SWAPPING, "fragments-swapping", UP_2, .suites = "ECDHE-ECDSA-AES128-CCM-8",
         .shows_certificate = true, .mtu = 256),
};

/* Clients, for the server of all versions. */
static const struct scenario clients_13[] = {
    DONE("10", UDP, .suites = "AES128-SHA", .name = "localhost", .max_version = DTLS1_VERSION),
    DONE("psk", PSK, UP_3, .suites = "TLS13-AES128-GCM-SHA256"),
    DONE("psk-keys", PSK, UP_3, .suites = "TLS13-AES128-GCM-SHA256", .goes_on = true),
    DONE("ecdsa", UP_3, .suites = "TLS13-CHACHA20-POLY1305-SHA256"),
    NO_ALERT("ecdsa-ccm8", UP_3, .suites = "TLS13-AES128-CCM-8-SHA256", .goes_on = true),
    DONE("rsa", UP_3, .suites = "TLS13-AES256-GCM-SHA384", .name = "localhost"),
    DONE("ticket", UP_3, .suites = "TLS13-AES128-GCM-SHA256", TWO),
    DONE("psk-ticket", PSK, UP_3, .suites = "TLS13-AES128-GCM-SHA256", THREE),
    DONE("cid", PSK, UP_3, .suites = "TLS13-AES128-GCM-SHA256", .has_cid = true),
    DONE("client-certificate", UP_3, .suites = "TLS13-AES128-GCM-SHA256",
         .shows_certificate = true),
    DONE("fragments", UP_3, .suites = "TLS13-AES128-GCM-SHA256", .shows_certificate = true,
         .mtu = 480),
    DONE("p256", PSK, UP_3, .suites = "TLS13-AES128-GCM-SHA256", .group = WOLFSSL_ECC_SECP256R1),
    DONE("x25519", UP_3, .suites = "TLS13-AES128-GCM-SHA256", .group = WOLFSSL_ECC_X25519),
    DONE("cid-ticket", UP_3, TWO, .suites = "TLS13-AES128-GCM-SHA256", .has_cid = true,
         .goes_on = true),
    DONE("alpn-coap", PSK, UP_3, .suites = "TLS13-AES128-GCM-SHA256", .alpn = "coap"),
    REFUSED("alpn-refused", PSK, UP_3, .suites = "TLS13-AES128-GCM-SHA256", .alpn = "http/1.1"),
    OVER(DUEL_LOSING, "psk-losing", UP_3, PSK, .suites = "TLS13-AES128-GCM-SHA256",
         .goes_on = true),
    {.name = "fragments-losing", /* the request, too, and nobody repeats that */
     .other = {UP_3, .suites = "TLS13-AES128-GCM-SHA256", .shows_certificate = true, .mtu = 480},
     .network = DUEL_LOSING,
     .fails = true},
    OVER(DUEL_DOUBLING, "psk-doubling", UP_3, PSK, .suites = "TLS13-AES128-GCM-SHA256",
         .goes_on = true),
    OVER(DUEL_DOUBLING, "fragments-doubling", UP_3, .suites = "TLS13-AES128-GCM-SHA256",
         .shows_certificate = true, .mtu = 480),
    OVER(DUEL_SWAPPING, "psk-swapping", UP_3, PSK, .suites = "TLS13-AES128-GCM-SHA256",
         .goes_on = true),
    OVER(DUEL_SWAPPING, "fragments-swapping", UP_3, .suites = "TLS13-AES128-GCM-SHA256",
         .shows_certificate = true, .mtu = 480),
};

#define SERVER UDP, .is_server = true
#define S_2    .is_server = true, UP_2
#define S_3    .is_server = true, UP_3

/* Servers, for the client of all versions. */
static const struct scenario servers_13[] = {
    DONE("ecdsa", S_3, .suites = "TLS13-CHACHA20-POLY1305-SHA256"),
    NO_ALERT("ecdsa-ccm8", S_3, .suites = "TLS13-AES128-CCM-8-SHA256"),
    DONE("rsa", S_3, .suites = "TLS13-AES256-GCM-SHA384", .has_rsa = true),
    DONE("ticket", S_3, THREE, .suites = "TLS13-AES128-GCM-SHA256"),
    DONE("cid", S_3, THREE, .suites = "TLS13-AES128-GCM-SHA256", .has_cid = true),
    DONE("fragments", S_3, .suites = "TLS13-AES128-GCM-SHA256", .mtu = 256),
    DONE("wants-certificate", S_3, .suites = "TLS13-AES128-GCM-SHA256", .wants_certificate = true),
    DONE("retry", S_3, .suites = "TLS13-AES128-GCM-SHA256", .group = WOLFSSL_FFDHE_2048),
    /* It asks for the cookie, and the client waits for more. */
    REFUSED("12-ecdhe-ecdsa", S_2, .suites = "ECDHE-ECDSA-AES128-GCM-SHA256"),
    DONE("x25519", S_3, .suites = "TLS13-AES128-GCM-SHA256", .group = WOLFSSL_ECC_X25519),
    DONE("rsa-fragments", S_3, .suites = "TLS13-AES128-CCM-SHA256", .has_rsa = true, .mtu = 512),
    DONE("alpn-mqtt", S_3, .suites = "TLS13-AES128-GCM-SHA256", .alpn = "mqtt"),
    REFUSED("alpn-refused", S_3, .suites = "TLS13-AES128-GCM-SHA256", .alpn = "ftp"),
    OVER(DUEL_SWAPPING, "rsa-swapping", S_3, .suites = "TLS13-AES256-GCM-SHA384", .has_rsa = true),
    OVER(DUEL_LOSING, "ecdsa-losing", S_3, TWO, .suites = "TLS13-AES128-GCM-SHA256",
         .wants_certificate = true),
    OVER(DUEL_LOSING, "fragments-losing", S_3, .suites = "TLS13-AES128-GCM-SHA256", .has_cid = true,
         .mtu = 256),
    OVER(DUEL_DOUBLING, "ecdsa-doubling", S_3, TWO, .suites = "TLS13-AES128-GCM-SHA256",
         .wants_certificate = true),
    OVER(DUEL_DOUBLING, "fragments-doubling", S_3, .suites = "TLS13-AES128-GCM-SHA256",
         .has_cid = true, .mtu = 256),
    OVER(DUEL_SWAPPING, "ecdsa-swapping", S_3, TWO, .suites = "TLS13-AES128-GCM-SHA256",
         .wants_certificate = true),
    OVER(DUEL_SWAPPING, "fragments-swapping", S_3, .suites = "TLS13-AES128-GCM-SHA256",
         .has_cid = true, .mtu = 256),
};

/* Servers, for the client of 1.2. */
static const struct scenario servers_12[] = {
    DONE("psk-ccm8", S_2, PSK, THREE, .suites = "PSK-AES128-CCM-8"),
    DONE("psk-cbc", S_2, PSK, THREE, .suites = "PSK-AES128-CBC-SHA256"),
    DONE("psk-chacha", S_2, PSK, .suites = "PSK-CHACHA20-POLY1305"),
    DONE("psk-sha384", S_2, PSK, .suites = "PSK-AES256-CBC-SHA384"),
    DONE("ecdhe-psk", S_2, PSK, .suites = "ECDHE-PSK-AES128-CBC-SHA256"),
    DONE("dhe-psk", S_2, PSK, .suites = "DHE-PSK-AES128-GCM-SHA256"),
    DONE("ecdhe-ecdsa", S_2, THREE, .suites = "ECDHE-ECDSA-AES256-SHA384"),
    DONE("fragments", S_2, .suites = "ECDHE-ECDSA-AES256-SHA384", .mtu = 256),
    DONE("rsa", S_2, .suites = "AES128-SHA", .has_rsa = true),
    DONE("ecdhe-rsa", S_2, .suites = "ECDHE-RSA-CHACHA20-POLY1305", .has_rsa = true),
    DONE("dhe-rsa", S_2, .suites = "DHE-RSA-AES128-SHA256", .has_rsa = true),
    DONE("wants-certificate", S_2, .suites = "ECDHE-ECDSA-AES128-SHA", .wants_certificate = true),
    DONE("alpn-coap", S_2, PSK, .suites = "PSK-AES128-CCM-8", .alpn = "coap"),
    REFUSED("alpn-refused", S_2, PSK, .suites = "PSK-AES128-CCM-8", .alpn = "ftp"),
    REFUSED("no-key-known", S_2, .suites = "PSK-AES128-CCM-8"),
    OVER(DUEL_LOSING, "psk-losing", S_2, PSK, .suites = "PSK-AES128-CBC-SHA256"),
    OVER(DUEL_LOSING, "fragments-losing", S_2, .suites = "ECDHE-ECDSA-AES256-SHA384", .mtu = 256,
         .wants_certificate = true),
    OVER(DUEL_DOUBLING, "psk-doubling", S_2, PSK, .suites = "PSK-AES128-CBC-SHA256"),
    OVER(DUEL_DOUBLING, "fragments-doubling", S_2, .suites = "ECDHE-ECDSA-AES256-SHA384",
         .mtu = 256, .wants_certificate = true),
    OVER(DUEL_SWAPPING, "psk-swapping", S_2, PSK, .suites = "PSK-AES128-CBC-SHA256"),
    OVER(DUEL_SWAPPING, "fragments-swapping", S_2, .suites = "ECDHE-ECDSA-AES256-SHA384",
         .mtu = 256, .wants_certificate = true),
};

const struct recording record_dtls[] = {
    {"dtls_wolfssl_server", &endpoint_dtls_server, clients_12,
     sizeof clients_12 / sizeof *clients_12},
    {"dtls_wolfssl_client", &endpoint_dtls_client, servers_12,
     sizeof servers_12 / sizeof *servers_12},
    {"dtls_wolfssl_server_13", &wolfssl_endpoint_dtls_server_13, clients_13,
     sizeof clients_13 / sizeof *clients_13},
    {"dtls_wolfssl_client_13", &wolfssl_endpoint_dtls_client_13, servers_13,
     sizeof servers_13 / sizeof *servers_13},
    {.target = NULL},
};
