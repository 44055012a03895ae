/*
 * timeout.h of BlueZ, for the clock of the shim; and crypto.h, without ciphers.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "src/shared/crypto.h"
#include "src/shared/timeout.h"

#include "att_port.h"
#include "base/hash.h"
#include "shim/clock.h"
#include "shim/heap.h"
#include "shim/random.h"
#include "shim/socket.h"

enum { TIMERS_MAX = 64, MAC_BYTES = 8, HASH_BYTES = 16 };

struct timer {
    unsigned id; /* 0: free */
    unsigned period_ms;
    uint64_t due_ms;
    timeout_func_t function;
    void *data;
    timeout_destroy_func_t destroy;
};

static struct timer timers[TIMERS_MAX];
static unsigned last_id;

void att_port_io_reset(void);

void att_port_begin(void)
{
    memset(timers, 0, sizeof timers);
    last_id = 0;
    att_port_io_reset();
    bb_shim_socket_reset();
    bb_shim_clock_reset();
    bb_shim_random_reset(0);
    bb_shim_heap_begin(ATT_PORT_HEAP_MAX_BYTES);
}

static uint64_t now_ms(void)
{
    return bb_shim_clock_elapsed_ns() / 1000000;
}

static struct timer *timer_of(unsigned id)
{
    for (unsigned i = 0; i < TIMERS_MAX; i++)
        if (timers[i].id == id)
            return &timers[i];
    return NULL;
}

unsigned int timeout_add(unsigned int timeout, timeout_func_t func, void *user_data,
                         timeout_destroy_func_t destroy)
{
    struct timer *timer = timer_of(0);
    if (!timer)
        abort();
    *timer = (struct timer){++last_id, timeout, now_ms() + timeout, func, user_data, destroy};
    return last_id;
}

unsigned int timeout_add_seconds(unsigned int timeout, timeout_func_t func, void *user_data,
                                 timeout_destroy_func_t destroy)
{
    return timeout_add(timeout * 1000, func, user_data, destroy);
}

void timeout_remove(unsigned int id)
{
    struct timer *timer = id ? timer_of(id) : NULL;
    if (!timer)
        return;
    struct timer old = *timer;
    timer->id = 0;
    if (old.destroy)
        old.destroy(old.data);
}

static struct timer *earliest(uint64_t until_ms)
{
    struct timer *first = NULL;
    for (unsigned i = 0; i < TIMERS_MAX; i++)
        if (timers[i].id && timers[i].due_ms <= until_ms &&
            (!first || timers[i].due_ms < first->due_ms))
            first = &timers[i];
    return first;
}

static void fire(struct timer *timer)
{
    unsigned id = timer->id;
    timer->due_ms += timer->period_ms ? timer->period_ms : 1;
    if (!timer->function(timer->data))
        timeout_remove(id);
}

void att_port_pass_seconds(unsigned seconds)
{
    uint64_t until_ms = now_ms() + 1000ull * seconds;
    struct timer *timer;
    while ((timer = earliest(until_ms)) != NULL) {
        if (timer->due_ms > now_ms())
            bb_shim_clock_advance_ms(timer->due_ms - now_ms());
        fire(timer);
        att_port_flush();
    }
    bb_shim_clock_advance_ms(until_ms - now_ms());
}

unsigned att_port_timers(void)
{
    unsigned n = 0;
    for (unsigned i = 0; i < TIMERS_MAX; i++)
        n += timers[i].id != 0;
    return n;
}

static struct bt_crypto {
    char unused;
} crypto;

struct bt_crypto *bt_crypto_new(void)
{
    return &crypto;
}

void bt_crypto_unref(struct bt_crypto *unused)
{
    (void)unused;
}

bool bt_crypto_sign_att(struct bt_crypto *unused, const uint8_t key[16], const uint8_t *m,
                        uint16_t m_len, uint32_t sign_cnt, uint8_t signature[12])
{
    (void)unused, (void)key, (void)m, (void)m_len;
    memcpy(signature, &sign_cnt, sizeof sign_cnt);
    memset(signature + sizeof sign_cnt, 0, MAC_BYTES);
    return true;
}

bool bt_crypto_verify_att_sign(struct bt_crypto *unused, const uint8_t key[16], const uint8_t *pdu,
                               uint16_t pdu_len)
{
    static const uint8_t zeros[MAC_BYTES];
    (void)unused, (void)key;
    return memcmp(pdu + pdu_len - MAC_BYTES, zeros, MAC_BYTES) == 0;
}

bool bt_crypto_gatt_hash(struct bt_crypto *unused, struct iovec *iov, size_t iov_len,
                         uint8_t res[16])
{
    uint64_t hash = BB_HASH_START;
    (void)unused;
    for (size_t i = 0; i < iov_len; i++)
        hash = bb_hash_bytes(hash, bb_bytes_of(iov[i].iov_base, iov[i].iov_len));
    memset(res, 0, HASH_BYTES);
    memcpy(res, &hash, sizeof hash);
    return true;
}
