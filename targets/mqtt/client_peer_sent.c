/*
 * What the client sends, held against what the application asked for and the broker allows.
 */
#include "client_peer.h"

#include <brickbat/target.h>

#include "base/hash.h"

#include "client_known.h"
#include "client_properties.h"
#include "packet.h"

enum { LIMIT_WITHOUT_ONE = 4, SIZE_SLACK_BYTES = 2 };

void peer_begin(struct client_peer *peer, const struct client_setup *setup)
{
    peer->setup = setup;
    peer->arrived_bytes = peer->read_bytes = peer->sent_bytes = 0;
    peer->is_past_proxy = peer->has_sent_connect = peer->is_limited = peer->is_adrift = false;
    peer->acks_told = 0;
    peer->limit = LIMIT_WITHOUT_ONE;
    peer->max_packet_bytes = 0;
    peer->pending_id = 0;
    peer->held_count = 0;
    peer->under_way = 0;
    peer->fd = -1;
    memset(peer->messages, 0, peer->messages_used * sizeof peer->messages[0]);
    peer->messages_used = 0;
}

uint64_t peer_digest(struct bb_bytes topic, struct bb_bytes properties, struct bb_bytes payload)
{
    uint64_t hash = BB_HASH_START;
    uint8_t lengths[] = {(uint8_t)(topic.len >> 8), (uint8_t)topic.len,
                         (uint8_t)(properties.len >> 8), (uint8_t)properties.len};
    hash = bb_hash_bytes(hash, bb_bytes_of(lengths, sizeof lengths));
    hash = bb_hash_bytes(hash, topic);
    hash = bb_hash_bytes(hash, properties);
    return bb_hash_bytes(hash, payload);
}

int *peer_will_publish(struct client_peer *peer, unsigned qos, struct bb_bytes topic,
                       const mosquitto_property *properties, struct bb_bytes payload)
{
    static uint8_t bytes[PROPERTIES_MAX_BYTES];
    peer_message_of(peer, 0); /* settles the one before */
    peer->pending = (struct peer_message){
        .qos = qos,
        .digest = peer_digest(topic, properties_write(properties, bytes), payload),
        .is_known = true,
    };
    peer->pending_id = 0;
    return &peer->pending_id;
}

/* The library says which identifier it took while it publishes; then the message can be found. */
struct peer_message *peer_message_of(struct client_peer *peer, unsigned id)
{
    unsigned pending = (unsigned)peer->pending_id;
    if (pending > 0 && pending < PEER_IDS) {
        peer->messages[pending] = peer->pending;
        peer->messages_used = pending + 1;
    }
    peer->pending_id = 0;
    return id < PEER_IDS ? &peer->messages[id] : NULL;
}

/* Only acknowledgements of what it has sent may let a client send more; the library takes any for
 * one. */
static void check_limit(struct client_peer *peer)
{
    bool is_bounded = !peer->is_limited || peer->under_way <= peer->limit;
    if (!is_bounded && (peer->is_adrift || peer_acks_consumed(peer) > peer->acks_told))
        known_stray_ack_counts();
    else
        BB_ORACLE(inflight_bounded, is_bounded,
                  "more messages are under way than the broker allows");
}

static void check_publish(struct client_peer *peer, const struct packet *packet)
{
    struct packet_publish publish;
    bool is_read = packet_read_publish(packet, peer->setup->level, &publish);
    BB_ORACLE(sent_publish_is_read, is_read, "the client sent a malformed PUBLISH");
    if (publish.qos == 0)
        return;
    struct peer_message *message = peer_message_of(peer, publish.id);
    if (!message)
        return;
    BB_ORACLE(sent_publish_is_known, message->is_known && message->qos == publish.qos,
              "the client sent a message that the application did not publish");
    BB_ORACLE(sent_publish_same,
              message->digest == peer_digest(publish.topic, publish.properties, publish.payload),
              "the client sent another message than the application published");
    if (message->is_under_way || message->is_told) /* again, or too late */
        return;
    message->is_under_way = true;
    peer->under_way++;
    check_limit(peer);
}

/* Whether a packet of that type has arrived on this connection that an acknowledgement is due to.
 */
static bool has_arrived(const struct client_peer *peer, enum packet_type type, unsigned qos,
                        unsigned id)
{
    size_t at = peer_mqtt_at(peer);
    struct bb_bytes rest = bb_bytes_of(peer->arrived + at, peer->arrived_bytes - at);
    struct packet packet;
    while (packet_take(&rest, &packet)) {
        struct packet_publish publish;
        struct packet_ack ack;
        if (packet.type != type)
            continue;
        if (type == PACKET_PUBLISH
                ? packet_read_publish(&packet, peer->setup->level, &publish) &&
                      publish.qos == qos && publish.id == id
                : packet_read_ack(&packet, peer->setup->level, &ack) && ack.id == id)
            return true;
    }
    return peer->is_adrift;
}

