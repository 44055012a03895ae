#include "tgl_known.h"

#include <brickbat/target.h>

#include <malloc.h>
#include <string.h>

#include <mtproto-client.h>
#include <tgl-layout.h>
#include <tools.h>

#include "shim/heap.h"
#include "shim/leave.h"
#include "tgl_message.h"

static bool is_in(const struct bb_leave *leave, const char *name)
{
    size_t len = strlen(leave->file), end = strlen(name);
    return len >= end && strcmp(leave->file + len - end, name) == 0;
}

/* Reading beyond the message's end, or a length that goes there. */
static bool is_in_reader(const struct bb_leave *leave)
{
    return is_in(leave, "mtproto-common.h");
}

/* A service message of another form than the client expects. */
static bool is_in_service(const struct bb_leave *leave)
{
    return is_in(leave, "mtproto-client.c");
}

/* An object that is not one of the schema's. */
static bool is_in_object(const struct bb_leave *leave)
{
    return is_in(leave, "auto/auto-fetch-ds.c") || is_in(leave, "auto/auto-free-ds.c") ||
           is_in(leave, "auto/auto-skip.c");
}

/* An object that is, but says what cannot be: a chat that is not in its own list. */
static bool is_in_content(const struct bb_leave *leave)
{
    return is_in(leave, "queries.c") || is_in(leave, "queries-encrypted.c") ||
           is_in(leave, "updates.c") || is_in(leave, "structures.c") || is_in(leave, "binlog.c");
}

/* A pq that tgl cannot take to pieces, or that it cannot write down. */
static bool is_in_exchange(const struct bb_leave *leave)
{
    return is_in(leave, "mtproto-utils.c") || is_in(leave, "mtproto-common.c");
}

bool tgl_known_is_expected(void *context, const struct bb_leave *leave)
{
    (void)context;
    if (leave->how == BB_LEAVE_EXIT)
        return bb_shim_heap_refused() > 0;
    if (leave->how != BB_LEAVE_ASSERT)
        return false;
    if (is_in_reader(leave))
        BB_KNOWN(assert_reader);
    if (is_in_service(leave))
        BB_KNOWN(assert_service);
    if (is_in_object(leave))
        BB_KNOWN(assert_object);
    if (is_in_content(leave))
        BB_KNOWN(assert_content);
    if (is_in_exchange(leave))
        BB_KNOWN(assert_exchange);
    return is_in_reader(leave) || is_in_service(leave) || is_in_object(leave) ||
           is_in_content(leave) || is_in_exchange(leave);
}

uint64_t tgl_known_msg_id(uint64_t msg_id)
{
    enum { TIME_MAX_S = 0x7fff0000 };
    if (msg_id >> 32 <= TIME_MAX_S)
        return msg_id;
    BB_KNOWN(server_time);
    return msg_id & UINT32_MAX;
}

void tgl_known_counts(uint8_t *words, size_t len)
{
    static const uint8_t least[] = {0x15, 0xc4, 0xb5, 0x1c, 0, 0, 0, 0x80};
    for (size_t at = 0; at + sizeof least <= len; at += 4)
        if (memcmp(words + at, least, sizeof least) == 0) {
            BB_KNOWN(vector_least);
            words[at + 4] = 1;
        }
}

void *tgl_known_alloc(size_t size)
{
    enum { BELIEVED_MAX_BYTES = 256 << 10 };
    if (size > BELIEVED_MAX_BYTES) {
        BB_KNOWN(vector_count);
        bb_shim_leave_stop();
    }
    return tgl_alloc_release(size);
}

void tgl_known_free(void *block, int size)
{
    bool is_too_long = block && (size < 0 || (size_t)size > malloc_usable_size(block));
    if (is_too_long)
        BB_KNOWN(freed_too_long);
    if (block && !is_too_long)
        memset(block, 0, (size_t)size);
    bb_shim_free(block);
}

void tgl_known_unsent(struct tgl_state *client)
{
    if (!client->message_unsent_tree)
        return;
    BB_KNOWN(unsent_freed_twice);
    client->message_unsent_tree = NULL;
}

bool tgl_known_has_place(int dc)
{
    if (dc >= 0 && dc < TGL_MAX_DC_NUM)
        return true;
    BB_KNOWN(dc_index);
    return false;
}

bool tgl_known_has_address(struct tgl_state *client, int flags, int dc)
{
    enum { IPV6_OR_MEDIA = 3 };
    bool is_plain = (flags & IPV6_OR_MEDIA) == 0;
    if (is_plain || (client->DC_list[dc] && client->DC_list[dc]->options[0]))
        return true;
    BB_KNOWN(dc_address);
    return false;
}

bool tgl_known_is_dc(struct tgl_state *client, int dc)
{
    if (tgl_known_has_place(dc) && client->DC_list[dc])
        return true;
    BB_KNOWN(dc_missing);
    return false;
}

void tgl_known_factorize(const BIGNUM *pq)
{
    enum { PQ_MAX_BITS = 63 };
    bool is_small = BN_is_zero(pq) || BN_is_one(pq), is_wide = BN_num_bits(pq) > PQ_MAX_BITS;
    bool is_prime = !is_small && !is_wide && BN_check_prime(pq, NULL, NULL) == 1;
    if (is_small)
        BB_KNOWN(pq_small);
    if (is_wide)
        BB_KNOWN(pq_wide);
    if (is_prime)
        BB_KNOWN(pq_prime);
    if (is_small || is_wide || is_prime)
        bb_shim_leave_stop();
}

void tgl_known_numbers(unsigned left)
{
    if (left > 0)
        BB_KNOWN(numbers_left);
}

int tgl_known_decrypt(char *from, int from_len, char *to, int size)
{
    int len = tgl_pad_aes_decrypt(from, from_len, to, size);
    if (len < 0) {
        BB_KNOWN(not_blocks);
        bb_shim_leave_stop();
    }
    return len;
}

void tgl_known_nested(ptrdiff_t left, ptrdiff_t said)
{
    if (said <= left)
        return;
    BB_KNOWN(container_overrun);
    bb_shim_leave_stop();
}

/* No header of tgl's has it. */
struct query *tglq_query_get(struct tgl_state *client, long long id);

long long tgl_known_send(struct tgl_state *client, struct connection *connection, int *words,
                         int words_len, int flags)
{
    enum { IS_QUERY = 1 };
    long long id = tglmp_encrypt_send_message(client, connection, words, words_len, flags);
    if ((flags & IS_QUERY) && tglq_query_get(client, id)) {
        BB_KNOWN(number_taken);
        bb_shim_leave_stop();
    }
    return id;
}

static bool is_count(const char *field)
{
    return strstr(field, "pts") || strstr(field, "qts") || strstr(field, "seq");
}

long long tgl_known_count(const char *field, long long value)
{
    enum { COUNT_MAX = (1 << 30) - 1 };
    bool is_bounded = value >= -COUNT_MAX && value <= COUNT_MAX;
    if (is_bounded || !is_count(field))
        return value;
    BB_KNOWN(count_overflow);
    return value > 0 ? COUNT_MAX : -COUNT_MAX;
}
