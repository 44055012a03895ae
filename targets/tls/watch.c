#include "watch.h"

#include <brickbat/target.h>
#include <string.h>

#include "endpoint.h"

enum {
    STREAM_HEADER_BYTES = 5,
    DATAGRAM_HEADER_BYTES = 13,
    MAX_RECORD_BYTES = 16384 + 2048,
    CHANGE_CIPHER_SPEC = 20,
    ALERT = 21, /* one that refuses a version carries that version, here */
    APPLICATION_DATA = 23,
    WITH_CID = 25, /* where its length stands, only the two ends know */
    ACK = 26,
};

/* The first byte of an encrypted record of DTLS 1.3 (RFC 9147, section 4). */
enum {
    UNIFIED = 0x20,
    UNIFIED_MASK = 0xe0,
    UNIFIED_CID = 0x10,
    UNIFIED_LONG_NUMBER = 0x08,
    UNIFIED_LENGTH = 0x04
};

/* The descriptions of alerts that are assigned (RFC 8446, section 6, and those before it). */
static bool is_known_alert(uint8_t description)
{
    static const uint8_t known[] = {0,   10,  20,  21,  22,  30,  40,  41,  42,  43, 44, 45,
                                    46,  47,  48,  49,  50,  51,  60,  70,  71,  80, 86, 90,
                                    100, 109, 110, 111, 112, 113, 114, 115, 116, 120};
    return memchr(known, description, sizeof known) != NULL;
}

static bool is_known_type(uint8_t type, bool is_datagram)
{
    return (type >= CHANGE_CIPHER_SPEC && type <= APPLICATION_DATA) ||
           (is_datagram && (type == WITH_CID || type == ACK));
}

/* One that is not encrypted, to be told by its length. */
static void watch_alert(struct bb_bytes body)
{
    enum { ALERT_BYTES = 2, WARNING = 1, FATAL = 2 };
    if (body.len != ALERT_BYTES)
        return;
    BB_ORACLE(tls_alert_level, body.ptr[0] == WARNING || body.ptr[0] == FATAL,
              "an alert of an unknown level is sent");
    BB_ORACLE(tls_alert_description, is_known_alert(body.ptr[1]), "an unknown alert is sent");
}

static bool is_unified(uint8_t first, bool is_datagram)
{
    return is_datagram && (first & UNIFIED_MASK) == UNIFIED;
}

static size_t header_bytes_of(uint8_t first, bool is_datagram)
{
    if (is_unified(first, is_datagram))
        return (first & UNIFIED_LONG_NUMBER ? 3 : 2) + (first & UNIFIED_LENGTH ? 2 : 0);
    return is_datagram ? DATAGRAM_HEADER_BYTES : STREAM_HEADER_BYTES;
}

static void watch_header(struct bb_bytes header, bool is_datagram)
{
    uint8_t type = header.ptr[0];
    BB_ORACLE(tls_record_type, is_known_type(type, is_datagram),
              "a record of an unknown type is sent");
    BB_ORACLE(tls_record_version, header.ptr[1] == (is_datagram ? 0xfe : 3) || type == ALERT,
              "a record of another protocol is sent");
}

static void watch_record(struct bb_bytes *bytes, bool is_datagram, bool may_send_data)
{
    struct bb_bytes header, body;
    uint8_t type = bytes->ptr[0];
    bool is_short = is_unified(type, is_datagram);
    size_t header_bytes = header_bytes_of(type, is_datagram);
    BB_ORACLE(tls_record_header, bb_bytes_take(bytes, header_bytes, &header),
              "a record is sent without all of its header");
    if (!is_short)
        watch_header(header, is_datagram);
    if (is_short ? (type & UNIFIED_CID) != 0 : type == WITH_CID) {
        bytes->len = 0;
        return;
    }
    size_t len = (size_t)header.ptr[header_bytes - 2] << 8 | header.ptr[header_bytes - 1];
    if (is_short && !(type & UNIFIED_LENGTH))
        len = bytes->len; /* the rest of the datagram */
    BB_ORACLE(tls_record_length, len <= MAX_RECORD_BYTES && bb_bytes_take(bytes, len, &body),
              "a record is sent that is longer or shorter than its header says");
    BB_ORACLE(tls_data_after_handshake, (type != APPLICATION_DATA && !is_short) || may_send_data,
              "application data is sent before the handshake is over");
    if (type == ALERT)
        watch_alert(body);
}

static bool holds_secret(struct bb_bytes bytes)
{
    return memmem(bytes.ptr, bytes.len, ENDPOINT_SECRET, sizeof ENDPOINT_SECRET - 1) != NULL;
}

static bool peer_knows_secret;

void watch_peer(struct bb_bytes says)
{
    peer_knows_secret = holds_secret(says);
}

void watch_sent(struct bb_bytes bytes, bool is_datagram, bool may_send_data)
{
    BB_ORACLE(tls_secret_is_encrypted, !may_send_data || peer_knows_secret || !holds_secret(bytes),
              "the secret is sent in the clear");
    while (bytes.len > 0)
        watch_record(&bytes, is_datagram, may_send_data);
}

void watch_received(bool is_established)
{
    BB_ORACLE(tls_received_after_handshake, is_established,
              "application data is delivered before the handshake is over");
}
