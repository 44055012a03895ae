#include "pdu_oracle.h"

#include <brickbat/target.h>
#include <stdlib.h>

#include "pdu_check.h"
#include "pdu_expect.h"

#define SESSION_MTU 65535u /* so that no function refuses a message for its size */

static void check_options(const coap_pdu_t *pdu, struct bb_bytes options)
{
    coap_opt_iterator_t iterator;
    struct bb_coap_option want;
    unsigned number = 0;
    coap_option_iterator_init(pdu, &iterator, COAP_OPT_ALL);
    while (bb_coap_take_option(&options, &number, &want)) {
        const coap_opt_t *got = coap_option_next(&iterator);
        BB_ORACLE(coap_getters, got && iterator.number == want.number,
                  "an option is missing or out of place");
        struct bb_bytes value = bb_bytes_of(coap_opt_value(got), coap_opt_length(got));
        BB_ORACLE(coap_getters, bb_bytes_equal(value, want.value), "an option's value differs");
    }
    BB_ORACLE(coap_getters, !coap_option_next(&iterator), "an option too many");
}

void bb_pdu_check_getters(const coap_pdu_t *pdu, const struct bb_coap_message *message)
{
    coap_bin_const_t token = coap_pdu_get_token(pdu);
    size_t len = 0;
    const uint8_t *data = NULL;
    BB_ORACLE(coap_getters,
              (int)coap_pdu_get_type(pdu) == (int)message->type &&
                  (int)coap_pdu_get_code(pdu) == message->code &&
                  coap_pdu_get_mid(pdu) == message->mid,
              "type, code or message ID differ");
    BB_ORACLE(coap_getters, bb_bytes_equal(bb_bytes_of(token.s, token.length), message->token),
              "the token differs");
    check_options(pdu, message->options);
    coap_get_data(pdu, &len, &data);
    BB_ORACLE(coap_getters, bb_bytes_equal(bb_bytes_of(data, len), message->payload),
              "the payload differs");
}

/* Each option through coap_opt_encode, into memory of the size that it asked for. */
static void check_option_encoding(struct bb_bytes options)
{
    struct bb_bytes cursor = options, before = options;
    struct bb_coap_option option;
    unsigned number = 0, last = 0;
    while (bb_coap_take_option(&cursor, &number, &option)) {
        struct bb_bytes want = bb_bytes_of(before.ptr, before.len - cursor.len);
        uint16_t delta = (uint16_t)(number - last);
        size_t size = coap_opt_encode_size(delta, option.value.len);
        BB_ORACLE(coap_encode, size == want.len, "an option has another size");
        uint8_t *out = malloc(size);
        size_t written = coap_opt_encode(out, size, delta, option.value.ptr, option.value.len);
        BB_ORACLE(coap_encode, bb_bytes_equal(bb_bytes_of(out, written), want),
                  "an option is encoded differently");
        free(out);
        last = number;
        before = cursor;
    }
}

void bb_pdu_check_encode(coap_pdu_t *pdu, struct bb_bytes datagram,
                         const struct bb_coap_message *message)
{
    BB_ORACLE(coap_encode, bb_bytes_equal(bb_pdu_encoded(pdu), datagram), "the header differs");
    check_option_encoding(message->options);
}

static void add_options(coap_pdu_t *pdu, const struct bb_coap_message *message)
{
    struct bb_bytes cursor = message->options;
    struct bb_coap_option option;
    unsigned number = 0;
    while (bb_coap_take_option(&cursor, &number, &option))
        coap_add_option(pdu, (coap_option_num_t)number, option.value.len, option.value.ptr);
}

/* As a list with all odd numbers first: adding it has to sort it, and keep equals in order. */
static void add_option_list(coap_pdu_t *pdu, const struct bb_coap_message *message)
{
    coap_optlist_t *list = NULL;
    for (unsigned parity = 2; parity-- > 0;) {
        struct bb_bytes cursor = message->options;
        struct bb_coap_option option;
        unsigned number = 0;
        while (bb_coap_take_option(&cursor, &number, &option)) {
            if (number % 2 == parity)
                coap_insert_optlist(&list, coap_new_optlist((uint16_t)number, option.value.len,
                                                            option.value.ptr));
        }
    }
    coap_add_optlist_pdu(pdu, &list);
    coap_delete_optlist(list);
}

static void check_rebuild_by(void (*add)(coap_pdu_t *, const struct bb_coap_message *),
                             const struct bb_coap_message *message, struct bb_bytes options)
{
    coap_pdu_t *built = coap_pdu_init((coap_pdu_type_t)message->type,
                                      (coap_pdu_code_t)message->code, message->mid, SESSION_MTU);
    coap_add_token(built, message->token.len, message->token.ptr);
    add(built, message);
    coap_add_data(built, message->payload.len, message->payload.ptr);
    BB_ORACLE(coap_rebuild, bb_pdu_has(built, options, message->token, message->payload),
              "the message built anew means something else");
    coap_delete_pdu(built);
}

void bb_pdu_check_rebuild(const struct bb_coap_message *message)
{
    struct bb_buf expected = BB_BUF_INIT(BB_PDU_MAX_BYTES);
    size_t refused;
    bb_pdu_expect_added(&expected, message, BB_PDU_NO_OPTION, &refused);
    check_rebuild_by(add_options, message, bb_buf_bytes(&expected));
    check_rebuild_by(add_option_list, message, bb_buf_bytes(&expected));
    bb_buf_free(&expected);
}

static void check_duplicate_without(const coap_pdu_t *pdu, const struct bb_coap_message *message,
                                    coap_session_t *session, unsigned drop)
{
    struct bb_buf expected = BB_BUF_INIT(BB_PDU_MAX_BYTES);
    coap_opt_filter_t filter;
    size_t refused;
    coap_option_filter_clear(&filter);
    coap_option_filter_set(&filter, (coap_option_num_t)drop);
    bb_pdu_expect_added(&expected, message, drop, &refused);
    coap_pdu_t *copy =
        coap_pdu_duplicate(pdu, session, message->token.len, message->token.ptr, &filter);
    BB_ORACLE(coap_duplicate, (copy != NULL) == (refused == 0),
              "a copy is made if and only if no option is refused");
    if (copy)
        BB_ORACLE(coap_duplicate,
                  bb_pdu_has(copy, bb_buf_bytes(&expected), message->token, bb_bytes_of(NULL, 0)),
                  "the copy without an option differs in more");
    coap_delete_pdu(copy);
    bb_buf_free(&expected);
}

void bb_pdu_check_duplicate(const coap_pdu_t *pdu, const struct bb_coap_message *message)
{
    /* All that coap_pdu_duplicate asks of a session is its next message ID and its MTU. */
    coap_session_t session = {.proto = COAP_PROTO_UDP,
                              .type = COAP_SESSION_TYPE_SERVER,
                              .mtu = SESSION_MTU};
    struct bb_coap_option option;
    coap_pdu_t *copy =
        coap_pdu_duplicate(pdu, &session, message->token.len, message->token.ptr, NULL);
    BB_ORACLE(coap_duplicate, copy != NULL, "no copy is made");
    BB_ORACLE(coap_duplicate,
              bb_pdu_has(copy, message->options, message->token, bb_bytes_of(NULL, 0)),
              "the copy differs");
    coap_delete_pdu(copy);
    if (bb_pdu_pick_option(message, &option))
        check_duplicate_without(pdu, message, &session, option.number);
}
