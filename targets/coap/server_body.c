#include "server_body.h"

#include <brickbat/target.h>

#include <stdlib.h>

#define CACHE_TIMEOUT_S 30
#define MAX_AGE_S       60
#define TOUCH_MAX_BYTES 65536

/* Reads what libcoap says is there, as an application would; all of it up to a sensible size. */
static void touch(struct bb_bytes bytes)
{
    const volatile uint8_t *at = bytes.ptr;
    size_t n = bytes.len < TOUCH_MAX_BYTES ? bytes.len : TOUCH_MAX_BYTES;
    for (size_t i = 0; i < n; i++)
        (void)at[i];
    if (bytes.len)
        (void)at[bytes.len - 1];
}

/* Writes at `offset`, filling a gap before it with zeros. */
static bool put_at(struct bb_buf *store, size_t offset, struct bb_bytes bytes)
{
    touch(bytes);
    if (offset > BB_BODY_MAX_BYTES || bytes.len > BB_BODY_MAX_BYTES - offset)
        return false;
    size_t end = offset + bytes.len;
    if (end > store->len) {
        if (!bb_buf_reserve(store, end - store->len))
            return false;
        memset(store->ptr + store->len, 0, end - store->len);
        store->len = end;
    }
    if (bytes.len)
        memcpy(store->ptr + offset, bytes.ptr, bytes.len);
    return true;
}

/* libcoap has joined the blocks, or hands on one whose place in the body it knows. */
static coap_pdu_code_t take_from_libcoap(const coap_pdu_t *request, struct bb_buf *store,
                                         coap_pdu_code_t done)
{
    size_t len, offset, total;
    const uint8_t *data;
    if (!coap_get_data_large(request, &len, &data, &offset, &total)) {
        bb_buf_reset(store);
        return done;
    }
    if (offset == 0)
        bb_buf_reset(store);
    return put_at(store, offset, bb_bytes_of(data, len)) ? done : COAP_RESPONSE_CODE(413);
}

static void free_partial(void *partial)
{
    bb_buf_free(partial);
    free(partial);
}

static coap_cache_entry_t *new_partial(coap_session_t *session, const coap_pdu_t *request)
{
    struct bb_buf *partial = calloc(1, sizeof *partial);
    coap_cache_entry_t *entry = coap_new_cache_entry(session, request, COAP_CACHE_RECORD_PDU,
                                                     COAP_CACHE_IS_SESSION_BASED, CACHE_TIMEOUT_S);
    if (!entry || !partial) {
        free(partial);
        return NULL;
    }
    partial->max_bytes = BB_BODY_MAX_BYTES;
    coap_cache_set_app_data(entry, partial, free_partial);
    return entry;
}

/* The body so far, kept in libcoap's cache under the request's key; a first block starts anew. */
static coap_cache_entry_t *find_partial(coap_session_t *session, const coap_pdu_t *request,
                                        bool is_first)
{
    coap_cache_entry_t *entry =
        coap_cache_get_by_pdu(session, request, COAP_CACHE_IS_SESSION_BASED);
    if (entry && is_first) {
        coap_delete_cache_entry(session->context, entry);
        entry = NULL;
    }
    return !entry && is_first ? new_partial(session, request) : entry;
}

static void add_block1(coap_pdu_t *response, const coap_block_t *block)
{
    uint8_t value[4];
    unsigned len =
        coap_encode_var_safe(value, sizeof value, block->num << 4 | block->m << 3 | block->szx);
    coap_add_option(response, COAP_OPTION_BLOCK1, len, value);
}

/* The application joins the blocks. */
static coap_pdu_code_t take_block(coap_session_t *session, const coap_pdu_t *request,
                                  coap_pdu_t *response, const coap_block_t *block,
                                  struct bb_buf *store, coap_pdu_code_t done)
{
    size_t len = 0;
    const uint8_t *data = NULL;
    coap_cache_entry_t *entry = find_partial(session, request, block->num == 0);
    if (!entry)
        return COAP_RESPONSE_CODE_INCOMPLETE;
    struct bb_buf *partial = coap_cache_get_app_data(entry);
    coap_get_data(request, &len, &data);
    add_block1(response, block);
    if (!put_at(partial, (size_t)block->num << (block->szx + 4), bb_bytes_of(data, len)))
        return COAP_RESPONSE_CODE(413);
    if (block->m)
        return COAP_RESPONSE_CODE(231);
    bb_buf_reset(store);
    bb_buf_append(store, bb_buf_bytes(partial));
    coap_delete_cache_entry(session->context, entry);
    return done;
}

coap_pdu_code_t bb_body_take(coap_session_t *session, const coap_pdu_t *request,
                             coap_pdu_t *response, struct bb_buf *store, coap_pdu_code_t done)
{
    coap_block_t block;
    if (!(session->block_mode & COAP_BLOCK_USE_LIBCOAP) &&
        coap_get_block(request, COAP_OPTION_BLOCK1, &block))
        return take_block(session, request, response, &block, store, done);
    return take_from_libcoap(request, store, done);
}

static void free_body(coap_session_t *session, void *body)
{
    (void)session;
    free(body);
}

/* libcoap uses an observer that it has just deleted if its notification is an error, which it makes
 * one itself if the body does not fit. A peer brings that about with every small Max-Message-Size,
 * so it stays a success, of the error's text and no block. */
static void keep_observer(coap_pdu_t *response)
{
    coap_opt_iterator_t iterator;
    if (COAP_RESPONSE_CLASS(response->code) <= 2 ||
        !coap_check_option(response, COAP_OPTION_OBSERVE, &iterator) ||
        !BB_PASSES_OVER(observer_used_after_free))
        return;
    response->code = COAP_RESPONSE_CODE(205);
    coap_remove_option(response, COAP_OPTION_BLOCK2);
}

void bb_body_give(coap_resource_t *resource, coap_session_t *session, const coap_pdu_t *request,
                  const coap_string_t *query, coap_pdu_t *response, struct bb_bytes body)
{
    if (!(session->block_mode & COAP_BLOCK_USE_LIBCOAP)) {
        coap_add_data_blocked_response(request, response, COAP_MEDIATYPE_TEXT_PLAIN, MAX_AGE_S,
                                       body.len, body.ptr);
        return;
    }
    uint8_t *copy = malloc(body.len); /* libcoap keeps it until the last block is sent */
    if (body.len)
        memcpy(copy, body.ptr, body.len);
    response->code = COAP_RESPONSE_CODE(205);
    coap_add_data_large_response(resource, session, request, response, query,
                                 COAP_MEDIATYPE_TEXT_PLAIN, MAX_AGE_S, 0, body.len, copy, free_body,
                                 copy);
    keep_observer(response);
}
