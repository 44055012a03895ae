#include "att_request.h"

#include <brickbat/target.h>

#include <stdlib.h>

#include "att_opcode.h"
#include "src/shared/att-types.h"

enum { CLIENT_MTU = 247, LAST_HANDLE = 0xffff, RANGE_BYTES = 4 };

void att_asking_begin(struct att_asking *asking)
{
    asking->mtu = ATT_MTU_MIN;
    asking->is_asking = false;
    asking->n_indications = 0;
    asking->is_misled = false;
    asking->len = 0;
    asking->end = asking->group_end = 0;
    asking->is_behind = false;
    asking->found.n = 0;
}

static bool is_laid_out(struct bb_bytes pdu)
{
    switch (pdu.ptr[0]) {
    case BT_ATT_OP_MTU_REQ:
    case BT_ATT_OP_READ_REQ: return pdu.len == 3;
    case BT_ATT_OP_FIND_INFO_REQ:
    case BT_ATT_OP_READ_BLOB_REQ: return pdu.len == 5;
    case BT_ATT_OP_FIND_BY_TYPE_REQ: return pdu.len >= 7;
    case BT_ATT_OP_READ_BY_TYPE_REQ:
    case BT_ATT_OP_READ_BY_GRP_TYPE_REQ: return pdu.len == 7 || pdu.len == 21;
    case BT_ATT_OP_READ_MULT_REQ:
    case BT_ATT_OP_READ_MULT_VL_REQ: return pdu.len >= 5 && pdu.len % 2 == 1;
    case BT_ATT_OP_WRITE_REQ:
    case BT_ATT_OP_WRITE_CMD: return pdu.len >= 3;
    case BT_ATT_OP_SIGNED_WRITE_CMD: return pdu.len >= 15;
    case BT_ATT_OP_PREP_WRITE_REQ: return pdu.len >= 5;
    case BT_ATT_OP_EXEC_WRITE_REQ: return pdu.len == 2 && pdu.ptr[1] <= 1;
    case BT_ATT_OP_HANDLE_CONF: return pdu.len == 1;
    case BT_ATT_OP_ERROR_RSP: return pdu.len == 5;
    default: return false;
    }
}

static bool has_range(uint8_t opcode)
{
    return opcode == BT_ATT_OP_FIND_INFO_REQ || opcode == BT_ATT_OP_FIND_BY_TYPE_REQ ||
           opcode == BT_ATT_OP_READ_BY_TYPE_REQ || opcode == BT_ATT_OP_READ_BY_GRP_TYPE_REQ;
}

/* What is found, or known not to be there, is cut out of the range whose included services and
 * characteristics are asked for, even if it ends behind it: what is left begins behind its end, or
 * at 0. */
static bool is_cut_wrong(const struct att_asking *asking, uint8_t opcode, unsigned start)
{
    bool is_start = start == 0 || start == LAST_HANDLE;
    bool is_end = asking->end == asking->group_end;
    for (unsigned i = 0; i < asking->found.n; i++) {
        is_start = is_start || start == asking->found.ranges[i].end + 1u;
        is_end = is_end || asking->end + 1u == asking->found.ranges[i].start;
    }
    return opcode == BT_ATT_OP_READ_BY_TYPE_REQ && is_start && is_end &&
           (start == 0 || start > asking->end);
}

/* Behind a list that ends behind what was asked for, the rest of it is asked for. */
static bool is_behind(const struct att_asking *asking, unsigned start)
{
    return asking->is_behind && start == asking->next_start && asking->end == asking->next_end;
}

static void check_range(struct att_asking *asking, struct bb_bytes pdu)
{
    unsigned start = bb_le16(pdu.ptr + 1);
    asking->end = (uint16_t)bb_le16(pdu.ptr + 3);
    if (pdu.ptr[0] == BT_ATT_OP_READ_BY_GRP_TYPE_REQ)
        asking->group_end = asking->end;
    if (asking->is_misled)
        return;
    if (is_behind(asking, start))
        BB_KNOWN(behind_range);
    else if (is_cut_wrong(asking, pdu.ptr[0], start))
        BB_KNOWN(empty_range);
    else
        BB_ORACLE(att_range, start != 0 && start <= asking->end,
                  "a range of handles that begins behind its end, or at 0");
}

