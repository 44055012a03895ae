/*
 * snmp_lwip_agent: lwIP's SNMP agent (versions 1 and 2c), with MIB-II and a MIB of its own
 * (lwip_agent_mib.c).
 *
 * Input: one message, as it comes in a datagram. It comes twice, since it may have set something.
 */
#include <brickbat/target.h>

#include <lwip/apps/snmp.h>
#include <lwip/udp.h>

#include "base/bytes.h"
#include "lwip_agent_mib.h"
#include "lwip_datagram.h"
#include "lwip_device.h"
#include "lwip_link.h"

enum {
    AGENT_PORT = 161,
    TRAP_PORT = 162,
    PEER_PORT = 40000,
    ANSWERS_MAX = 2, /* to one message: a response and a trap */
    SEQUENCE = 0x30,
    INTEGER = 2,
    OCTET_STRING = 4,
    GET = 0xa0,
    GET_NEXT = 0xa1,
    RESPONSE = 0xa2,
    GET_BULK = 0xa5,
};

struct agent {
    unsigned answers;
    bool is_reading; /* the request is one that only reads */
};

/* Takes a tag, a length and that many bytes (X.690, 8.1), of lengths that a datagram can have. */
static bool take(struct bb_bytes *rest, uint8_t *ret_tag, struct bb_bytes *ret_value)
{
    struct bb_bytes head, more;
    if (!bb_bytes_take(rest, 2, &head))
        return false;
    size_t len = head.ptr[1];
    *ret_tag = head.ptr[0];
    if (len >= 0x80) {
        if (len == 0x80 || len > 0x83 || !bb_bytes_take(rest, len & 0x7f, &more))
            return false;
        len = 0;
        for (size_t i = 0; i < more.len; i++)
            len = len << 8 | more.ptr[i];
    }
    return bb_bytes_take(rest, len, ret_value);
}

/* RFC 1157, section 4, as far as the kind of PDU; 0 if it is in no due form. */
static uint8_t read_message(struct bb_bytes bytes, struct bb_bytes *ret_pdu)
{
    struct bb_bytes message, skipped;
    uint8_t tag, version, community, pdu;
    bool is_message = take(&bytes, &tag, &message) && tag == SEQUENCE && bytes.len == 0 &&
                      take(&message, &version, &skipped) && version == INTEGER &&
                      take(&message, &community, &skipped) && community == OCTET_STRING &&
                      take(&message, &pdu, ret_pdu) && message.len == 0;
    return is_message ? pdu : 0;
}

/* A response has three integers and a list of variables, each of a name and a value (RFC 3416, 3).
 * One with an error, or to a Set, has the request's variables as they came, so these are not looked
 * at. */
static bool is_response(struct bb_bytes pdu, bool is_copy)
{
    struct bb_bytes number, list, variable;
    uint8_t tag, name, value;
    for (int i = 0; i < 3; i++) {
        if (!take(&pdu, &tag, &number) || tag != INTEGER || number.len == 0)
            return false;
        is_copy |= i == 1 && (number.len > 1 || number.ptr[0] != 0);
    }
    if (!take(&pdu, &tag, &list) || tag != SEQUENCE || pdu.len > 0)
        return false;
    while (!is_copy && list.len > 0)
        if (!take(&list, &tag, &variable) || tag != SEQUENCE || !take(&variable, &name, &number) ||
            !take(&variable, &value, &number) || variable.len > 0)
            return false;
    return true;
}

static void see_answer(void *context, uint16_t from_port, uint16_t to_port, struct bb_bytes payload)
{
    struct agent *agent = context;
    struct bb_bytes pdu;
    (void)from_port;
    agent->answers++;
    uint8_t kind = read_message(payload, &pdu);
    BB_ORACLE(sent_message, kind != 0, "what the agent sends is no message");
    bb_state(kind % 32u + (to_port == TRAP_PORT ? 32u : 0));
    if (kind == RESPONSE)
        BB_ORACLE(sent_response, is_response(pdu, !agent->is_reading),
                  "a response is not in due form");
}

/* Known: the number of variables that are not repeated, of a GetBulk, has 1 added to it. */
static bool is_known(struct bb_bytes message)
{
    static const uint8_t highest[] = {0x7f, 0xff, 0xff, 0xff};
    if (message.len == 0 || !memchr(message.ptr, GET_BULK, message.len) ||
        !memmem(message.ptr, message.len, highest, sizeof highest))
        return false;
    BB_KNOWN(bulk_overflow);
    return true;
}

static void deliver(struct netif *netif, struct agent *agent, struct bb_bytes message)
{
    static const struct lwip_datagram datagram = {"10.9.0.2", "10.9.0.1", PEER_PORT, AGENT_PORT};
    struct bb_bytes pdu;
    uint8_t kind = read_message(message, &pdu);
    agent->answers = 0;
    agent->is_reading = kind == GET || kind == GET_NEXT || kind == GET_BULK;
    lwip_datagram_deliver(netif, &datagram, message);
    BB_ORACLE(answers_bounded, agent->answers <= ANSWERS_MAX, "one message has many answers");
    lwip_agent_mib_check();
    lwip_device_pass_ms(10);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    lwip_device_prepare();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct agent agent = {0};
    if (is_known(bb_bytes_of(data, size)))
        return 0;
    lwip_device_begin();
    struct netif *netif = lwip_link_open(LWIP_LINK_IP);
    lwip_datagram_on_send(see_answer, &agent);
    lwip_agent_mib_start();
    snmp_init();
    deliver(netif, &agent, bb_bytes_of(data, size));
    deliver(netif, &agent, bb_bytes_of(data, size));
    lwip_device_stop();
    lwip_link_close();
    lwip_device_end();
    return 0;
}
