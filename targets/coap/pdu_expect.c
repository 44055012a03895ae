#include "pdu_expect.h"

#define DEFAULT_HOP_LIMIT 16

bool bb_pdu_is_once_only(unsigned number)
{
    /* RFC 7252 table 4, RFC 7641, 7959, 7967, 8613, 8768 and 9175. */
    static const uint16_t once[] = {3,  5,  6,  7,  9,  12, 14,  16, 17,
                                    23, 27, 28, 35, 39, 60, 252, 258};
    for (size_t i = 0; i < sizeof once / sizeof once[0]; i++) {
        if (once[i] == number)
            return true;
    }
    return false;
}

static bool needs_hop_limit(const struct bb_coap_message *message, unsigned drop)
{
    struct bb_coap_option option;
    if (message->code == 0 || message->code >= 32)
        return false;
    bool proxied =
        (drop != BB_COAP_PROXY_URI && bb_coap_find_option(message, BB_COAP_PROXY_URI, &option)) ||
        (drop != BB_COAP_PROXY_SCHEME &&
         bb_coap_find_option(message, BB_COAP_PROXY_SCHEME, &option));
    bool has_hop_limit =
        drop != BB_COAP_HOP_LIMIT && bb_coap_find_option(message, BB_COAP_HOP_LIMIT, &option);
    return proxied && !has_hop_limit;
}

void bb_pdu_expect_added(struct bb_buf *buf, const struct bb_coap_message *message, unsigned drop,
                         size_t *ret_refused)
{
    static const uint8_t hops = DEFAULT_HOP_LIMIT;
    const struct bb_coap_option hop_limit = {BB_COAP_HOP_LIMIT, {&hops, 1}};
    bool want_hop_limit = needs_hop_limit(message, drop);
    struct bb_bytes cursor = message->options;
    struct bb_coap_option option;
    unsigned number = 0, last = 0;
    size_t refused = 0;
    while (bb_coap_take_option(&cursor, &number, &option)) {
        if (option.number == drop)
            continue;
        if (option.number == last && bb_pdu_is_once_only(last)) {
            refused++;
            continue;
        }
        if (want_hop_limit && option.number > BB_COAP_HOP_LIMIT) {
            bb_coap_put_option(buf, &last, &hop_limit);
            want_hop_limit = false;
        }
        bb_coap_put_option(buf, &last, &option);
    }
    *ret_refused = refused;
}

void bb_pdu_expect_removed(struct bb_buf *buf, const struct bb_coap_message *message,
                           unsigned removed)
{
    struct bb_bytes cursor = message->options;
    struct bb_coap_option option;
    unsigned number = 0, last = 0;
    bool done = false;
    while (bb_coap_take_option(&cursor, &number, &option)) {
        if (!done && option.number == removed)
            done = true;
        else
            bb_coap_put_option(buf, &last, &option);
    }
}

void bb_pdu_expect_inserted(struct bb_buf *buf, struct bb_bytes options,
                            const struct bb_coap_option *added)
{
    struct bb_bytes cursor = options;
    struct bb_coap_option option;
    unsigned number = 0, last = 0;
    bool done = false;
    while (bb_coap_take_option(&cursor, &number, &option)) {
        if (!done && option.number > added->number) {
            bb_coap_put_option(buf, &last, added);
            done = true;
        }
        bb_coap_put_option(buf, &last, &option);
    }
    if (!done)
        bb_coap_put_option(buf, &last, added);
}

void bb_pdu_expect_updated(struct bb_buf *buf, const struct bb_coap_message *message,
                           const struct bb_coap_option *new)
{
    struct bb_bytes cursor = message->options;
    struct bb_coap_option option;
    unsigned number = 0, last = 0;
    bool done = false;
    while (bb_coap_take_option(&cursor, &number, &option)) {
        bool hit = !done && option.number == new->number;
        bb_coap_put_option(buf, &last, hit ? new : &option);
        done = done || hit;
    }
}
