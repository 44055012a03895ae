/* Edits of a parsed message in place: its token, and one option. */
#include <brickbat/target.h>

#include "option_known.h"
#include "pdu_check.h"
#include "pdu_expect.h"
#include "pdu_oracle.h"

#define MAX_VALUE_BYTES 300

/* An option and its neighbours. */
struct place {
    struct bb_coap_option option;
    unsigned before; /* number of the option before it, 0 if it is the first */
    unsigned behind; /* number of the option behind it, unless it is the last */
    bool is_last;
};

/* Finds the first of all options that have the number of the one that the message ID picks. */
static bool pick_place(const struct bb_coap_message *message, struct place *ret_place)
{
    struct bb_bytes cursor = message->options;
    struct bb_coap_option picked, next;
    unsigned number = 0, before = 0;
    if (!bb_pdu_pick_option(message, &picked))
        return false;
    while (bb_coap_take_option(&cursor, &number, &next) && next.number != picked.number)
        before = next.number;
    *ret_place = (struct place){.option = next, .before = before};
    ret_place->is_last = !bb_coap_take_option(&cursor, &number, &next);
    ret_place->behind = next.number;
    return true;
}

/* Adds the option again to a message that has only `options` left. */
static void check_insert(coap_pdu_t *pdu, struct bb_bytes options, const struct place *place,
                         const struct bb_coap_message *message)
{
    struct bb_buf expected = BB_BUF_INIT(BB_PDU_MAX_BYTES);
    const struct bb_coap_option *option = &place->option;
    size_t added = coap_insert_option(pdu, (coap_option_num_t)option->number, option->value.len,
                                      option->value.ptr);
    bool repeats =
        !place->is_last && place->behind == option->number && bb_pdu_is_once_only(option->number);
    BB_ORACLE(coap_insert, added || repeats, "an option is refused");
    bb_pdu_expect_inserted(&expected, options, option);
    BB_ORACLE(coap_insert,
              bb_pdu_has(pdu, added ? bb_buf_bytes(&expected) : options, message->token,
                         message->payload),
              "the message with an option added is another");
    bb_buf_free(&expected);
}

static void check_remove_and_insert(struct bb_bytes datagram, const struct place *place,
                                    const struct bb_coap_message *message)
{
    struct bb_buf expected = BB_BUF_INIT(BB_PDU_MAX_BYTES);
    unsigned number = place->option.number;
    if (!place->is_last && bb_removal_is_faulty(place->before, number, place->behind)) {
        BB_KNOWN(remove_option_delta_269);
        return;
    }
    coap_pdu_t *pdu = bb_pdu_parse(datagram, MAX_VALUE_BYTES);
    bb_pdu_expect_removed(&expected, message, number);
    BB_ORACLE(coap_remove, coap_remove_option(pdu, (coap_option_num_t)number),
              "the option is not found");
    BB_ORACLE(coap_remove,
              bb_pdu_has(pdu, bb_buf_bytes(&expected), message->token, message->payload),
              "the message without the option is another");
    /* Adding one of these to a request may add a Hop-Limit as well. */
    if (number != BB_COAP_PROXY_URI && number != BB_COAP_PROXY_SCHEME)
        check_insert(pdu, bb_buf_bytes(&expected), place, message);
    coap_delete_pdu(pdu);
    bb_buf_free(&expected);
}

static void check_update(struct bb_bytes datagram, const struct place *place,
                         const struct bb_coap_message *message)
{
    /* No value, and one of a length in each of the three encodings of a length. */
    static const uint8_t value[MAX_VALUE_BYTES];
    static const uint16_t lengths[] = {0, 1, 13, 269};
    struct bb_buf expected = BB_BUF_INIT(BB_PDU_MAX_BYTES);
    const struct bb_coap_option new = {place->option.number,
                                       {value, lengths[message->mid >> 8 & 3]}};
    coap_pdu_t *pdu = bb_pdu_parse(datagram, MAX_VALUE_BYTES);
    bb_pdu_expect_updated(&expected, message, &new);
    BB_ORACLE(coap_update,
              coap_update_option(pdu, (coap_option_num_t) new.number, new.value.len, new.value.ptr),
              "a value is refused");
    BB_ORACLE(coap_update,
              bb_pdu_has(pdu, bb_buf_bytes(&expected), message->token, message->payload),
              "the message with a new value is another");
    coap_delete_pdu(pdu);
    bb_buf_free(&expected);
}

/* The token becomes shorter and longer; the old one brings the old message back. */
static void check_token(struct bb_bytes datagram, const struct bb_coap_message *message)
{
    static const uint8_t other[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    coap_pdu_t *pdu = bb_pdu_parse(datagram, sizeof other);
    for (size_t len = 0; len <= sizeof other; len += 4) {
        BB_ORACLE(coap_token, coap_update_token(pdu, len, other), "a token is refused");
        BB_ORACLE(coap_token,
                  bb_pdu_has(pdu, message->options, bb_bytes_of(other, len), message->payload),
                  "a new token changes more than the token");
    }
    coap_update_token(pdu, message->token.len, message->token.ptr);
    BB_ORACLE(coap_token, bb_bytes_equal(bb_pdu_encoded(pdu), datagram),
              "the old token does not bring the old message back");
    coap_delete_pdu(pdu);
}

void bb_pdu_check_edits(struct bb_bytes datagram, const struct bb_coap_message *message)
{
    struct place place;
    if (message->code == 0)
        return; /* an Empty message has neither token nor options */
    check_token(datagram, message);
    if (!pick_place(message, &place))
        return;
    check_remove_and_insert(datagram, &place, message);
    check_update(datagram, &place, message);
}
