#include "client_watch.h"

#include <brickbat/target.h>

enum {
    LARGEST_EXPONENT = 6, /* of a block's size */
    BERT_UNIT_BYTES = 1024,
};

static void remember(struct bb_seen_tokens *tokens, struct bb_bytes token)
{
    size_t n = tokens->count++;
    if (n >= BB_SEEN_MAX || token.len > BB_TOKEN_BYTES)
        return;
    tokens->all[n].len = (uint8_t)token.len;
    if (token.len)
        memcpy(tokens->all[n].bytes, token.ptr, token.len);
}

static bool knows(const struct bb_seen_tokens *tokens, struct bb_bytes token)
{
    if (tokens->count > BB_SEEN_MAX)
        return true;
    for (size_t i = 0; i < tokens->count; i++) {
        if (bb_bytes_equal(token, bb_bytes_of(tokens->all[i].bytes, tokens->all[i].len)))
            return true;
    }
    return false;
}

void bb_client_watch_asked(struct bb_client_watch *watch, unsigned peer, struct bb_bytes token)
{
    remember(&watch->peers[peer].asked, token);
}

void bb_client_watch_mid(struct bb_client_watch *watch, unsigned peer)
{
    watch->peers[peer].chooses_mids = true;
}

static void add_block(struct bb_client_peer *state, struct bb_seen_block block)
{
    size_t n = state->block_count++;
    if (n < BB_SEEN_MAX)
        state->blocks[n] = block;
}

/* RFC 8323 section 6: a block of exponent 7 has any number of 1024 bytes; RFC 7959 section 2.2: it
 * is reserved on UDP. Where libcoap does not take it, it is no block to it. */
static void remember_bert(struct bb_client_peer *state, unsigned block, struct bb_bytes payload)
{
    size_t offset = (size_t)(block >> 4) * BERT_UNIT_BYTES;
    bool is_last = !(block & 8);
    state->has_short_block |= !is_last && payload.len % BERT_UNIT_BYTES != 0;
    state->block_sizes |= 1u << LARGEST_EXPONENT;
    size_t units = (payload.len + BERT_UNIT_BYTES - 1) / BERT_UNIT_BYTES;
    add_block(state, (struct bb_seen_block){offset, payload, units * BERT_UNIT_BYTES, is_last});
    add_block(state, (struct bb_seen_block){0, payload, payload.len, true});
    BB_KNOWN(block2_size_7_ignored);
}

static void remember_block(struct bb_client_peer *state, const struct bb_coap_message *message,
                           struct bb_bytes payload)
{
    struct bb_coap_option option;
    bool has_block = bb_coap_find_option(message, BB_COAP_BLOCK2, &option);
    unsigned block = has_block ? bb_coap_option_uint(&option) : 0, exponent = block & 7;
    if (exponent > LARGEST_EXPONENT) {
        remember_bert(state, block, payload);
        return;
    }
    size_t offset = (size_t)(block >> 4) << (exponent + 4);
    size_t size = has_block ? (size_t)16 << exponent : payload.len;
    state->has_short_block |= block & 8 && payload.len < size;
    state->block_sizes |= has_block ? 1u << exponent : 0;
    add_block(state, (struct bb_seen_block){offset, payload, size, !(block & 8)});
}

void bb_client_watch_incoming(struct bb_client_watch *watch, unsigned peer,
                              struct bb_bytes datagram, struct bb_bytes payload)
{
    struct bb_coap_message message;
    watch->incoming = datagram;
    watch->incoming_peer = peer;
    if (bb_coap_decode(datagram, &message) && message.code >= BB_COAP_CODE(2, 0))
        remember_block(&watch->peers[peer], &message, payload);
}

static void keep_token(struct bb_seen_token *slot, struct bb_bytes token)
{
    slot->len = (uint8_t)token.len;
    if (token.len)
        memcpy(slot->bytes, token.ptr, token.len);
}

void bb_client_watch_request(struct bb_client_watch *watch, unsigned peer,
                             const struct bb_coap_message *sent)
{
    struct bb_client_peer *state = &watch->peers[peer];
    remember(&state->sent, sent->token);
    keep_token(&state->last_token, sent->token);
}

/* How many bytes of the body, from its byte `at` on, are as the best of the blocks has them. The
 * body stands at `offset` of the whole. */
static size_t matching_bytes(const struct bb_client_peer *state, struct bb_bytes body,
                             size_t offset, size_t at)
{
    size_t best = 0, place = offset + at;
    for (size_t i = 0; i < state->block_count; i++) {
        const struct bb_seen_block *block = &state->blocks[i];
        if (block->offset > place || block->offset + block->bytes.len <= place)
            continue;
        size_t from = place - block->offset, n = 0;
        while (at + n < body.len && from + n < block->bytes.len &&
               body.ptr[at + n] == block->bytes.ptr[from + n])
            n++;
        if (n > best)
            best = n;
    }
    return best;
}

/* Is this a place of a block that was shorter than it says, as the last one may be? */
static bool is_behind_short_block(const struct bb_client_peer *state, size_t place)
{
    for (size_t i = 0; i < state->block_count; i++) {
        const struct bb_seen_block *block = &state->blocks[i];
        if (place >= block->offset + block->bytes.len && place < block->offset + block->size)
            return true;
    }
    return false;
}

