#include "tcp_watch.h"

#include <brickbat/target.h>

#include "coap3/coap_internal.h"

enum {
    SENT_MAX_BYTES = 1 << 20,
    BASE_MESSAGE_BYTES = 1152, /* RFC 8323 section 5.3.1: what everybody takes */
    LEAST_MESSAGE_BYTES = 64,  /* libcoap takes that for less */
    CSM_MAX_MESSAGE_SIZE = 2,
    CSM_BLOCK_WISE = 4,
    BERT = 7, /* the size exponent */
    BERT_UNIT_BYTES = 1024,
    BERT_UNIT_EXPONENT = 6,
    LONGEST_HEADER_BYTES = 6,
    KEPT_ROOM_BYTES = 43 + 8, /* that libcoap keeps free: for an Echo option and a full token */
};

void bb_tcp_watch_start(struct bb_tcp_watch *watch)
{
    struct bb_buf sent = watch->sent, text = watch->text;
    bb_buf_reset(&sent);
    sent.max_bytes = text.max_bytes = SENT_MAX_BYTES;
    *watch = (struct bb_tcp_watch){.sent = sent,
                                   .text = text,
                                   .max_message = BASE_MESSAGE_BYTES,
                                   .least_message = BASE_MESSAGE_BYTES,
                                   .least_said = UINT32_MAX};
}

void bb_tcp_watch_free(struct bb_tcp_watch *watch)
{
    bb_buf_free(&watch->sent);
    bb_buf_free(&watch->text);
}

static void note_size(struct bb_tcp_watch *watch, uint32_t size)
{
    if (size < LEAST_MESSAGE_BYTES)
        size = LEAST_MESSAGE_BYTES;
    if (size > watch->max_message)
        watch->max_message = size;
    if (size < watch->least_message)
        watch->least_message = size;
    if (size < watch->least_said)
        watch->least_said = size;
}

/* RFC 8323 section 5.3: what a CSM does not say stays as it is. */
static void note_csm(struct bb_tcp_watch *watch, const struct bb_coap_message *message)
{
    struct bb_bytes options = message->options;
    struct bb_coap_option option;
    unsigned number = 0;
    while (bb_coap_take_option(&options, &number, &option)) {
        if (option.number == CSM_MAX_MESSAGE_SIZE)
            note_size(watch, bb_coap_option_uint(&option));
        if (option.number == CSM_BLOCK_WISE)
            watch->takes_blocks = true;
    }
}

void bb_tcp_watch_incoming(struct bb_tcp_watch *watch, const struct bb_coap_message *message)
{
    if (message->code == BB_COAP_CSM)
        note_csm(watch, message);
    watch->pings += message->code == BB_COAP_PING;
    if (!message->code || bb_coap_class(message->code) != 0)
        return;
    struct bb_coap_option block2;
    if (bb_coap_find_option(message, BB_COAP_BLOCK2, &block2))
        watch->block2_sizes |= 1u << (bb_coap_option_uint(&block2) & 7);
    size_t request_len = message->token.len + message->options.len;
    if (request_len > watch->longest_request)
        watch->longest_request = request_len;
    size_t n = watch->token_count++;
    if (n >= BB_TCP_TOKENS)
        return;
    watch->tokens[n].len = (uint8_t)message->token.len;
    if (message->token.len)
        memcpy(watch->tokens[n].bytes, message->token.ptr, message->token.len);
}

static bool knows_token(const struct bb_tcp_watch *watch, struct bb_bytes token)
{
    for (size_t i = 0; i < watch->token_count && i < BB_TCP_TOKENS; i++) {
        if (bb_bytes_equal(token, bb_bytes_of(watch->tokens[i].bytes, watch->tokens[i].len)))
            return true;
    }
    return watch->token_count > BB_TCP_TOKENS;
}

/* RFC 8323 section 5.3: the first message is a CSM. Signaling codes are 7.01 to 7.05; a Pong is
 * sent for a Ping only (5.4). A server sends no requests. */
static void check_kind(struct bb_tcp_watch *watch, const struct bb_coap_message *sent)
{
    unsigned class = bb_coap_class(sent->code);
    BB_ORACLE(tcp_csm_first, watch->messages > 0 || sent->code == BB_COAP_CSM,
              "the first message is not a CSM");
    BB_ORACLE(tcp_kind, (class >= 2 && class <= 5) || class == 7 || !sent->code,
              "a code of no response and no signal");
    BB_ORACLE(tcp_kind, class != 7 || (sent->code >= BB_COAP_CSM && sent->code <= BB_COAP_ABORT),
              "a signal that there is not");
    if (sent->code == BB_COAP_PONG) {
        BB_ORACLE(tcp_pong, watch->pings > 0, "a Pong without a Ping");
        watch->pings--;
    }
}

/* A block of half the size or less, because there is no room for more, that has nothing in it:
 * libcoap tells the peer the smaller size, and then tries to add the larger one. */
static bool is_empty_for_want_of_room(const struct bb_tcp_watch *watch,
                                      const struct bb_coap_message *sent, size_t frame_len,
                                      size_t size)
{
    return sent->payload.len == 0 &&
           watch->least_message < 2 * size + frame_len + LONGEST_HEADER_BYTES;
}

/* A block whose size has no room beside what libcoap keeps free: it sends less, and says that more
 * follows, but not that the size is another one. */
