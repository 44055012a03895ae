/*
 * What the library tells its application, held against what the broker sent.
 */
#include "client_peer.h"

#include <limits.h>

#include <brickbat/target.h>

#include "shim/socket.h"

#include "client_known.h"
#include "client_properties.h"
#include "packet.h"

enum { PROPERTY_RECEIVE_MAXIMUM = 33, PROPERTY_MAXIMUM_PACKET_SIZE = 39, FAILURE = 0x80 };
enum { UNACCEPTABLE_VERSION_311 = 1, UNSUPPORTED_VERSION = 0x84 };

static void hold(struct client_peer *peer, const struct packet_publish *publish)
{
    if (peer->held_count < PEER_IDS)
        peer->held[peer->held_count++] =
            (struct peer_held){publish->id,
                               peer_digest(publish->topic, publish->properties, publish->payload)};
}

static void hold_if_due(struct client_peer *peer, const struct packet *packet)
{
    struct packet_publish publish;
    if (packet->type == PACKET_PUBLISH &&
        packet_read_publish(packet, peer->setup->level, &publish) && publish.qos == 2)
        hold(peer, &publish);
}

size_t peer_mqtt_at(const struct client_peer *peer)
{
    struct bb_bytes arrived = bb_bytes_of(peer->arrived, peer->arrived_bytes);
    return peer->setup->proxy == PROXY_NONE ? 0 : peer_proxy_said(arrived);
}

/* Takes the next packet that arrived. False if there is none. */
static bool take(struct client_peer *peer, struct packet *ret_packet)
{
    struct bb_bytes arrived = bb_bytes_of(peer->arrived, peer->arrived_bytes);
    if (!peer->is_past_proxy) {
        peer->read_bytes = peer_mqtt_at(peer);
        peer->is_past_proxy = true;
    }
    struct bb_bytes rest =
        bb_bytes_of(arrived.ptr + peer->read_bytes, arrived.len - peer->read_bytes);
    if (!packet_take(&rest, ret_packet))
        return false;
    peer->read_bytes = arrived.len - rest.len;
    hold_if_due(peer, ret_packet);
    return true;
}

/* Whether the library must tell the application of it. */
static bool is_told(const struct packet *packet)
{
    switch (packet->type) {
    case PACKET_CONNACK:
    case PACKET_SUBACK:
    case PACKET_UNSUBACK: return true;
    case PACKET_PUBLISH: return (packet->flags & 6) < 4;
    default: return false;
    }
}

/* The library reads no further than to the end of the packet that it works on. */
static size_t consumed(const struct client_peer *peer)
{
    return peer->arrived_bytes - bb_shim_socket_pending(peer->fd);
}

/* The cause of what is told now: the packet that was read last. */
static struct packet cause(struct client_peer *peer)
{
    struct packet packet = {0};
    size_t end = consumed(peer);
    while (peer->read_bytes < end && take(peer, &packet) && peer->read_bytes < end)
        BB_ORACLE(told_all, !is_told(&packet), "a packet was not told to the application");
    BB_ORACLE(told_is_framed, packet.type != 0 && peer->read_bytes == end,
              "the library takes packets for others than they are");
    return packet;
}

static struct packet cause_of(struct client_peer *peer, enum packet_type type)
{
    struct packet packet = cause(peer);
    BB_ORACLE(told_has_cause, packet.type == type,
              "the application was told of another type of packet than arrived");
    return packet;
}

unsigned peer_acks_consumed(const struct client_peer *peer)
{
    size_t at = peer_mqtt_at(peer);
    struct bb_bytes rest = bb_bytes_of(peer->arrived + at, consumed(peer) - at);
    struct packet packet;
    unsigned count = 0;
    while (packet_take(&rest, &packet))
        count += packet.type == PACKET_PUBACK || packet.type == PACKET_PUBCOMP ||
                 packet.type == PACKET_PUBREC;
    return count;
}

void peer_connect(struct client_peer *peer)
{
    peer->fd = -1;
    struct packet packet;
    while (take(peer, &packet)) /* those with QoS 2 are held over the end of a connection */
        ;
    peer->arrived_bytes = peer->read_bytes = peer->sent_bytes = 0;
    peer->is_past_proxy = peer->has_sent_connect = false;
    peer->acks_told = 0;
    peer->is_limited = peer->is_adrift = false;
    for (size_t i = 0; i < peer->messages_used; i++) /* they are sent again */
        peer->messages[i].is_under_way = false;
    peer->under_way = 0;
}

