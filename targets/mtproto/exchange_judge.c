#include "exchange_judge.h"

#include <tgl-layout.h>

#include <openssl/sha.h>

#include "exchange_read.h"
#include "exchange_server.h"

static bool is_nonce(struct exchange_reader *reader)
{
    return exchange_read_is(reader, exchange_server.nonce, EXCHANGE_NONCE_BYTES);
}

static bool is_server_nonce(struct exchange_reader *reader)
{
    return exchange_read_is(reader, exchange_server.server_nonce, EXCHANGE_NONCE_BYTES);
}

/* resPQ; the client keeps the server's nonce even of one that names no key of its. */
static enum exchange_verdict judge_pq(struct exchange_reader *reader)
{
    enum { VECTOR = 0x1cb5c415 };
    bool is_ours = false;
    if (exchange_read_word(reader) != EXCHANGE_RES_PQ || !is_nonce(reader))
        return EXCHANGE_WRONG;
    struct bb_bytes nonce = exchange_read_bytes(reader, EXCHANGE_NONCE_BYTES);
    struct bb_bytes pq = exchange_read_string(reader);
    bool is_vector = exchange_read_word(reader) == VECTOR;
    uint32_t count = exchange_read_word(reader);
    if (reader->is_bad || !is_vector || reader->left.len != (uint64_t)count * 8)
        return EXCHANGE_WRONG;
    for (uint32_t i = 0; i < count; i++)
        is_ours |= exchange_read_long(reader) == exchange_fingerprint();
    memcpy(exchange_server.server_nonce, nonce.ptr, nonce.len);
    exchange_server.pq = exchange_number(pq);
    return is_ours ? EXCHANGE_RIGHT : EXCHANGE_WRONG;
}

/* g generates the subgroup that is meant: a quadratic residue, by the prime's remainder. */
static bool is_generator(uint32_t g, const BIGNUM *prime)
{
    BN_ULONG by_8 = BN_mod_word(prime, 8), by_5 = BN_mod_word(prime, 5);
    BN_ULONG by_24 = BN_mod_word(prime, 24), by_7 = BN_mod_word(prime, 7);
    switch (g) {
    case 2: return by_8 == 7;
    case 3: return BN_mod_word(prime, 3) == 2;
    case 4: return true;
    case 5: return by_5 == 1 || by_5 == 4;
    case 6: return by_24 == 19 || by_24 == 23;
    case 7: return by_7 == 3 || by_7 == 5 || by_7 == 6;
    default: return false;
    }
}

/* Between 2^1984 and the prime less that. */
static bool is_in_range(const BIGNUM *g_a, const BIGNUM *prime)
{
    enum { RANGE_BITS = 2048 - 64 };
    BIGNUM *rest = BN_new();
    bool is_less = BN_sub(rest, prime, g_a) && !BN_is_negative(rest);
    bool is_in = is_less && BN_num_bits(g_a) >= RANGE_BITS && BN_num_bits(rest) >= RANGE_BITS;
    BN_free(rest);
    return is_in;
}

/* Does the server know the exponent: is g_a the power of its secret? */
static void remember(uint32_t g, struct bb_bytes prime, struct bb_bytes g_a)
{
    uint8_t power[EXCHANGE_KEY_BYTES];
    uint8_t base = (uint8_t)g;
    exchange_server.prime = prime;
    exchange_power(bb_bytes_of(&base, 1), prime, power);
    exchange_server.has_key = g_a.len == sizeof power && memcmp(g_a.ptr, power, sizeof power) == 0;
}

static enum exchange_verdict judge_numbers(uint32_t g, struct bb_bytes prime, struct bb_bytes g_a)
{
    enum { PRIME_BITS = 2048 };
    BIGNUM *p = BN_bin2bn(prime.ptr, (int)prime.len, NULL);
    BIGNUM *power = BN_bin2bn(g_a.ptr, (int)g_a.len, NULL);
    bool is_right = BN_num_bits(p) == PRIME_BITS && is_generator(g, p) && is_in_range(power, p);
    bool is_known = is_right && exchange_is_safe_prime(p);
    if (is_right)
        remember(g, prime, g_a);
    BN_free(p), BN_free(power);
    return !is_right ? EXCHANGE_WRONG : is_known ? EXCHANGE_RIGHT : EXCHANGE_UNKNOWN;
}