static bool is_cut_short(const struct bb_tcp_watch *watch, const struct bb_coap_message *sent,
                         size_t frame_len, size_t size)
{
    size_t around = frame_len - sent->payload.len + LONGEST_HEADER_BYTES + KEPT_ROOM_BYTES;
    return sent->payload.len < size && watch->least_message < size + around;
}

/* Whether more follows behind blocks of BERT libcoap tells by the room beside the options of the
 * request, not those of the response: too little if they are longer. */
static bool is_room_by_request(const struct bb_tcp_watch *watch, size_t len)
{
    size_t taken = watch->longest_request + LONGEST_HEADER_BYTES;
    size_t room = watch->least_said > taken ? watch->least_said - taken : 0;
    return room / BERT_UNIT_BYTES * BERT_UNIT_BYTES < len;
}

/* RFC 8323 section 6: blocks of BERT that are not the last are a multiple of 1024 bytes, and both
 * sides must have said that they take them. */
static void check_bert(struct bb_tcp_watch *watch, size_t len, bool has_more)
{
    BB_ORACLE(tcp_bert, watch->takes_blocks && watch->max_message > BASE_MESSAGE_BYTES,
              "BERT to a peer that did not say that it takes it");
    if (has_more && watch->block2_sizes & ~(1u << BERT | 1u << BERT_UNIT_EXPONENT)) {
        BB_KNOWN(block2_size_changes);
        return;
    }
    if (has_more && len % BERT_UNIT_BYTES != 0 && is_room_by_request(watch, len)) {
        BB_KNOWN(bert_room_by_request);
        return;
    }
    BB_ORACLE(tcp_bert, !has_more || len % BERT_UNIT_BYTES == 0,
              "a BERT block that is not the last is no multiple of 1024");
}

/* RFC 8323 section 6, RFC 7959 section 2.2: a block that is not the last is as long as it says. */
static void check_block2(struct bb_tcp_watch *watch, const struct bb_coap_message *sent,
                         size_t frame_len)
{
    struct bb_coap_option option;
    if (bb_coap_class(sent->code) != 2 || !bb_coap_find_option(sent, BB_COAP_BLOCK2, &option))
        return;
    uint32_t block = bb_coap_option_uint(&option);
    unsigned exponent = block & 7;
    bool has_more = block & 8;
    size_t size = (size_t)16 << exponent;
    if (exponent == BERT) {
        check_bert(watch, sent->payload.len, has_more);
        return;
    }
    watch->block2_sizes |= 1u << exponent;
    if (has_more && is_cut_short(watch, sent, frame_len, size)) {
        BB_KNOWN(block2_beyond_message_size); /* cut short, but not said so */
        return;
    }
    if (watch->block2_sizes != 1u << exponent) {
        BB_KNOWN(block2_size_changes);
        return;
    }
    if (has_more && is_empty_for_want_of_room(watch, sent, frame_len, size)) {
        BB_KNOWN(block2_without_payload);
        return;
    }
    BB_ORACLE(tcp_block_size, has_more ? sent->payload.len == size : sent->payload.len <= size,
              "a block has another size than it says");
}

/* RFC 8323 section 5.3.1: no message is longer than the peer takes. It may have said so only after
 * the message was made, so the largest of what it said counts. */
static void check_size(const struct bb_tcp_watch *watch, const struct bb_coap_message *sent,
                       size_t frame_len)
{
    bool is_error = bb_coap_class(sent->code) != 2;
    if (is_error && frame_len > watch->max_message)
        BB_KNOWN(error_beyond_message_size);
    BB_ORACLE(tcp_message_size, is_error || frame_len <= watch->max_message,
              "a response is longer than the peer ever said that it takes");
}

static void check_response(struct bb_tcp_watch *watch, const struct bb_coap_message *sent,
                           size_t frame_len)
{
    BB_ORACLE(tcp_token_echo, knows_token(watch, sent->token),
              "a response with a token that the peer never used");
    check_size(watch, sent, frame_len);
    check_block2(watch, sent, frame_len);
}

static void check_frame(struct bb_tcp_watch *watch, struct bb_bytes frame)
{
    struct bb_coap_message sent;
    bb_buf_reset(&watch->text);
    BB_ORACLE(tcp_sent_parses,
              bb_tcp_to_datagram(frame, &watch->text) &&
                  bb_coap_decode(bb_buf_bytes(&watch->text), &sent),
              "a malformed message was sent");
    coap_pdu_t *pdu = coap_pdu_init(0, 0, 0, frame.len);
    BB_ORACLE(tcp_sent_parses, coap_pdu_parse(COAP_PROTO_TCP, frame.ptr, frame.len, pdu),
              "libcoap refuses what it sent itself");
    coap_delete_pdu(pdu);
    bb_state(sent.code);
    check_kind(watch, &sent);
    if (sent.code && bb_coap_class(sent.code) != 7)
        check_response(watch, &sent, frame.len);
    watch->messages++;
}

void bb_tcp_watch_outgoing(struct bb_tcp_watch *watch, struct bb_bytes bytes)
{
    struct bb_bytes frame;
    bb_buf_append(&watch->sent, bytes);
    struct bb_bytes stream = bb_buf_bytes(&watch->sent);
    while (bb_tcp_take(&stream, &frame))
        check_frame(watch, frame);
    if (stream.len && stream.ptr != watch->sent.ptr)
        memmove(watch->sent.ptr, stream.ptr, stream.len);
    watch->sent.len = stream.len;
}
