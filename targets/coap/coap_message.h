/*
 * bb_coap_message: a second opinion on CoAP messages over UDP (RFC 7252, section 3), for the
 * oracles. It shares nothing with the parser under test.
 *
 * Every option delta, option length and option value has exactly one encoding, so two well-formed
 * messages mean the same if and only if their bytes are the same.
 */
#ifndef BB_COAP_MESSAGE_H
#define BB_COAP_MESSAGE_H

#include "base/buf.h"
#include "base/bytes.h"

enum bb_coap_type { BB_COAP_CON, BB_COAP_NON, BB_COAP_ACK, BB_COAP_RST };

/* Option numbers that the oracles know; RFC 7252 section 5.10, RFC 8768. */
enum bb_coap_option_number {
    BB_COAP_IF_MATCH = 1,
    BB_COAP_ETAG = 4,
    BB_COAP_IF_NONE_MATCH = 5,
    BB_COAP_OBSERVE = 6,
    BB_COAP_LOCATION_PATH = 8,
    BB_COAP_URI_PATH = 11,
    BB_COAP_URI_QUERY = 15,
    BB_COAP_HOP_LIMIT = 16,
    BB_COAP_ACCEPT = 17,
    BB_COAP_LOCATION_QUERY = 20,
    BB_COAP_BLOCK2 = 23,
    BB_COAP_BLOCK1 = 27,
    BB_COAP_SIZE2 = 28,
    BB_COAP_PROXY_URI = 35,
    BB_COAP_PROXY_SCHEME = 39,
    BB_COAP_SIZE1 = 60,
    BB_COAP_ECHO = 252,
    BB_COAP_NO_RESPONSE = 258,
    BB_COAP_REQUEST_TAG = 292,
};

#define BB_COAP_CODE(class, detail) ((class) << 5 | (detail))

static inline unsigned bb_coap_class(uint8_t code)
{
    return code >> 5;
}

/* A decoded message; all bytes are borrowed from the datagram. */
struct bb_coap_message {
    enum bb_coap_type type;
    uint8_t code;
    uint16_t mid;
    struct bb_bytes token;
    struct bb_bytes options; /* encoded; walk with bb_coap_take_option */
    struct bb_bytes payload; /* empty if there is none */
};

struct bb_coap_option {
    unsigned number; /* 0..65535 */
    struct bb_bytes value;
};

/* False if RFC 7252 calls the datagram malformed: version, token length, a reserved nibble, an
 * option past the end or above 65535, a payload marker without payload, an Empty message that is
 * not empty. Contents of options are not judged. */
bool bb_coap_decode(struct bb_bytes datagram, struct bb_coap_message *ret_message);

/* True if the datagram is malformed because an option's number is above 65535. */
bool bb_coap_number_overflows(struct bb_bytes datagram);

/* Takes the next option off `options`. *number is the number of the previous one, 0 at the start,
 * and is updated. False at the end or if malformed. */
bool bb_coap_take_option(struct bb_bytes *options, unsigned *number,
                         struct bb_coap_option *ret_option);

/* True if the message has the option; the first one. */
bool bb_coap_find_option(const struct bb_coap_message *message, unsigned number,
                         struct bb_coap_option *ret_option);

/* What an option of format uint says (RFC 7252 section 3.2); of more than four bytes the last ones.
 */
unsigned bb_coap_option_uint(const struct bb_coap_option *option);

/* The number of options. */
size_t bb_coap_count_options(const struct bb_coap_message *message);

/* Appends the encoding of an option. *number as above; option->number must not be below it. */
void bb_coap_put_option(struct bb_buf *buf, unsigned *number, const struct bb_coap_option *option);

#endif