/* The library takes the first byte of a packet that is 0 for none, and the next one that arrives
 * for another first byte. What it reads from there on is its own secret. */
static void note_type_zero(struct client_peer *peer)
{
    size_t at = peer_mqtt_at(peer);
    struct bb_bytes rest = bb_bytes_of(peer->arrived + at, peer->arrived_bytes - at);
    struct packet packet;
    bool is_past_proxy = at > 0 || peer->setup->proxy == PROXY_NONE;
    while (rest.len > 0 && rest.ptr[0] != 0 && packet_take(&rest, &packet))
        ;
    if (!is_past_proxy || peer->is_adrift || rest.len == 0 || rest.ptr[0] != 0)
        return;
    peer->is_adrift = true;
    known_type_zero_reread();
}

void peer_arrives(struct client_peer *peer, int fd, struct bb_bytes bytes)
{
    peer->fd = fd;
    if (bytes.len == 0 || bytes.len > PEER_STREAM_BYTES - peer->arrived_bytes)
        return;
    memcpy(peer->arrived + peer->arrived_bytes, bytes.ptr, bytes.len);
    peer->arrived_bytes += bytes.len;
    note_type_zero(peer);
}

/* When messages are sent before the limit is known, the library does not count them right; packets
 * that wait already are not looked at again. */
static void note_limits(struct client_peer *peer, struct bb_bytes properties, bool is_idle)
{
    uint32_t value;
    if (packet_property_number(properties, PROPERTY_RECEIVE_MAXIMUM, &value))
        peer->limit = value;
    if (packet_property_number(properties, PROPERTY_MAXIMUM_PACKET_SIZE, &value))
        peer->max_packet_bytes = is_idle ? value : 0;
    peer->is_limited = peer->under_way == 0;
}

/* They are those of a CONNACK that only the library has seen, for this and later connections. */
static void forget_limits(struct client_peer *peer)
{
    peer->limit = UINT_MAX;
    peer->max_packet_bytes = 0;
}

void peer_told_connected(struct client_peer *peer, int reason, int flags,
                         const mosquitto_property *properties, bool is_idle)
{
    if (peer->is_adrift) {
        forget_limits(peer);
        return;
    }
    struct packet packet = cause_of(peer, PACKET_CONNACK);
    struct packet_connack connack;
    bool is_read = packet_read_connack(&packet, peer->setup->level, &connack);
    BB_ORACLE(connack_is_read, is_read, "the application was told of a malformed CONNACK");
    bool is_old = reason == UNSUPPORTED_VERSION && connack.reason == UNACCEPTABLE_VERSION_311;
    BB_ORACLE(connack_reason, is_old || (unsigned)reason == connack.reason,
              "the application was told another reason than CONNACK has");
    BB_ORACLE(connack_flags, (unsigned)flags == connack.flags,
              "the application was told other flags than CONNACK has");
    if (is_old)
        return;
    properties_check(properties, connack.properties);
    note_limits(peer, connack.properties, is_idle);
}

static bool release_held(struct client_peer *peer, unsigned id, uint64_t digest)
{
    for (size_t i = 0; i < peer->held_count; i++)
        if (peer->held[i].id == id && peer->held[i].digest == digest) {
            memmove(&peer->held[i], &peer->held[i + 1],
                    (--peer->held_count - i) * sizeof peer->held[0]);
            return true;
        }
    return peer->held_count == PEER_IDS;
}

static void told_released(struct client_peer *peer, const struct mosquitto_message *message,
                          const mosquitto_property *properties)
{
    static uint8_t bytes[PROPERTIES_MAX_BYTES];
    struct packet packet = cause_of(peer, PACKET_PUBREL);
    struct packet_ack ack;
    BB_ORACLE(pubrel_is_read,
              packet_read_ack(&packet, peer->setup->level, &ack) &&
                  ack.id == (unsigned)message->mid,
              "a message of QoS 2 is not the one that PUBREL releases");
    struct bb_bytes written = properties_write(properties, bytes);
    properties_check(properties, written);
    uint64_t digest = peer_digest(bb_bytes_str(message->topic), written,
                                  bb_bytes_of(message->payload, (size_t)message->payloadlen));
    BB_ORACLE(message_was_held, release_held(peer, (unsigned)message->mid, digest),
              "a message of QoS 2 is none that arrived, or was told already");
}

