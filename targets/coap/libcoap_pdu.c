/*
 * coap_libcoap_pdu: one UDP datagram through libcoap's parser, then everything that an application
 * does with a message: print it, read it, copy it, edit it and format it again.
 *
 * Input: one CoAP datagram (RFC 7252 section 3).
 */
#include <brickbat/target.h>
#include <stdlib.h>

#include "libcoap_log.h"
#include "pdu_check.h"
#include "pdu_oracle.h"
#include "pdu_read.h"

/* Edits are quadratic in the number of options; a UDP message of ordinary size has fewer. */
#define MAX_EDITED_OPTIONS 256

static void examine(coap_pdu_t *pdu, struct bb_bytes datagram)
{
    struct bb_coap_message message;
    if (bb_coap_number_overflows(datagram)) {
        BB_KNOWN(option_number_wraps);
        return;
    }
    BB_ORACLE(coap_parse, bb_coap_decode(datagram, &message),
              "libcoap accepts what RFC 7252 calls malformed");
    bb_state(message.code >> 5);
    bb_state(8 + message.type);
    bb_pdu_read_all(pdu);
    bb_pdu_check_getters(pdu, &message);
    bb_pdu_check_encode(pdu, datagram, &message);
    if (bb_coap_count_options(&message) > MAX_EDITED_OPTIONS)
        return;
    bb_pdu_check_rebuild(&message);
    bb_pdu_check_duplicate(pdu, &message);
    bb_pdu_check_edits(datagram, &message);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bb_libcoap_log_start();
    uint8_t *copy = malloc(size); /* of the exact size; engines may hand out more */
    if (!copy)
        return 0;
    if (size)
        memcpy(copy, data, size);
    struct bb_bytes datagram = bb_bytes_of(copy, size);
    coap_pdu_t *pdu = bb_pdu_parse(datagram, 0);
    if (pdu)
        examine(pdu, datagram);
    coap_delete_pdu(pdu);
    free(copy);
    return 0;
}