static void check_ack(struct client_peer *peer, const struct packet *packet)
{
    struct packet_ack ack;
    bool is_read = packet_read_ack(packet, peer->setup->level, &ack);
    BB_ORACLE(sent_ack_is_read, is_read, "the client sent a malformed acknowledgement");
    switch (packet->type) {
    case PACKET_PUBACK:
        BB_ORACLE(sent_puback_is_due, has_arrived(peer, PACKET_PUBLISH, 1, ack.id),
                  "the client sent PUBACK for a message that did not arrive");
        break;
    case PACKET_PUBREC:
        BB_ORACLE(sent_pubrec_is_due, has_arrived(peer, PACKET_PUBLISH, 2, ack.id),
                  "the client sent PUBREC for a message that did not arrive");
        break;
    case PACKET_PUBCOMP:
        BB_ORACLE(sent_pubcomp_is_due, has_arrived(peer, PACKET_PUBREL, 0, ack.id),
                  "the client sent PUBCOMP without PUBREL");
        break;
    default: { /* again after a reconnection, so what it answers may be long ago */
        struct peer_message *message = peer_message_of(peer, ack.id);
        if (message && message->is_known)
            message->is_released = true;
        bool is_due = has_arrived(peer, PACKET_PUBREC, 0, ack.id) ||
                      (message && message->is_known && message->qos == 2 && !message->is_told);
        BB_ORACLE(sent_pubrel_is_due, is_due, "the client sent PUBREL for no message");
    }
    }
}

static void check_connect(struct client_peer *peer, const struct packet *packet)
{
    struct bb_bytes rest = packet->body;
    struct bb_bytes skipped;
    unsigned len, level;
    bool is_read = packet_take_u16(&rest, &len) && bb_bytes_take(&rest, len, &skipped) &&
                   packet_take_u8(&rest, &level);
    BB_ORACLE(sent_connect_level, is_read && (int)level == peer->setup->level,
              "the client sent CONNECT of another version");
    peer->has_sent_connect = true;
}

/* What a client may send, and with which flags (2.1.2, 2.1.3). */
static bool is_allowed(const struct packet *packet)
{
    switch (packet->type) {
    case PACKET_PUBLISH: return true;
    case PACKET_PUBREL:
    case PACKET_SUBSCRIBE:
    case PACKET_UNSUBSCRIBE: return packet->flags == 2;
    case PACKET_CONNECT:
    case PACKET_PUBACK:
    case PACKET_PUBREC:
    case PACKET_PUBCOMP:
    case PACKET_PINGREQ:
    case PACKET_DISCONNECT: return packet->flags == 0;
    default: return false;
    }
}

/* The library's estimate of a packet's size leaves out the type, and the length of properties. */
static void check_size(const struct client_peer *peer, const struct packet *packet)
{
    bool is_asked = packet->type == PACKET_PUBLISH || packet->type == PACKET_SUBSCRIBE ||
                    packet->type == PACKET_UNSUBSCRIBE;
    if (!peer->max_packet_bytes || !is_asked)
        return;
    size_t excess =
        packet->whole.len > peer->max_packet_bytes ? packet->whole.len - peer->max_packet_bytes : 0;
    BB_ORACLE(sent_size, excess <= SIZE_SLACK_BYTES,
              "the client sent a larger packet than the broker takes");
    if (excess)
        known_size_underestimated();
}

static void check_packet(struct client_peer *peer, const struct packet *packet)
{
    if (packet->type == PACKET_PINGRESP)
        known_ping_answered();
    else
        BB_ORACLE(sent_allowed, is_allowed(packet), "the client sent what clients do not send");
    BB_ORACLE(sent_connect_first, peer->has_sent_connect == (packet->type != PACKET_CONNECT),
              "the client did not send CONNECT first, or twice");
    check_size(peer, packet);
    switch (packet->type) {
    case PACKET_CONNECT: check_connect(peer, packet); break;
    case PACKET_PUBLISH: check_publish(peer, packet); break;
    case PACKET_PUBACK:
    case PACKET_PUBREC:
    case PACKET_PUBREL:
    case PACKET_PUBCOMP: check_ack(peer, packet); break;
    default: break;
    }
}

void peer_sent(struct client_peer *peer, struct bb_bytes bytes)
{
    struct packet packet;
    BB_ORACLE(sent_is_framed, bytes.len <= PEER_FRAME_BYTES - peer->sent_bytes,
              "the client sends a packet without an end");
    memcpy(peer->sent + peer->sent_bytes, bytes.ptr, bytes.len);
    peer->sent_bytes += bytes.len;
    struct bb_bytes rest = bb_bytes_of(peer->sent, peer->sent_bytes);
    if (peer->setup->proxy != PROXY_NONE && !peer->has_sent_connect) {
        size_t asked = peer_proxy_asked(rest);
        if (!asked)
            return;
        bb_bytes_take(&rest, asked, &(struct bb_bytes){0});
    }
    bool has_taken = false;
    while (packet_take(&rest, &packet)) {
        check_packet(peer, &packet);
        has_taken = true;
    }
    if (!has_taken)
        return;
    memmove(peer->sent, rest.ptr, rest.len);
    peer->sent_bytes = rest.len;
}
