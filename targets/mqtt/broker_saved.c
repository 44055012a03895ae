#include "broker_saved.h"

#include <arpa/inet.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "mosquitto_broker_internal.h"

#include "persist.h"

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

/* The messages that a client has and that are retained are saved by their number in the store, which
 * all three kinds of chunks begin with. */
static bool is_used(const struct saved *saved, struct bb_bytes message)
{
    for (unsigned i = 0; i < saved->count; i++) {
        uint32_t type = saved->types[i];
        if ((type == DB_CHUNK_CLIENT_MSG || type == DB_CHUNK_RETAIN) &&
            memcmp(saved->chunks[i].ptr, message.ptr, sizeof(dbid_t)) == 0)
            return true;
    }
    return false;
}

static void leave_out_unused(struct saved *saved)
{
    unsigned kept = 0;
    for (unsigned i = 0; i < saved->count; i++) {
        if (saved->types[i] == DB_CHUNK_MSG_STORE && !is_used(saved, saved->chunks[i]))
            continue;
        saved->types[kept] = saved->types[i];
        saved->chunks[kept++] = saved->chunks[i];
    }
    saved->count = kept;
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
    leave_out_unused(ret_saved);
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