/* server_DH_inner_data behind its hash. */
static enum exchange_verdict judge_data(struct bb_bytes answer)
{
    uint8_t digest[SHA_DIGEST_LENGTH];
    struct exchange_reader inner = exchange_reader_of(answer);
    struct bb_bytes hash = exchange_read_bytes(&inner, SHA_DIGEST_LENGTH);
    const uint8_t *start = inner.left.ptr;
    if (exchange_read_word(&inner) != EXCHANGE_DH_DATA || !is_nonce(&inner) ||
        !is_server_nonce(&inner))
        return EXCHANGE_WRONG;
    uint32_t g = exchange_read_word(&inner);
    struct bb_bytes prime = exchange_read_string(&inner), g_a = exchange_read_string(&inner);
    exchange_read_word(&inner);
    if (inner.is_bad || inner.left.len >= 16)
        return EXCHANGE_WRONG;
    SHA1(start, (size_t)(inner.left.ptr - start), digest);
    if (memcmp(hash.ptr, digest, sizeof digest) != 0)
        return EXCHANGE_WRONG;
    return judge_numbers(g, prime, g_a);
}

static enum exchange_verdict judge_answer(struct exchange_reader *reader)
{
    struct exchange_server *server = &exchange_server;
    bool is_ok = exchange_read_word(reader) == EXCHANGE_DH_OK;
    bool is_ours = is_nonce(reader) && is_server_nonce(reader);
    struct bb_bytes sealed = exchange_read_string(reader);
    if (!is_ok || !is_ours || !exchange_is_read(reader) || sealed.len == 0 ||
        sealed.len % 16 != 0 || sealed.len > sizeof server->answer)
        return EXCHANGE_WRONG;
    server->prime = bb_bytes_of(NULL, 0);
    memcpy(server->answer, sealed.ptr, sealed.len);
    exchange_open(server->server_nonce, server->new_nonce, server->answer, sealed.len);
    return judge_data(bb_bytes_of(server->answer, sealed.len));
}

static enum exchange_verdict judge_end(struct exchange_reader *reader, const char *auth_key)
{
    uint8_t hash[16];
    bool is_ok = exchange_read_word(reader) == EXCHANGE_GEN_OK;
    exchange_server_hash(1, auth_key, hash);
    bool is_right = is_nonce(reader) && is_server_nonce(reader) &&
                    exchange_read_is(reader, hash, sizeof hash) && exchange_is_read(reader);
    return is_ok && is_right ? EXCHANGE_RIGHT : EXCHANGE_WRONG;
}

enum exchange_verdict exchange_judge(const struct tgl_dc *dc, struct bb_bytes packet)
{
    struct exchange_reader reader = exchange_reader_of(packet);
    bool has_no_key = exchange_read_long(&reader) == 0;
    exchange_read_long(&reader);
    uint32_t length = exchange_read_word(&reader);
    if (reader.is_bad || !has_no_key || length != reader.left.len)
        return EXCHANGE_WRONG;
    switch (dc->state) {
    case st_reqpq_sent:
    case st_reqpq_sent_temp: return judge_pq(&reader);
    case st_reqdh_sent:
    case st_reqdh_sent_temp: return judge_answer(&reader);
    case st_client_dh_sent: return judge_end(&reader, dc->auth_key);
    case st_client_dh_sent_temp: return judge_end(&reader, dc->temp_auth_key);
    default: return EXCHANGE_WRONG;
    }
}

bool exchange_is_prime_safe(void)
{
    BIGNUM *prime = BN_bin2bn(exchange_server.prime.ptr, (int)exchange_server.prime.len, NULL);
    BIGNUM *half = BN_new();
    BN_rshift1(half, prime);
    bool is_safe = exchange_is_safe_prime(prime) || (BN_check_prime(prime, NULL, NULL) == 1 &&
                                                     BN_check_prime(half, NULL, NULL) == 1);
    BN_free(prime), BN_free(half);
    return is_safe;
}
