/*
 * Oracles on the datagrams that the client sends over UDP.
 */
#include <brickbat/target.h>

#include "client_known.h"
#include "client_watch.h"
#include "sent_rules.h"

enum {
    HEADER_BYTES = 4,
    MAX_TRANSMISSIONS = 5, /* RFC 7252 section 4.8: MAX_RETRANSMIT, and the first */
};

/* RFC 7252 section 4.2: a Confirmable message is sent at most five times, any other once. */
static void check_transmissions(struct bb_client_peer *state, uint16_t mid, bool is_confirmable)
{
    size_t at = 0;
    while (at < state->mid_count && state->mids[at] != mid)
        at++;
    if (at == BB_SEEN_MAX || state->chooses_mids)
        return;
    if (at == state->mid_count) {
        state->mids[state->mid_count++] = mid;
        state->times_sent[at] = 0;
    }
    state->times_sent[at]++;
    BB_ORACLE(coap_transmissions, state->times_sent[at] <= (is_confirmable ? MAX_TRANSMISSIONS : 1),
              "a message is sent over and over");
}

/* RFC 7252 sections 3 and 4.2: no reserved class; an Empty message is no NON, and a RST is Empty.
 */
static void check_kind(const struct bb_coap_message *sent)
{
    unsigned class = bb_coap_class(sent->code);
    BB_ORACLE(coap_kind, class == 0, "a response, though nobody asks this client");
    BB_ORACLE(coap_kind, sent->code || sent->type != BB_COAP_NON, "an Empty NON");
    BB_ORACLE(coap_kind, !sent->code || sent->type != BB_COAP_RST, "a Reset that is not Empty");
    BB_ORACLE(coap_kind, class != 0 || !sent->code || sent->type <= BB_COAP_NON,
              "a request in an acknowledgement");
}

void bb_client_watch_outgoing(struct bb_client_watch *watch, unsigned peer,
                              struct bb_bytes datagram)
{
    struct bb_client_peer *state = &watch->peers[peer];
    struct bb_coap_message sent;
    datagram = bb_client_without_echo(datagram);
    if (datagram.len > HEADER_BYTES && datagram.ptr[1] == 0) {
        state->takes_ping_for_request = true;
        BB_KNOWN(ping_asks_for_block); /* after a block in acknowledgement of a ping */
        return;
    }
    bb_sent_check_parses(datagram, &sent);
    if (bb_coap_class(sent.code) == 7) {
        BB_KNOWN(signaling_over_udp); /* every Pong has message ID 0 */
        state->last_mid = sent.mid;
        state->takes_ping_for_request |= sent.token.len > 0; /* a Pong has none */
        return;
    }
    check_kind(&sent);
    if (sent.type >= BB_COAP_ACK) {
        bb_sent_check_answer(watch->incoming, watch->incoming_peer == peer, &sent);
        return;
    }
    state->last_mid = sent.mid;
    check_transmissions(state, sent.mid, sent.type == BB_COAP_CON);
    if (sent.code == 0)
        return;
    bb_client_watch_request(watch, peer, &sent);
}