void att_asking_check(struct att_asking *asking, struct bb_bytes pdu)
{
    BB_ORACLE(att_request_fits_mtu, pdu.len >= 1 && pdu.len <= asking->mtu,
              "a PDU of the client is longer than the MTU, or empty");
    BB_ORACLE(att_request_layout, is_laid_out(pdu), "a PDU of the client is not what it says");
    if (has_range(pdu.ptr[0]))
        check_range(asking, pdu);
    if (pdu.ptr[0] == BT_ATT_OP_HANDLE_CONF) {
        BB_ORACLE(att_confirms, asking->n_indications > 0, "what is confirmed was not indicated");
        asking->n_indications--;
        return;
    }
    if (!att_wants_answer(pdu.ptr[0]))
        return;
    BB_ORACLE(att_one_request, !asking->is_asking, "a request before the last one is answered");
    asking->is_asking = true;
    asking->len = pdu.len;
    if (pdu.len > sizeof asking->pdu)
        abort();
    memcpy(asking->pdu, pdu.ptr, pdu.len);
}

static bool is_wrong_range(struct bb_bytes value)
{
    return value.len == RANGE_BYTES &&
           (bb_le16(value.ptr) == 0 || bb_le16(value.ptr) > bb_le16(value.ptr + 2));
}

/* What changed is asked for as it was told (Volume 3, Part G, 7.1), whatever the range is. BlueZ
 * also takes a notification for its indication, alone or with others; a length beyond the end of
 * the PDU is the rest of it. */
static bool misleads(struct bb_bytes pdu)
{
    struct bb_bytes head, value;
    if (pdu.ptr[0] == BT_ATT_OP_HANDLE_IND || pdu.ptr[0] == BT_ATT_OP_HANDLE_NFY)
        return pdu.len > 3 && is_wrong_range(bb_bytes_of(pdu.ptr + 3, pdu.len - 3));
    if (pdu.ptr[0] != BT_ATT_OP_HANDLE_NFY_MULT)
        return false;
    bb_bytes_take(&pdu, 1, &head);
    while (bb_bytes_take(&pdu, 4, &head)) {
        size_t len = bb_le16(head.ptr + 2);
        bb_bytes_take(&pdu, len < pdu.len ? len : pdu.len, &value);
        if (is_wrong_range(value))
            return true;
    }
    return false;
}

/* The bytes of each attribute in a list that BlueZ goes on behind; 0: this is none. */
static size_t bytes_of_each(struct bb_bytes pdu)
{
    if (pdu.len < 2)
        return 0;
    if (pdu.ptr[0] == BT_ATT_OP_READ_BY_TYPE_RSP)
        return pdu.ptr[1];
    if (pdu.ptr[0] == BT_ATT_OP_FIND_INFO_RSP)
        return pdu.ptr[1] == 1 ? 4 : 18;
    return 0;
}

/* Its last handle should be the highest, and in the range. */
static void keep_behind(struct att_asking *asking, struct bb_bytes pdu)
{
    size_t each = bytes_of_each(pdu);
    if (each < 2 || pdu.len < 2 + each)
        return;
    unsigned last = bb_le16(pdu.ptr + pdu.len - each);
    if (last <= asking->end)
        return;
    asking->is_behind = true;
    asking->next_start = (uint16_t)(last + 1);
    asking->next_end = asking->end;
}

void att_asking_answer(struct att_asking *asking, struct bb_bytes pdu)
{
    if (pdu.len == 0)
        return;
    if (pdu.len > asking->mtu)
        pdu.len = asking->mtu; /* as it is read */
    keep_behind(asking, pdu);
    asking->is_misled = asking->is_misled || misleads(pdu);
    if (pdu.ptr[0] == BT_ATT_OP_HANDLE_IND)
        asking->n_indications++;
    else if (!att_wants_answer(pdu.ptr[0]) && pdu.ptr[0] != BT_ATT_OP_HANDLE_CONF)
        asking->is_asking = false;
    if (pdu.ptr[0] == BT_ATT_OP_MTU_RSP && pdu.len == 3) {
        unsigned mtu = bb_le16(pdu.ptr + 1);
        mtu = mtu < CLIENT_MTU ? mtu : CLIENT_MTU;
        asking->mtu = mtu > asking->mtu ? mtu : asking->mtu;
    }
}

struct bb_bytes att_asking_take(struct att_asking *asking)
{
    struct bb_bytes pdu = bb_bytes_of(asking->pdu, asking->len);
    asking->len = 0;
    return pdu;
}

uint16_t att_asking_handle(const struct att_asking *asking)
{
    return asking->is_asking && asking->pdu[0] == BT_ATT_OP_READ_REQ
               ? (uint16_t)bb_le16(asking->pdu + 1)
               : 0;
}
