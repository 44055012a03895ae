/*
 * What the broker and the client told each other, by our own reading (packet.h), and what the
 * library may therefore tell its application.
 *
 * Each call of the application has a cause: a packet that the broker sent. Packets are taken in the
 * order in which they came; one that must be told is not passed over.
 */
#ifndef CLIENT_PEER_H
#define CLIENT_PEER_H

#include "base/bytes.h"

#include "config.h"

#include "mosquitto.h"

#include "client_script.h"

enum {
    PEER_STREAM_BYTES = 1 << 13, /* more than an input has */
    PEER_FRAME_BYTES = 1 << 16,  /* of one packet that the client sends */
    PEER_IDS = 1 << 12,          /* more messages than an input makes */
};

struct peer_message { /* published by the application */
    unsigned qos;
    uint64_t digest; /* of topic, properties and payload */
    bool is_known;
    bool is_told; /* to be with the broker */
    bool is_under_way;
    bool is_released; /* PUBREL was sent */
};

struct peer_held { /* arrived with QoS 2 */
    unsigned id;
    uint64_t digest;
};

struct client_peer {
    const struct client_setup *setup;
    /* This connection. */
    int fd;
    uint8_t arrived[PEER_STREAM_BYTES];
    size_t arrived_bytes;
    size_t read_bytes;  /* of these, taken for causes so far */
    bool is_past_proxy; /* read_bytes is behind what a proxy said */
    uint8_t sent[PEER_FRAME_BYTES];
    size_t sent_bytes; /* not a whole packet yet */
    bool has_sent_connect;
    unsigned acks_told;
    bool is_limited;
    bool is_adrift; /* the library frames what arrives otherwise than we do */
    /* The session. */
    unsigned limit;            /* of messages under way */
    uint32_t max_packet_bytes; /* 0: none */
    struct peer_message messages[PEER_IDS];
    size_t messages_used;
    unsigned under_way;
    struct peer_message pending; /* its identifier is not known yet */
    int pending_id;
    struct peer_held held[PEER_IDS];
    size_t held_count;
};

/* Forgets everything: a client that has never been connected. */
void peer_begin(struct client_peer *peer, const struct client_setup *setup);

/* The client opens a new connection. */
void peer_connect(struct client_peer *peer);

/* Bytes on their way to the client, through this socket, and what it sent. */
void peer_arrives(struct client_peer *peer, int fd, struct bb_bytes bytes);
void peer_sent(struct client_peer *peer, struct bb_bytes bytes);

/* The application is about to publish. Returns where the library is to put the identifier. */
int *peer_will_publish(struct client_peer *peer, unsigned qos, struct bb_bytes topic,
                       const mosquitto_property *properties, struct bb_bytes payload);

/* What the library told. is_idle: no packet waits to be sent. */
void peer_told_connected(struct client_peer *peer, int reason, int flags,
                         const mosquitto_property *properties, bool is_idle);
void peer_told_message(struct client_peer *peer, const struct mosquitto_message *message,
                       const mosquitto_property *properties);
void peer_told_subscribed(struct client_peer *peer, int id, int count, const int *granted,
                          const mosquitto_property *properties);
void peer_told_unsubscribed(struct client_peer *peer, int id, const mosquitto_property *properties);
void peer_told_published(struct client_peer *peer, int id, int reason,
                         const mosquitto_property *properties);

/* client_peer.c: where MQTT begins in what arrived. */
size_t peer_mqtt_at(const struct client_peer *peer);

/* client_peer.c: how many acknowledgements the client has read on this connection. */
unsigned peer_acks_consumed(const struct client_peer *peer);

/* client_peer_sent.c: the message with this identifier. */
struct peer_message *peer_message_of(struct client_peer *peer, unsigned id);
uint64_t peer_digest(struct bb_bytes topic, struct bb_bytes properties, struct bb_bytes payload);

/* client_peer_proxy.c: how many bytes a SOCKS 5 dialog takes at the front of what the proxy, and of
 * what the client sent; 0 if it is not complete. */
size_t peer_proxy_said(struct bb_bytes bytes);
size_t peer_proxy_asked(struct bb_bytes bytes);

#endif
