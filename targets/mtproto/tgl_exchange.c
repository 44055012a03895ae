/*
 * mtproto_tgl_exchange: a new tgl client agrees on a key with its server. tgl is the library below
 * telegram-cli; it speaks MTProto 1.
 *
 * Input: the script of a server (mtproto_exchange.proto): messages, which the server completes with
 * what the client's random numbers ask for and seals; connections that are lost; time. With forward
 * secrecy the client makes a second key and has it bound to the first. The exchange ends
 * with the client's first query in the session that the key opens.
 */
#include <brickbat/target.h>

#include <mtproto-client.h>
#include <string.h>

#include "exchange_crypto.h"
#include "exchange_judge.h"
#include "exchange_script.h"
#include "exchange_server.h"
#include "shim/clock.h"
#include "shim/heap.h"
#include "shim/leave.h"
#include "shim/random.h"
#include "shim/snapshot.h"
#include "tgl_client.h"
#include "tgl_known.h"
#include "tgl_message.h"
#include "tgl_net.h"
#include "tgl_sent.h"
#include "tgl_site.h"

enum {
    HEAP_MAX_BYTES = 64 << 20,
    NS_PER_S = 1000000000,
    TIMERS_MAX = 24, /* in one span of time */
    TIME_S = 30,     /* at the end */
    FLAG_HAS_KEY = 1,
};

static bool has_agreed; /* a right dh_gen_ok came in this run */

static bool is_prime(const BIGNUM *number)
{
    return exchange_is_safe_prime(number) || exchange_is_half_of_safe_prime(number);
}

static void on_sent(struct tgl_dc *dc, struct bb_bytes packet)
{
    static const uint8_t no_key[8];
    if (packet.len >= sizeof no_key && memcmp(packet.ptr, no_key, sizeof no_key) == 0)
        exchange_server_take(packet);
    else
        tgl_sent_check(dc, packet);
}

static bool is_temporary(const struct tgl_dc *dc)
{
    return dc->state == st_client_dh_sent_temp;
}

/* The state behind a right answer in this one. */
static enum tgl_dc_state next_state(const struct tgl_state *client, enum tgl_dc_state state)
{
    switch (state) {
    case st_client_dh_sent: return client->enable_pfs ? st_reqpq_sent_temp : st_authorized;
    case st_client_dh_sent_temp: return st_authorized;
    default: return state + 1;
    }
}

/* Only what is right is taken, and that is. */
static void check(const struct tgl_state *client, const struct tgl_dc *dc, enum tgl_dc_state before,
                  enum exchange_verdict verdict, unsigned numbers)
{
    bool is_taken = dc->state != before;
    unsigned left = tgl_site_kept() - numbers;
    BB_ORACLE(wrong_is_refused, !is_taken || verdict != EXCHANGE_WRONG,
              "the client goes on with an answer that it has to refuse");
    BB_ORACLE(right_is_taken, is_taken || verdict != EXCHANGE_RIGHT,
              "the client refuses an answer that is right");
    BB_ORACLE(state_order, !is_taken || dc->state == next_state(client, before),
              "the client leaves out a part of the exchange");
    if (is_taken && (before == st_reqdh_sent || before == st_reqdh_sent_temp))
        BB_ORACLE(prime_is_safe, verdict == EXCHANGE_RIGHT || exchange_is_prime_safe(),
                  "the client goes on with a prime that is not safe");
    BB_ORACLE(numbers_returned, !is_taken || left == 0, "a right answer leaves big numbers");
    tgl_known_numbers(left);
    bb_state(32 + (unsigned)before * 8 + (unsigned)verdict * 2 + is_taken);
}

/* Both have the same key, if the server could know it (before a new exchange begins). */
static void check_key(const struct tgl_dc *dc, enum tgl_dc_state before, bool is_known)
{
    bool is_second = before == st_client_dh_sent_temp;
    const char *key = is_second ? dc->temp_auth_key : dc->auth_key;
    if (before != st_client_dh_sent && !is_second)
        return;
    if (dc->state == before)
        return;
    has_agreed = true;
    if (is_known)
        BB_ORACLE(key_is_agreed, memcmp(key, exchange_server.key, EXCHANGE_KEY_BYTES) == 0,
                  "the client has another key than its server");
}

static void arrive(struct tgl_state *client, uint8_t *packet, size_t len)
{
    struct tgl_dc *dc = client->DC_list[TGL_CLIENT_DC];
    enum tgl_dc_state before = dc->state;
    struct bb_bytes bytes = bb_bytes_of(packet, len);
    unsigned numbers = tgl_site_kept();
    bool is_exchange = before != st_authorized, is_known = exchange_server.has_key;
    enum exchange_verdict verdict = is_exchange ? exchange_judge(dc, bytes) : EXCHANGE_WRONG;
    tgl_net_deliver(client, dc->sessions[0], bytes);
    if (is_exchange) {
        check(client, dc, before, verdict, numbers);
        check_key(dc, before, is_known);
    }
}

