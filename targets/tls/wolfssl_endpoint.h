/*
 * An endpoint (endpoint.h) of wolfSSL: TLS and DTLS up to 1.3.
 *
 * A client that has been answered changes keys or renegotiates, asks again, says good-bye, and
 * connects anew with the session that it got; a server asks for a certificate after the handshake
 * where the client offers that, and serves connection after connection. So the bytes of several
 * connections may follow each other, as long as each gets as far as a complete handshake.
 */
#ifndef TLS_WOLFSSL_ENDPOINT_H
#define TLS_WOLFSSL_ENDPOINT_H

#include "endpoint.h"
#include "wolfssl_library.h"

struct endpoint_setup {
    bool is_server;
    bool is_datagram;
    bool has_psk;
    bool has_rsa;             /* server: its certificate is the RSA one */
    bool shows_certificate;   /* client: if it is asked for one */
    bool wants_certificate;   /* server: asks for one, takes none as well */
    bool goes_on;             /* client: renegotiates or changes keys after the first answer */
    bool has_cid;             /* DTLS 1.3 */
    unsigned short mtu;       /* DTLS: of what is sent; 0: the usual one */
    unsigned connections;     /* how many follow each other; 0 is 1 */
    const char *suites;       /* names, ':' between them; NULL: all, cheap ones first */
    const char *alpn;         /* names, ',' between them; NULL: none */
    const char *name;         /* client: of the server, NULL: device.example */
    int max_version;          /* TLS1_2_VERSION, ...: the only one; 0: all */
    unsigned char max_record; /* WOLFSSL_MFL_2_9 ... */
    int group;                /* of key exchange, the only one; 0: the usual ones */
};

/* Two more of endpoint.h's kind: a client of 1.2 with a shared key, and one of 1.3. */
extern const struct endpoint_setup wolfssl_endpoint_tls_client_12, wolfssl_endpoint_tls_client_psk;

/* endpoint.h's of DTLS are of 1.2, and these of all versions: its server, when it waits, reports an
 * error instead to a caller that it takes down to 1.2. */
extern const struct endpoint_setup wolfssl_endpoint_dtls_server_13, wolfssl_endpoint_dtls_client_13;

/* DTLS: records whose data was delivered lately, by epoch and number. */
struct delivered {
    uint64_t records[16];
    unsigned n;
};

struct endpoint {
    const struct endpoint_setup *setup;
    struct endpoint_io io;
    WOLFSSL *ssl;
    WOLFSSL_SESSION *session; /* client: what the next connection resumes */
    uint64_t random;
    unsigned n_connections;
    unsigned n_ended;            /* of them, after a handshake */
    unsigned n_received;         /* pieces of application data, over all connections */
    unsigned n_handshakes;       /* of this connection that are over */
    unsigned peer_state;         /* of wolfSSL's state machine, as seen last */
    byte client_random[RAN_LEN]; /* of the handshake that was seen last */
    struct delivered delivered;
    bool is_at_end; /* of the stream */
    bool has_asked; /* client: the request is out */
    bool has_gone_on;
    bool has_gone; /* client: its good-bye is out */
};

#endif
