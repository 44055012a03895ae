#include "exchange_server.h"

#include <openssl/sha.h>

#include "tgl_known.h"

enum {
    BLOCK_BYTES = 16,
    CONSTRUCTOR_AT = EXCHANGE_CLEAR_BYTES,
    NONCE_AT = CONSTRUCTOR_AT + 4,
    SERVER_NONCE_AT = NONCE_AT + EXCHANGE_NONCE_BYTES,
    HASH_AT = SERVER_NONCE_AT + EXCHANGE_NONCE_BYTES,
};

struct exchange_server exchange_server;

void exchange_server_reset(void)
{
    memset(&exchange_server, 0, sizeof exchange_server);
}

static uint32_t word_at(const uint8_t *bytes)
{
    uint32_t word = 0;
    memcpy(&word, bytes, sizeof word);
    return word;
}

void exchange_server_hash(unsigned which, const char *auth_key, uint8_t ret_hash[16])
{
    enum { AUX_BYTES = 8, ALL_BYTES = EXCHANGE_NEW_NONCE_BYTES + 1 + AUX_BYTES };
    const struct exchange_server *server = &exchange_server;
    uint8_t digest[SHA_DIGEST_LENGTH], all[ALL_BYTES];
    const uint8_t *key = server->has_key ? server->key : (const uint8_t *)auth_key;
    SHA1(key, EXCHANGE_KEY_BYTES, digest);
    memcpy(all, server->new_nonce, EXCHANGE_NEW_NONCE_BYTES);
    all[EXCHANGE_NEW_NONCE_BYTES] = (uint8_t)which;
    memcpy(all + EXCHANGE_NEW_NONCE_BYTES + 1, digest, AUX_BYTES);
    SHA1(all, sizeof all, digest);
    memcpy(ret_hash, digest + 4, 16);
}

static void fill_hash(uint32_t constructor, uint8_t *hash, const char *auth_key)
{
    uint8_t digest[SHA_DIGEST_LENGTH];
    if (constructor == EXCHANGE_GEN_OK)
        exchange_server_hash(1, auth_key, hash);
    else if (constructor == EXCHANGE_GEN_RETRY)
        exchange_server_hash(2, auth_key, hash);
    else if (constructor == EXCHANGE_GEN_FAIL)
        exchange_server_hash(3, auth_key, hash);
    else if (constructor == EXCHANGE_DH_FAIL) {
        SHA1(exchange_server.new_nonce, EXCHANGE_NEW_NONCE_BYTES, digest);
        memcpy(hash, digest + 4, 16);
    }
}

void exchange_server_fill(uint8_t *packet, size_t len, bool keeps_nonces, bool keeps_hash,
                          const char *auth_key)
{
    tgl_known_counts(packet, len);
    if (len < HASH_AT)
        return;
    uint32_t constructor = word_at(packet + CONSTRUCTOR_AT);
    bool is_first = constructor == EXCHANGE_RES_PQ;
    bool is_other = constructor == EXCHANGE_DH_OK || constructor == EXCHANGE_DH_FAIL ||
                    constructor == EXCHANGE_GEN_OK || constructor == EXCHANGE_GEN_RETRY ||
                    constructor == EXCHANGE_GEN_FAIL;
    if (!keeps_nonces && (is_first || is_other))
        memcpy(packet + NONCE_AT, exchange_server.nonce, EXCHANGE_NONCE_BYTES);
    if (!keeps_nonces && is_other)
        memcpy(packet + SERVER_NONCE_AT, exchange_server.server_nonce, EXCHANGE_NONCE_BYTES);
    if (!keeps_hash && is_other && len >= HASH_AT + 16)
        fill_hash(constructor, packet + HASH_AT, auth_key);
}

/* The server's time stands behind both numbers, and tgl takes any for a time. */
static void mend_time(uint8_t *data, size_t len)
{
    if (len < 4)
        return;
    uint64_t seconds = word_at(data + len - 4);
    uint32_t mended = (uint32_t)(tgl_known_msg_id(seconds << 32) >> 32);
    memcpy(data + len - 4, &mended, sizeof mended);
}

/* What is sealed: a SHA-1 of the data, the data, padding up to whole blocks. Its length. */
static size_t fill_answer(struct bb_bytes data, struct bb_bytes padding, bool keeps_nonces,
                          bool keeps_hash, uint8_t *answer)
{
    uint8_t *copy = answer + SHA_DIGEST_LENGTH;
    size_t used = SHA_DIGEST_LENGTH + data.len + padding.len;
    memcpy(copy, data.ptr, data.len);
    memcpy(copy + data.len, padding.ptr, padding.len);
    if (!keeps_nonces && data.len >= 4 + 2 * EXCHANGE_NONCE_BYTES) {
        memcpy(copy + 4, exchange_server.nonce, EXCHANGE_NONCE_BYTES);
        memcpy(copy + 4 + EXCHANGE_NONCE_BYTES, exchange_server.server_nonce, EXCHANGE_NONCE_BYTES);
    }
    mend_time(copy, data.len);
    if (!keeps_hash)
        SHA1(copy, data.len, answer);
    return (used + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
}

size_t exchange_server_answer(struct bb_bytes data, struct bb_bytes padding, bool keeps_nonces,
                              bool keeps_hash, uint8_t ret_packet[EXCHANGE_PACKET_MAX_BYTES])
{
    enum { TEXT_AT = HASH_AT + 4, LONG_TEXT = 254, OVERHEAD = TEXT_AT + SHA_DIGEST_LENGTH + 16 };
    const struct exchange_server *server = &exchange_server;
    uint32_t constructor = EXCHANGE_DH_OK, length = 0;
    if (data.len + padding.len + OVERHEAD > EXCHANGE_PACKET_MAX_BYTES)
        return 0;
    memset(ret_packet, 0, EXCHANGE_PACKET_MAX_BYTES);
    size_t len = fill_answer(data, padding, keeps_nonces, keeps_hash, ret_packet + TEXT_AT);
    size_t head = HASH_AT + (len < LONG_TEXT ? 1 : 4), end = (head + len + 3) / 4 * 4;
    exchange_seal(server->server_nonce, server->new_nonce, ret_packet + TEXT_AT, len);
    memmove(ret_packet + head, ret_packet + TEXT_AT, len);
    memset(ret_packet + head + len, 0, end - head - len);
    ret_packet[HASH_AT] = len < LONG_TEXT ? (uint8_t)len : LONG_TEXT;
    if (len >= LONG_TEXT)
        memcpy(ret_packet + HASH_AT + 1, (uint8_t[]){len & 255, len >> 8 & 255, 0}, 3);
    length = (uint32_t)(end - EXCHANGE_CLEAR_BYTES);
    memcpy(ret_packet + CONSTRUCTOR_AT - 4, &length, sizeof length);
    memcpy(ret_packet + CONSTRUCTOR_AT, &constructor, sizeof constructor);
    memcpy(ret_packet + NONCE_AT, server->nonce, EXCHANGE_NONCE_BYTES);
    memcpy(ret_packet + SERVER_NONCE_AT, server->server_nonce, EXCHANGE_NONCE_BYTES);
    return end;
}
