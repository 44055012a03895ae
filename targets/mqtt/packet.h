/*
 * Our own reading of MQTT control packets (3.1.1 and 5, OASIS; 3.1 is read as 3.1.1), to hold
 * against the parser's. Lenient where a receiver may be: what stands behind the last field is let
 * pass. Everything borrows from the stream.
 */
#ifndef PACKET_H
#define PACKET_H

#include "base/bytes.h"

enum packet_type { /* 2.1.2 */
                   PACKET_CONNECT = 1,
                   PACKET_CONNACK = 2,
                   PACKET_PUBLISH = 3,
                   PACKET_PUBACK = 4,
                   PACKET_PUBREC = 5,
                   PACKET_PUBREL = 6,
                   PACKET_PUBCOMP = 7,
                   PACKET_SUBSCRIBE = 8,
                   PACKET_SUBACK = 9,
                   PACKET_UNSUBSCRIBE = 10,
                   PACKET_UNSUBACK = 11,
                   PACKET_PINGREQ = 12,
                   PACKET_PINGRESP = 13,
                   PACKET_DISCONNECT = 14,
};

enum { LEVEL_MQTT_5 = 5 };

struct packet {
    enum packet_type type;
    unsigned flags;        /* the lower half of its first byte */
    struct bb_bytes body;  /* behind the fixed header */
    struct bb_bytes whole; /* with it */
};

/* Takes one packet off the front of a stream. False if it is not complete, or its length is not
 * one. */
bool packet_take(struct bb_bytes *stream, struct packet *ret_packet);

struct packet_publish {
    unsigned qos;
    bool retain;
    unsigned id; /* 0 with QoS 0 */
    struct bb_bytes topic;
    struct bb_bytes properties; /* without their length */
    struct bb_bytes payload;
};

/* False if it is malformed. */
bool packet_read_publish(const struct packet *packet, int level,
                         struct packet_publish *ret_publish);

/* What PUBACK, PUBREC, PUBREL, PUBCOMP, SUBACK and UNSUBACK have in common. */
struct packet_ack {
    unsigned id;
    unsigned reason;            /* 0 where there is none; of the PUB packets */
    struct bb_bytes properties; /* without their length */
    struct bb_bytes rest;       /* the reason codes of SUBACK and UNSUBACK */
};

bool packet_read_ack(const struct packet *packet, int level, struct packet_ack *ret_ack);

struct packet_connack {
    unsigned flags;
    unsigned reason;
    struct bb_bytes properties;
};

/* Without properties where those of MQTT 5 cannot be read: as of a server that knows 3.1.1 only. */
bool packet_read_connack(const struct packet *packet, int level,
                         struct packet_connack *ret_connack);

/* The value of a property of two or four bytes; false if it is not there, or the properties are
 * malformed in front of it. */
bool packet_property_number(struct bb_bytes properties, unsigned identifier, uint32_t *ret_value);

bool packet_take_u8(struct bb_bytes *cursor, unsigned *ret_value);
bool packet_take_u16(struct bb_bytes *cursor, unsigned *ret_value);

#endif
