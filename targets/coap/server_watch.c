#include "server_watch.h"

#include <brickbat/target.h>

#include "coap3/coap_internal.h"
#include "sent_rules.h"

#define HEADER_BYTES      4
#define CSM               BB_COAP_CODE(7, 1)
#define RESERVED_EXPONENT 7

static bool is_request(uint8_t code)
{
    return code > 0 && code < BB_COAP_CODE(1, 0);
}

static bool is_response(uint8_t code)
{
    return code >= BB_COAP_CODE(2, 0) && code < BB_COAP_CODE(6, 0);
}

static void remember_token(struct bb_watch *watch, unsigned peer, struct bb_bytes token)
{
    size_t n = watch->peers[peer].token_count++;
    if (n >= BB_WATCH_TOKENS)
        return;
    struct bb_watch_token *slot = &watch->peers[peer].tokens[n];
    slot->len = (uint8_t)token.len;
    if (token.len)
        memcpy(slot->bytes, token.ptr, token.len);
}

/* The token where the header says that it is; empty if it is not all there. */
static struct bb_bytes token_of(struct bb_bytes datagram)
{
    struct bb_bytes header, token = {0};
    if (bb_bytes_take(&datagram, HEADER_BYTES, &header))
        bb_bytes_take(&datagram, header.ptr[0] & 15, &token);
    return token.len <= BB_WATCH_TOKEN_BYTES ? token : (struct bb_bytes){0};
}

/* Of a Block2 option the size exponent, and whether more blocks follow. */
static bool find_block2(const struct bb_coap_message *message, unsigned *ret_exponent,
                        bool *ret_has_more)
{
    struct bb_coap_option option;
    if (!bb_coap_find_option(message, BB_COAP_BLOCK2, &option))
        return false;
    unsigned block = bb_coap_option_uint(&option);
    *ret_exponent = block & 7;
    *ret_has_more = block & 8;
    return true;
}

/* libcoap ignores the reserved size exponent. */
static void note_size_asked(struct bb_watch *watch, unsigned peer, struct bb_bytes datagram)
{
    struct bb_coap_message request;
    unsigned exponent;
    bool has_more;
    if (bb_coap_decode(datagram, &request) && find_block2(&request, &exponent, &has_more) &&
        exponent != RESERVED_EXPONENT)
        watch->peers[peer].block2_sizes |= 1u << exponent;
}

void bb_watch_incoming(struct bb_watch *watch, struct bb_bytes datagram)
{
    watch->incoming = datagram;
    watch->incoming_peer = bb_peer_of_datagram(datagram);
    if (datagram.len < HEADER_BYTES)
        return;
    if (is_request(datagram.ptr[1])) {
        remember_token(watch, watch->incoming_peer, token_of(datagram));
        note_size_asked(watch, watch->incoming_peer, datagram);
    }
    if (datagram.ptr[1] == CSM)
        watch->peers[watch->incoming_peer].has_sent_csm = true;
}

static bool knows_token(const struct bb_watch *watch, unsigned peer, struct bb_bytes token)
{
    size_t n = watch->peers[peer].token_count;
    if (n > BB_WATCH_TOKENS)
        return true;
    while (n-- > 0) {
        const struct bb_watch_token *slot = &watch->peers[peer].tokens[n];
        if (bb_bytes_equal(token, bb_bytes_of(slot->bytes, slot->len)))
            return true;
    }
    return false;
}

/* RFC 7252 sections 3 and 4.2: no reserved class; Empty means ACK or RST; RST means Empty. And this
 * server sends no requests. */
static void check_kind(const struct bb_coap_message *sent)
{
    if (bb_coap_class(sent->code) == 7) {
        BB_KNOWN(signaling_over_udp);
        return;
    }
    BB_ORACLE(coap_kind, sent->code == 0 || is_response(sent->code), "a code of no response");
    BB_ORACLE(coap_kind, sent->code || sent->type >= BB_COAP_ACK, "an Empty CON or NON");
    BB_ORACLE(coap_kind, !sent->code || sent->type != BB_COAP_RST, "a Reset that is not Empty");
}

/* RFC 7252 section 5.3.2: a response has the token of a request from that peer; section 5.2.1: a
 * piggybacked one that of the request which it acknowledges. */
static void check_token(const struct bb_watch *watch, unsigned peer,
                        const struct bb_coap_message *sent)
{
    struct bb_coap_message request;
    BB_ORACLE(coap_token_echo, knows_token(watch, peer, sent->token),
              "a response with a token that the peer never used");
    if (sent->type == BB_COAP_ACK && bb_coap_decode(watch->incoming, &request))
        BB_ORACLE(coap_token_echo, bb_bytes_equal(sent->token, request.token),
                  "a piggybacked response with another request's token");
}

/* RFC 7641 section 4.2: a notification other than 2.xx has no Observe option. */
static void check_observe(const struct bb_coap_message *sent)
{
    struct bb_coap_option option;
    BB_ORACLE(coap_observe,
              bb_coap_class(sent->code) == 2 ||
                  !bb_coap_find_option(sent, BB_COAP_OBSERVE, &option),
              "an error with Observe");
}

/* libcoap applies a new size to what it keeps of a body at once, also where it does not fit. Where
 * the application does the blocks, nothing is kept. */
static bool may_mix_sizes(const struct bb_watch *watch, unsigned peer, unsigned exponent)
{
    return bb_peer_block_mode(peer) != 0 && watch->peers[peer].block2_sizes != 1u << exponent;
}

/* RFC 7959 section 2.2: a block that is not the last has exactly the size that it says, the last
 * at most; size exponent 7 is reserved on UDP. */
static void check_block2(struct bb_watch *watch, unsigned peer, const struct bb_coap_message *sent)
{
    unsigned exponent;
    bool has_more;
    if (bb_coap_class(sent->code) != 2 || !find_block2(sent, &exponent, &has_more))
        return;
    size_t size = (size_t)16 << exponent;
    watch->peers[peer].block2_sizes |= 1u << exponent;
    if (may_mix_sizes(watch, peer, exponent)) {
        BB_KNOWN(block2_size_changes);
        return;
    }
    BB_ORACLE(coap_block_size, exponent != RESERVED_EXPONENT, "size exponent 7");
    if (has_more && sent->payload.len < size && watch->peers[peer].has_sent_csm) {
        BB_KNOWN(block2_beyond_message_size); /* cut short, but not said so */
        return;
    }
    BB_ORACLE(coap_block_size, !has_more || sent->payload.len == size,
              "a block that is not the last has another size than it says");
    BB_ORACLE(coap_block_size, sent->payload.len <= size, "a last block is too long");
}

void bb_watch_outgoing(struct bb_watch *watch, struct bb_bytes datagram, const struct sockaddr *to)
{
    struct bb_coap_message sent;
    unsigned peer = bb_peer_of_address(to);
    BB_ORACLE(coap_sent_to, peer < BB_PEER_COUNT, "a message to somebody who never wrote");
    bb_sent_check_parses(datagram, &sent);
    bb_state(sent.code);
    check_kind(&sent);
    if (sent.type >= BB_COAP_ACK)
        bb_sent_check_answer(watch->incoming, peer == watch->incoming_peer, &sent);
    if (is_response(sent.code)) {
        check_token(watch, peer, &sent);
        check_observe(&sent);
        check_block2(watch, peer, &sent);
    }
}
