/*
 * The server's side of a key exchange: what it knows by what the client has sent, and the messages
 * that it makes of a script's. Oracles on what the client sends are here.
 */
#ifndef EXCHANGE_SERVER_H
#define EXCHANGE_SERVER_H

#include "base/bytes.h"
#include "exchange_crypto.h"

enum {
    EXCHANGE_CLEAR_BYTES = 20, /* before a message of the exchange: no key, an id, the length */
    EXCHANGE_PACKET_MAX_BYTES = 8 << 10,

    EXCHANGE_RES_PQ = 0x05162463,
    EXCHANGE_DH_FAIL = 0x79cb045d,
    EXCHANGE_GEN_OK = 0x3bcbf734,
    EXCHANGE_GEN_RETRY = 0x46dc1fb9,
};
#define EXCHANGE_DH_OK    0xd0e8075c
#define EXCHANGE_GEN_FAIL 0xa69dae02
#define EXCHANGE_DH_DATA  0xb5890dba

struct exchange_server {
    uint8_t nonce[EXCHANGE_NONCE_BYTES]; /* the client's */
    uint8_t server_nonce[EXCHANGE_NONCE_BYTES];
    uint8_t new_nonce[EXCHANGE_NEW_NONCE_BYTES]; /* the client's secret */
    uint64_t pq;
    struct bb_bytes prime; /* borrowed from the last answer, if it was right */
    uint8_t key[EXCHANGE_KEY_BYTES];
    bool has_key;                              /* by its own secret, of which g_a is the power */
    uint8_t answer[EXCHANGE_PACKET_MAX_BYTES]; /* the last one, opened */
};

extern struct exchange_server exchange_server;

/* Before each run. */
void exchange_server_reset(void);

/* One packet without a key that the client has sent. */
void exchange_server_take(struct bb_bytes packet);

/* Fills in what the script leaves to the server: in a message without a key that says what a server
 * says, both nonces, the hash of a dh_gen_* or of server_DH_params_fail. auth_key is the client's.
 */
void exchange_server_fill(uint8_t *packet, size_t len, bool keeps_nonces, bool keeps_hash,
                          const char *auth_key);

/* server_DH_params_ok with this data in it; the length of the packet, 0 if it has no room. */
size_t exchange_server_answer(struct bb_bytes data, struct bb_bytes padding, bool keeps_nonces,
                              bool keeps_hash, uint8_t ret_packet[EXCHANGE_PACKET_MAX_BYTES]);

/* new_nonce_hash1, 2 or 3 for this key. */
void exchange_server_hash(unsigned which, const char *auth_key, uint8_t ret_hash[16]);

#endif
