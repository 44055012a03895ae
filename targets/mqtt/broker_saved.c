#include "broker_saved.h"

#include <arpa/inet.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "mosquitto_broker_internal.h"

#include "persist.h"

#include "broker_known.h"

enum { PREAMBLE_BYTES = 15 + 4 + 4 }; /* magic, CRC (0), version */

static bool take_chunk(struct saved *saved, struct bb_bytes *file)
{
    struct bb_bytes head, body;
    struct PF_header header;
    if (saved->count == SAVED_CHUNKS || !bb_bytes_take(file, sizeof header, &head))
        return false;
    memcpy(&header, head.ptr, sizeof header);
    if (!bb_bytes_take(file, ntohl(header.length), &body) || body.len < sizeof(dbid_t))
        return false;
    saved->types[saved->count] = ntohl(header.chunk);
    saved->chunks[saved->count++] = body;
    return true;
}

/* A client that was restored is on no listener until it connects. */
static void forget_listener(struct bb_bytes client)
{
    size_t at = offsetof(struct PF_client, listener_port);
    if (client.len >= sizeof(struct PF_client))
        memset((uint8_t *)client.ptr + at, 0, sizeof(uint16_t));
}

static bool is_message(uint32_t type)
{
    return type == DB_CHUNK_MSG_STORE;
}

/* Saved by its number in the store, with which all three kinds of chunks begin. */
static bool is_reference(uint32_t type)
{
    return type == DB_CHUNK_CLIENT_MSG || type == DB_CHUNK_RETAIN;
}

static bool is_referred(const struct saved *saved, struct bb_bytes chunk, bool (*by)(uint32_t type))
{
    for (unsigned i = 0; i < saved->count; i++)
        if (by(saved->types[i]) && memcmp(saved->chunks[i].ptr, chunk.ptr, sizeof(dbid_t)) == 0)
            return true;
    return false;
}

static bool is_of_broker(struct bb_bytes message)
{
    struct PF_msg_store fixed;
    struct bb_bytes head, sys = bb_bytes_of((const uint8_t *)"$SYS", 4);
    if (!bb_bytes_take(&message, sizeof fixed, &head))
        return false;
    memcpy(&fixed, head.ptr, sizeof fixed);
    size_t source = (size_t)ntohs(fixed.source_id_len) + ntohs(fixed.source_username_len);
    return bb_bytes_take(&message, source, &head) && message.len >= sys.len &&
           memcmp(message.ptr, sys.ptr, sys.len) == 0;
}

static bool is_lost(const struct saved *saved, unsigned i)
{
    if (is_message(saved->types[i]))
        return !is_referred(saved, saved->chunks[i], is_reference);
    return is_reference(saved->types[i]) && !is_referred(saved, saved->chunks[i], is_message);
}

static bool is_sys(const struct saved *saved, unsigned i)
{
    return is_message(saved->types[i]) && is_of_broker(saved->chunks[i]);
}

/* Returns how many. */
static unsigned leave_out(struct saved *saved, bool (*what)(const struct saved *saved, unsigned i))
{
    static bool out[SAVED_CHUNKS];
    unsigned kept = 0, count = saved->count;
    for (unsigned i = 0; i < count; i++)
        out[i] = what(saved, i);
    for (unsigned i = 0; i < count; i++) {
        if (out[i])
            continue;
        saved->types[kept] = saved->types[i];
        saved->chunks[kept++] = saved->chunks[i];
    }
    saved->count = kept;
    return count - kept;
}

bool saved_read(struct saved *ret_saved, struct bb_bytes file)
{
    struct bb_bytes preamble;
    ret_saved->count = 0;
    if (!bb_bytes_take(&file, PREAMBLE_BYTES, &preamble))
        return false;
    while (file.len)
        if (!take_chunk(ret_saved, &file))
            return false;
    for (unsigned i = 0; i < ret_saved->count; i++)
        if (ret_saved->types[i] == DB_CHUNK_CLIENT)
            forget_listener(ret_saved->chunks[i]);
    if (leave_out(ret_saved, is_sys))
        known_sys_message_saved_once();
    leave_out(ret_saved, is_lost);
    return true;
}

bool saved_has_expired(const struct saved *saved, int64_t now)
{
    struct PF_msg_store message;
    for (unsigned i = 0; i < saved->count; i++) {
        if (saved->types[i] != DB_CHUNK_MSG_STORE || saved->chunks[i].len < sizeof message)
            continue;
        memcpy(&message, saved->chunks[i].ptr, sizeof message);
        if (message.expiry_time && message.expiry_time <= now)
            return true;
    }
    return false;
}

static int compare(const void *a, const void *b)
{
    const struct bb_bytes *left = a, *right = b;
    size_t least = left->len < right->len ? left->len : right->len;
    int order = memcmp(left->ptr, right->ptr, least);
    return order ? order : (left->len > right->len) - (left->len < right->len);
}

/* They are saved one behind the other. */
static void sort_store(struct saved *saved)
{
    unsigned first = 0, end;
    while (first < saved->count && saved->types[first] != DB_CHUNK_MSG_STORE)
        first++;
    for (end = first; end < saved->count && saved->types[end] == DB_CHUNK_MSG_STORE;)
        end++;
    qsort(saved->chunks + first, end - first, sizeof *saved->chunks, compare);
}

bool saved_same(struct saved *a, struct saved *b)
{
    sort_store(a);
    sort_store(b);
    if (a->count != b->count)
        return false;
    for (unsigned i = 0; i < a->count; i++)
        if (a->types[i] != b->types[i] || compare(&a->chunks[i], &b->chunks[i]) != 0)
            return false;
    return true;
}