/* The abridged transport carries whole words, and no packet of none. */
static void send_packet(struct tgl_state *client, const struct exchange_step *step)
{
    static uint8_t packet[EXCHANGE_PACKET_MAX_BYTES];
    const struct tgl_dc *dc = client->DC_list[TGL_CLIENT_DC];
    size_t len = step->content.len & ~(size_t)3;
    if (len == 0 || len > sizeof packet)
        return;
    memcpy(packet, step->content.ptr, len);
    exchange_server_fill(packet, len, step->keeps_nonces, step->keeps_hash,
                         is_temporary(dc) ? dc->temp_auth_key : dc->auth_key);
    arrive(client, packet, len);
}

static void send_answer(struct tgl_state *client, const struct exchange_step *step)
{
    static uint8_t packet[EXCHANGE_PACKET_MAX_BYTES];
    size_t len = exchange_server_answer(step->content, step->padding, step->keeps_nonces,
                                        step->keeps_hash, packet);
    if (len > 0)
        arrive(client, packet, len);
}

/* A result is for the last query. */
static void send_sealed(struct tgl_state *client, const struct exchange_step *step)
{
    enum { RESULT = 0xf35c6d01 - (1ll << 32), RESULT_BYTES = 12 };
    static struct tgl_packet packet;
    struct tgl_dc *dc = client->DC_list[TGL_CLIENT_DC];
    uint64_t query = tgl_sent_msg_id();
    int32_t constructor = 0;
    if (step->content.len < TGL_INNER_BYTES)
        return;
    size_t bytes = tgl_message_fill(&packet, step->content);
    memcpy(&constructor, packet.body, sizeof constructor);
    if (!step->keeps_nonces)
        packet.inner.session_id = (uint64_t)dc->sessions[0]->session_id;
    if (!step->keeps_nonces && packet.inner.length >= RESULT_BYTES && constructor == RESULT)
        memcpy(packet.body + sizeof constructor, &query, sizeof query);
    tgl_message_seal(&packet, bytes, dc->temp_auth_key, dc->temp_auth_key_id);
    arrive(client, (uint8_t *)&packet, TGL_HEAD_BYTES + bytes);
}

static void pass_time(unsigned seconds)
{
    unsigned until_s = (unsigned)(bb_shim_clock_elapsed_ns() / NS_PER_S) + seconds;
    for (int i = 0; i < TIMERS_MAX && tgl_net_run_timer(until_s); i++)
        continue;
    uint64_t now_ns = bb_shim_clock_elapsed_ns(), until_ns = (uint64_t)until_s * NS_PER_S;
    if (now_ns < until_ns)
        bb_shim_clock_advance_ns(until_ns - now_ns);
}

static void do_step(struct tgl_state *client, const struct exchange_step *step)
{
    struct tgl_dc *dc = client->DC_list[TGL_CLIENT_DC];
    if (step->kind == EXCHANGE_PACKET)
        send_packet(client, step);
    else if (step->kind == EXCHANGE_DH_ANSWER)
        send_answer(client, step);
    else if (step->kind == EXCHANGE_SEALED)
        send_sealed(client, step);
    else if (step->kind == EXCHANGE_RECONNECT)
        tgl_net_reconnect(client, dc->sessions[0]);
    else
        pass_time(step->seconds);
    BB_ORACLE(no_key_before_agreement, has_agreed || !(dc->flags & FLAG_HAS_KEY),
              "the client has a key that no server has agreed on");
    bb_state((unsigned)dc->state * 3 + ((unsigned)dc->flags >> 1 & 3));
    tgl_net_connect(client, dc->sessions[0]);
}

static void talk(void *context)
{
    struct bb_bytes input = *(const struct bb_bytes *)context;
    struct exchange_step step;
    bool is_forward_secret = false;
    exchange_script_start(&input, &is_forward_secret);
    struct tgl_state *client = tgl_client_make(exchange_modulus());
    if (is_forward_secret)
        tgl_enable_pfs(client);
    struct tgl_dc *dc = tgl_client_set_dc(client);
    tgl_dc_authorize(client, dc);
    pass_time(0); /* a timer that is due at once comes before any connection */
    tgl_net_connect(client, dc->sessions[0]);
    while (exchange_script_take(&input, &step))
        do_step(client, &step);
    pass_time(TIME_S);
    tgl_client_free(client);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    exchange_crypto_init();
    bb_shim_leave_on_leave(tgl_known_is_expected, NULL);
    tgl_net_on_sent(on_sent);
    tgl_site_on_prime(is_prime);
    bb_shim_snapshot_take();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bb_bytes input = bb_bytes_of(data, size);
    if (size == 0)
        return 0;
    bb_shim_heap_begin(HEAP_MAX_BYTES);
    bb_shim_clock_reset();
    bb_shim_random_reset(0);
    tgl_sent_reset();
    exchange_server_reset();
    has_agreed = false;
    bb_shim_leave_run(talk, &input);
    tgl_net_reset();
    tgl_site_wipe();
    bb_shim_heap_wipe();
    bb_shim_snapshot_restore();
    return 0;
}