void peer_told_message(struct client_peer *peer, const struct mosquitto_message *message,
                       const mosquitto_property *properties)
{
    if (peer->is_adrift)
        return;
    if (message->qos == 2) {
        told_released(peer, message, properties);
        return;
    }
    struct packet packet = cause_of(peer, PACKET_PUBLISH);
    struct packet_publish publish;
    bool is_read = packet_read_publish(&packet, peer->setup->level, &publish);
    BB_ORACLE(message_is_read, is_read, "the application was told of a malformed PUBLISH");
    BB_ORACLE(message_topic, bb_bytes_equal(bb_bytes_str(message->topic), publish.topic),
              "a message has another topic than its packet");
    BB_ORACLE(message_payload,
              bb_bytes_equal(bb_bytes_of(message->payload, (size_t)message->payloadlen),
                             publish.payload),
              "a message has another payload than its packet");
    BB_ORACLE(message_flags,
              (unsigned)message->qos == publish.qos && message->retain == publish.retain &&
                  (unsigned)message->mid == publish.id,
              "a message has another QoS, identifier or retain flag than its packet");
    properties_check(properties, publish.properties);
}

void peer_told_subscribed(struct client_peer *peer, int id, int count, const int *granted,
                          const mosquitto_property *properties)
{
    if (peer->is_adrift)
        return;
    struct packet packet = cause_of(peer, PACKET_SUBACK);
    struct packet_ack ack;
    bool is_read = packet_read_ack(&packet, peer->setup->level, &ack);
    BB_ORACLE(suback_is_read, is_read && (unsigned)id == ack.id && (size_t)count == ack.rest.len,
              "the application was told of another SUBACK than arrived");
    BB_ORACLE(suback_has_codes, count > 0,
              "an application that reads the first code reads past it");
    for (int i = 0; i < count; i++)
        BB_ORACLE(suback_granted, granted[i] == ack.rest.ptr[i],
                  "the application was told another QoS than SUBACK grants");
    properties_check(properties, ack.properties);
}

void peer_told_unsubscribed(struct client_peer *peer, int id, const mosquitto_property *properties)
{
    if (peer->is_adrift)
        return;
    struct packet packet = cause_of(peer, PACKET_UNSUBACK);
    struct packet_ack ack;
    bool is_read = packet_read_ack(&packet, peer->setup->level, &ack);
    BB_ORACLE(unsuback_is_read, is_read && (unsigned)id == ack.id,
              "the application was told of another UNSUBACK than arrived");
    properties_check(properties, ack.properties);
}

/* PUBACK ends QoS 1, PUBCOMP QoS 2; PUBREC does if it says that the message failed. */
static bool ends(const struct packet *packet, const struct peer_message *message, int reason)
{
    if (message->qos == 1)
        return packet->type == PACKET_PUBACK;
    return packet->type == PACKET_PUBCOMP || (packet->type == PACKET_PUBREC && reason >= FAILURE);
}

static void told_acknowledged(struct client_peer *peer, const struct peer_message *message, int id,
                              int reason, const mosquitto_property *properties)
{
    struct packet packet = cause(peer);
    struct packet_ack ack;
    BB_ORACLE(published_has_cause, ends(&packet, message, reason),
              "the application was told that a message is published, by another packet");
    BB_ORACLE(published_reason,
              packet_read_ack(&packet, peer->setup->level, &ack) && ack.id == (unsigned)id &&
                  ack.reason == (unsigned)reason,
              "the application was told another reason than the packet has");
    if (packet.type == PACKET_PUBCOMP && !message->is_released)
        known_pubcomp_before_pubrel();
    if (packet.type != PACKET_PUBREC) /* its properties are not told */
        properties_check(properties, ack.properties);
    if (message->is_under_way)
        peer->acks_told++;
    else
        known_unsent_published();
}

void peer_told_published(struct client_peer *peer, int id, int reason,
                         const mosquitto_property *properties)
{
    struct peer_message *message = peer_message_of(peer, (unsigned)id);
    if (!message)
        return;
    BB_ORACLE(published_once, message->is_known && !message->is_told,
              "the application was told twice, or of what it did not publish");
    if (message->qos > 0 && !peer->is_adrift)
        told_acknowledged(peer, message, id, reason, properties);
    message->is_told = true;
    peer->under_way -= message->is_under_way;
    message->is_under_way = false;
}