/* libcoap counts blocks, not bytes: it hands out memory that it never wrote to if a block is
 * shorter than it says, and the last one is not the last after all, or if blocks have different
 * sizes. */
static bool may_have_hole(const struct bb_client_peer *state, size_t place)
{
    if (state->has_short_block || is_behind_short_block(state, place))
        BB_KNOWN(short_block_leaves_hole);
    else if (state->block_sizes & (state->block_sizes - 1))
        BB_KNOWN(block_sizes_leave_hole);
    else
        return false;
    return true;
}

/* RFC 7959 section 2.4: each byte was in a block at that place. */
static void check_body(const struct bb_client_peer *state, struct bb_bytes body, size_t offset)
{
    if (state->block_count > BB_SEEN_MAX)
        return;
    for (size_t at = 0; at < body.len;) {
        size_t n = matching_bytes(state, body, offset, at);
        if (n == 0 && may_have_hole(state, offset + at))
            return;
        BB_ORACLE(coap_body_bytes, n > 0, "the body has a byte that no block had at its place");
        at += n;
    }
}

/* What is handed out is the payload as it stands. */
static bool is_payload(const struct bb_client_watch *watch, struct bb_bytes body)
{
    struct bb_coap_message message;
    return bb_coap_decode(watch->incoming, &message) && bb_bytes_equal(body, message.payload);
}

static bool ends_with_last(const struct bb_client_peer *state, size_t len)
{
    for (size_t i = 0; i < state->block_count; i++) {
        const struct bb_seen_block *block = &state->blocks[i];
        if (block->is_last && block->offset + block->bytes.len == len)
            return true;
    }
    return state->block_count > BB_SEEN_MAX;
}

/* RFC 7252 section 5.3.1: what the application gets carries the token that it asked with. libcoap
 * leaves it to the application to compare, so a response to nothing is passed over; the tokens that
 * libcoap made for blocks are its own business. */
static void check_token(const struct bb_client_watch *watch, unsigned peer, const coap_pdu_t *sent,
                        struct bb_bytes token)
{
    const struct bb_client_peer *state = &watch->peers[peer];
    struct bb_coap_message wire = {0};
    bool is_asked = knows(&state->asked, token);
    bool is_decoded = bb_coap_decode(watch->incoming, &wire);
    bool is_to_ping = (sent && (sent->code == 0 || COAP_PDU_IS_SIGNALING(sent))) ||
                      (state->takes_ping_for_request && token.len == 0);
    bool is_to_nothing = is_decoded && !is_asked && !knows(&state->sent, wire.token);
    bool is_for_block = !is_asked && !is_to_nothing && knows(&state->sent, token);
    BB_ORACLE(coap_asked, is_asked || is_to_nothing || is_for_block || is_to_ping,
              "a response with a token that nobody asked with");
    if (is_to_ping)
        BB_KNOWN(response_to_ping);
    if (is_to_nothing)
        BB_KNOWN(response_to_nothing);
    if (is_for_block)
        BB_KNOWN(block_token_shown);
}

void bb_client_watch_response(struct bb_client_watch *watch, unsigned peer, const coap_pdu_t *sent,
                              const coap_pdu_t *received, unsigned block_mode)
{
    size_t len = 0, offset = 0, total = 0;
    const uint8_t *data = NULL;
    coap_block_t block;
    coap_opt_iterator_t iterator;
    bool is_by_application = !(block_mode & COAP_BLOCK_USE_LIBCOAP);
    const struct bb_client_peer *state = &watch->peers[peer];
    BB_ORACLE(coap_from, watch->incoming.len > 0 && peer == watch->incoming_peer,
              "a response from nowhere");
    BB_ORACLE(coap_sent_mid, !sent || sent->mid == received->mid,
              "a response is given with a request of another message ID");
    check_token(watch, peer, sent, bb_bytes_of(received->token, received->token_length));
    if (!coap_get_data_large(received, &len, &data, &offset, &total))
        return;
    if (bb_coap_class((uint8_t)received->code) != 2) {
        BB_ORACLE(coap_payload, is_payload(watch, bb_bytes_of(data, len)),
                  "an error's payload is not what came"); /* whatever its options are */
        return;
    }
    if (is_by_application && coap_get_block(received, COAP_OPTION_BLOCK2, &block)) {
        offset = (size_t)block.num << (block.szx + 4);
        total = offset + len;
    }
    if (!is_by_application && offset == 0 && coap_get_block(received, COAP_OPTION_BLOCK2, &block) &&
        block.num != 0 && is_payload(watch, bb_bytes_of(data, len))) {
        BB_KNOWN(block_without_place); /* the next one could not be asked for */
        return;
    }
    BB_ORACLE(coap_body_range, offset + len <= total, "a body is longer than its total");
    check_body(state, bb_bytes_of(data, len), offset);
    if (block_mode & COAP_BLOCK_SINGLE_BODY &&
        !coap_check_option(received, COAP_OPTION_BLOCK2, &iterator))
        BB_ORACLE(coap_body_whole, offset == 0 && len == total && ends_with_last(state, len),
                  "a whole body does not end where the last block does");
}
