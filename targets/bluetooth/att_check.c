#include "att_check.h"

#include <brickbat/target.h>

#include "att_opcode.h"
#include "src/shared/att-types.h"

enum { ERROR_BYTES = 5, SHORT_PAIR_BYTES = 4, LONG_PAIR_BYTES = 18, FOUND_BYTES = 4 };
enum { PRIMARY_SERVICE = 0x2800, SECONDARY_SERVICE = 0x2801 };

void att_talk_begin(struct att_talk *talk)
{
    talk->mtu = ATT_MTU_MIN;
    talk->read_mtu = ATT_MTU_MIN;
    talk->is_asking = false;
    talk->is_confused = false;
    talk->is_indicating = false;
    talk->request_len = 0;
}

void att_talk_ask(struct att_talk *talk, struct bb_bytes pdu)
{
    if (pdu.len == 0)
        return;
    if (pdu.ptr[0] == BT_ATT_OP_HANDLE_CONF)
        talk->is_indicating = false;
    if (!att_wants_answer(pdu.ptr[0]))
        return;
    size_t len = pdu.len < talk->read_mtu ? pdu.len : talk->read_mtu;
    talk->request_len = len < sizeof talk->request ? len : sizeof talk->request;
    memcpy(talk->request, pdu.ptr, talk->request_len);
    if (talk->is_asking) { /* which answers are to come is not known, among them of an MTU */
        talk->is_confused = true;
        talk->mtu = sizeof talk->request;
        talk->read_mtu = sizeof talk->request;
    }
    talk->is_asking = true;
}

/* From each handle to the next it is a step, at least. */
static bool handles_lie(struct bb_bytes list, size_t each, unsigned start, unsigned end,
                        unsigned step)
{
    unsigned least = start > 1 ? start : 1;
    if (each < 2 || list.len == 0 || list.len % each)
        return false;
    for (size_t at = 0; at < list.len; at += each) {
        unsigned handle = bb_le16(list.ptr + at);
        if (handle < least || handle > end)
            return false;
        least = handle + step;
    }
    return true;
}

/* Handles go up, and lie in the range that was asked for. */
static bool handles_rise(const struct att_talk *talk, struct bb_bytes list, size_t each)
{
    return handles_lie(list, each, bb_le16(talk->request + 1), bb_le16(talk->request + 3), 1);
}

/* Of other attributes than services BlueZ tells in which service they are, for each of them, though
 * it may begin before the range. */
static bool is_found(const struct att_talk *talk, struct bb_bytes list)
{
    unsigned type = bb_le16(talk->request + 5);
    if (handles_rise(talk, list, FOUND_BYTES))
        return true;
    if (type == PRIMARY_SERVICE || type == SECONDARY_SERVICE ||
        !handles_lie(list, FOUND_BYTES, 1, bb_le16(talk->request + 3), 0))
        return false;
    BB_KNOWN(found_service);
    return true;
}

static bool is_list(const struct att_talk *talk, struct bb_bytes body)
{
    return body.len >= 1 && body.ptr[0] >= 2 &&
           handles_rise(talk, bb_bytes_of(body.ptr + 1, body.len - 1), body.ptr[0]);
}

static bool is_information(const struct att_talk *talk, struct bb_bytes body)
{
    return body.len >= 1 && (body.ptr[0] == 1 || body.ptr[0] == 2) &&
           handles_rise(talk, bb_bytes_of(body.ptr + 1, body.len - 1),
                        body.ptr[0] == 1 ? SHORT_PAIR_BYTES : LONG_PAIR_BYTES);
}

static void check_layout(struct att_talk *talk, uint8_t opcode, struct bb_bytes body)
{
    struct bb_bytes asked = bb_bytes_of(talk->request + 1, talk->request_len - 1);
    switch (opcode) {
    case BT_ATT_OP_MTU_RSP: BB_ORACLE(att_mtu, body.len == 2, "an MTU has two bytes"); break;
    case BT_ATT_OP_FIND_INFO_RSP:
        BB_ORACLE(att_information, is_information(talk, body), "no list of handles and types");
        break;
    case BT_ATT_OP_FIND_BY_TYPE_RSP:
        BB_ORACLE(att_found, is_found(talk, body), "no list of handles and ends of groups");
        break;
    case BT_ATT_OP_READ_BY_TYPE_RSP:
        BB_ORACLE(att_values_by_type, is_list(talk, body), "no list of handles and values");
        break;
    case BT_ATT_OP_READ_BY_GRP_TYPE_RSP:
        BB_ORACLE(att_groups, is_list(talk, body), "no list of handles, ends and values");
        break;
    case BT_ATT_OP_PREP_WRITE_RSP:
        BB_ORACLE(att_echo, bb_bytes_equal(body, asked), "what was prepared is not repeated");
        break;
    case BT_ATT_OP_WRITE_RSP:
    case BT_ATT_OP_EXEC_WRITE_RSP: BB_ORACLE(att_empty, body.len == 0, "bytes that mean nothing");
    }
}

/* Once for a link; of more, BlueZ takes the largest for what it sends. */
static void agree(struct att_talk *talk, unsigned own, unsigned other)
{
    unsigned mtu = own < other ? own : other;
    talk->read_mtu = mtu > ATT_MTU_MIN ? mtu : ATT_MTU_MIN;
    talk->mtu = talk->read_mtu > talk->mtu ? talk->read_mtu : talk->mtu;
}

static void check_answer(struct att_talk *talk, struct bb_bytes pdu)
{
    uint8_t opcode = pdu.ptr[0], asked = talk->request[0];
    BB_ORACLE(att_one_response, talk->is_asking, "a response that nothing asks for");
    talk->is_asking = false;
    if (opcode == BT_ATT_OP_ERROR_RSP) {
        BB_ORACLE(att_error, pdu.len == ERROR_BYTES && pdu.ptr[1] == asked && pdu.ptr[4] != 0,
                  "an error of another length, about another request, or that is none");
        bb_state((asked & 31u) << 4 | (pdu.ptr[4] & 15u));
        return;
    }
    BB_ORACLE(att_answer, opcode == asked + 1, "a response to another request");
    bb_state((asked & 31u) << 4);
    check_layout(talk, opcode, bb_bytes_of(pdu.ptr + 1, pdu.len - 1));
    if (opcode == BT_ATT_OP_MTU_RSP)
        agree(talk, bb_le16(talk->request + 1), bb_le16(pdu.ptr + 1));
}

void att_talk_check(struct att_talk *talk, struct bb_bytes pdu)
{
    BB_ORACLE(att_fits_mtu, pdu.len >= 1 && pdu.len <= talk->mtu,
              "a PDU is longer than the MTU, or empty");
    switch (pdu.ptr[0]) {
    case BT_ATT_OP_HANDLE_NFY:
    case BT_ATT_OP_HANDLE_NFY_MULT: break;
    case BT_ATT_OP_HANDLE_IND:
        BB_ORACLE(att_one_indication, !talk->is_indicating,
                  "an indication is sent before the last one is confirmed");
        talk->is_indicating = true;
        break;
    default:
        if (!talk->is_confused)
            check_answer(talk, pdu);
    }
}
