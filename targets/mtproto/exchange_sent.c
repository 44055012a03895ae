/*
 * What the client sends in the exchange, read as its server does: oracles on it.
 */
#include <brickbat/target.h>

#include <openssl/bn.h>
#include <openssl/sha.h>

#include "exchange_read.h"
#include "exchange_server.h"

enum { REQ_PQ = 0x60469778, PQ_DATA_TEMP = 0x3c6a84d4, CLIENT_DH_DATA = 0x6643b654 };
#define REQ_DH  0xd712e4be
#define SET_DH  0xf5045f1f
#define PQ_DATA 0x83c95aec

static void take_nonce(struct exchange_reader *reader)
{
    struct bb_bytes nonce = exchange_read_bytes(reader, EXCHANGE_NONCE_BYTES);
    BB_ORACLE(sent_req_pq, exchange_is_read(reader), "req_pq is no nonce");
    memcpy(exchange_server.nonce, nonce.ptr, nonce.len);
    exchange_server.has_key = false;
}

static bool are_nonces(struct exchange_reader *reader)
{
    const struct exchange_server *server = &exchange_server;
    return exchange_read_is(reader, server->nonce, sizeof server->nonce) &&
           exchange_read_is(reader, server->server_nonce, sizeof server->server_nonce);
}

/* Is the first of this the SHA-1 of what the reader has taken, and only the padding left? */
static bool is_hash_of(const uint8_t *hashed, const struct exchange_reader *behind)
{
    uint8_t digest[SHA_DIGEST_LENGTH];
    const uint8_t *data = hashed + SHA_DIGEST_LENGTH;
    SHA1(data, (size_t)(behind->left.ptr - data), digest);
    return !behind->is_bad && memcmp(digest, hashed, sizeof digest) == 0;
}

/* p_q_inner_data, of 255 bytes with its hash and padding. */
static void take_pq_data(struct bb_bytes sealed, struct bb_bytes p, struct bb_bytes q)
{
    struct exchange_server *server = &exchange_server;
    uint8_t clear[EXCHANGE_KEY_BYTES];
    BB_ORACLE(sent_rsa, exchange_rsa_open(sealed, clear) && clear[0] == 0,
              "what is for the server's key does not open");
    struct exchange_reader reader = exchange_reader_of(
        bb_bytes_of(clear + 1 + SHA_DIGEST_LENGTH, sizeof clear - 1 - SHA_DIGEST_LENGTH));
    uint32_t constructor = exchange_read_word(&reader);
    bool is_same = (constructor == PQ_DATA || constructor == PQ_DATA_TEMP) &&
                   exchange_number(exchange_read_string(&reader)) == server->pq &&
                   bb_bytes_equal(exchange_read_string(&reader), p) &&
                   bb_bytes_equal(exchange_read_string(&reader), q) && are_nonces(&reader);
    BB_ORACLE(sent_pq_data, is_same, "p_q_inner_data is not of this exchange");
    struct bb_bytes new_nonce = exchange_read_bytes(&reader, EXCHANGE_NEW_NONCE_BYTES);
    if (constructor == PQ_DATA_TEMP)
        exchange_read_word(&reader);
    BB_ORACLE(sent_pq_hash, is_hash_of(clear + 1, &reader), "p_q_inner_data has another hash");
    memcpy(server->new_nonce, new_nonce.ptr, new_nonce.len);
}

static void take_req_dh(struct exchange_reader *reader)
{
    BB_ORACLE(sent_req_dh_nonces, are_nonces(reader), "req_DH_params has other nonces");
    struct bb_bytes p = exchange_read_string(reader), q = exchange_read_string(reader);
    uint64_t low = exchange_number(p), high = exchange_number(q), product = 0;
    bool is_product = !__builtin_mul_overflow(low, high, &product) && product == exchange_server.pq;
    BB_ORACLE(sent_factors, is_product && low > 1 && low <= high, "p and q are not those of pq");
    BB_ORACLE(sent_fingerprint, exchange_read_long(reader) == exchange_fingerprint(),
              "another key than the server's is used");
    struct bb_bytes sealed = exchange_read_string(reader);
    BB_ORACLE(sent_req_dh, exchange_is_read(reader), "req_DH_params has another form");
    if (sealed.len == EXCHANGE_KEY_BYTES)
        take_pq_data(sealed, p, q);
}

/* The server's own key, if it knows of what g_a is a power. */
static void agree(struct bb_bytes g_b)
{
    struct exchange_server *server = &exchange_server;
    if (server->prime.len == 0) /* the client goes on with what is wrong */
        return;
    BIGNUM *number = BN_bin2bn(g_b.ptr, (int)g_b.len, NULL);
    BIGNUM *prime = BN_bin2bn(server->prime.ptr, (int)server->prime.len, NULL);
    BB_ORACLE(sent_g_b, !BN_is_zero(number) && !BN_is_one(number) && BN_cmp(number, prime) < 0,
              "g_b is out of range");
    BN_free(number), BN_free(prime);
    if (server->has_key)
        exchange_power(g_b, server->prime, server->key);
}

static void take_set_dh(struct exchange_reader *reader)
{
    static uint8_t clear[EXCHANGE_PACKET_MAX_BYTES];
    const struct exchange_server *server = &exchange_server;
    BB_ORACLE(sent_set_dh_nonces, are_nonces(reader), "set_client_DH_params has other nonces");
    struct bb_bytes sealed = exchange_read_string(reader);
    BB_ORACLE(sent_set_dh,
              exchange_is_read(reader) && sealed.len % 16 == 0 && sealed.len > SHA_DIGEST_LENGTH &&
                  sealed.len <= sizeof clear,
              "set_client_DH_params has another form");
    memcpy(clear, sealed.ptr, sealed.len);
    exchange_open(server->server_nonce, server->new_nonce, clear, sealed.len);
    struct exchange_reader inner =
        exchange_reader_of(bb_bytes_of(clear + SHA_DIGEST_LENGTH, sealed.len - SHA_DIGEST_LENGTH));
    bool is_same = exchange_read_word(&inner) == CLIENT_DH_DATA && are_nonces(&inner) &&
                   exchange_read_long(&inner) == 0;
    BB_ORACLE(sent_dh_data, is_same, "client_DH_inner_data is not of this exchange");
    struct bb_bytes g_b = exchange_read_string(&inner);
    BB_ORACLE(sent_dh_hash, is_hash_of(clear, &inner) && inner.left.len < 16,
              "client_DH_inner_data has another hash");
    agree(g_b);
}

void exchange_server_take(struct bb_bytes packet)
{
    struct exchange_reader reader = exchange_reader_of(packet);
    bool has_no_key = exchange_read_long(&reader) == 0;
    uint64_t msg_id = exchange_read_long(&reader);
    uint32_t length = exchange_read_word(&reader), constructor = 0;
    BB_ORACLE(sent_clear, has_no_key && length == reader.left.len && (msg_id & 3) == 0,
              "the head of a message of the exchange is wrong");
    constructor = exchange_read_word(&reader);
    if (constructor == REQ_PQ)
        take_nonce(&reader);
    else if (constructor == REQ_DH)
        take_req_dh(&reader);
    else {
        BB_ORACLE(sent_known, constructor == SET_DH, "the client says what no client says");
        take_set_dh(&reader);
    }
}
