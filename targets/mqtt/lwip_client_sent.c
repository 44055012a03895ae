#include "lwip_client_sent.h"

#include <brickbat/target.h>

enum { LENGTH_BYTES = 4 };

enum {
    CONNECT = 1,
    PUBLISH = 3,
    PUBACK,
    PUBREC,
    PUBREL,
    PUBCOMP,
    SUBSCRIBE,
    UNSUBSCRIBE = 10,
    PINGREQ = 12,
    DISCONNECT = 14,
};

void lwip_client_sent_add(struct lwip_client_sent *sent, struct bb_bytes bytes)
{
    size_t room = sizeof sent->bytes - sent->len;
    size_t len = bytes.len < room ? bytes.len : room;
    memcpy(sent->bytes + sent->len, bytes.ptr, len);
    sent->len += len;
}

/* Section 2.2: true if there is a whole header. */
static bool take_header(struct bb_bytes *rest, uint8_t *ret_first, size_t *ret_len)
{
    size_t len = 0;
    for (size_t n = 1; n <= LENGTH_BYTES && n < rest->len; n++) {
        len |= (size_t)(rest->ptr[n] & 0x7f) << 7 * (n - 1);
        if (rest->ptr[n] & 0x80)
            continue;
        *ret_first = rest->ptr[0];
        *ret_len = len;
        rest->ptr += n + 1;
        rest->len -= n + 1;
        return true;
    }
    return false;
}

/* The flags of a client's packets, 2.2.2. */
static bool is_flags(unsigned type, unsigned flags)
{
    switch (type) {
    case PUBLISH: return (flags & 6) != 6;
    case PUBREL:
    case SUBSCRIBE:
    case UNSUBSCRIBE: return flags == 2;
    case CONNECT:
    case PUBACK:
    case PUBREC:
    case PUBCOMP:
    case PINGREQ:
    case DISCONNECT: return flags == 0;
    default: return false;
    }
}

static bool is_length(unsigned type, size_t len)
{
    switch (type) {
    case PUBACK:
    case PUBREC:
    case PUBREL:
    case PUBCOMP: return len == 2;
    case PINGREQ:
    case DISCONNECT: return len == 0;
    default: return len > 2;
    }
}

void lwip_client_sent_check(const struct lwip_client_sent *sent)
{
    struct bb_bytes rest = bb_bytes_of(sent->bytes, sent->len), packet;
    uint8_t first;
    size_t len;
    for (size_t n = 0; take_header(&rest, &first, &len); n++) {
        unsigned type = first >> 4;
        BB_ORACLE(sent_connect_first, (type == CONNECT) == (n == 0),
                  "a client's first packet, and no other, is its CONNECT");
        BB_ORACLE(sent_flags, is_flags(type, first & 15u), "a packet of no kind that clients send");
        BB_ORACLE(sent_length, is_length(type, len), "a packet has a wrong length");
        if (!bb_bytes_take(&rest, len, &packet))
            break;
    }
}
