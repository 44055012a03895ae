#include "att_known.h"

#include <brickbat/target.h>

#include "known_att.h"
#include "src/shared/att-types.h"

enum { HANDLE_BYTES = 2, LIST_HEAD_BYTES = 2, FIND_HEAD_BYTES = 7, CCC = 0x2902, CCC_BYTES = 2 };

/* The length of a CCC is kept, and no value, with which this one is compared nevertheless. */
static bool finds_ccc(struct bb_bytes pdu)
{
    return pdu.len == FIND_HEAD_BYTES + CCC_BYTES && pdu.ptr[0] == BT_ATT_OP_FIND_BY_TYPE_REQ &&
           (pdu.ptr[5] | pdu.ptr[6] << 8) == CCC;
}

bool att_known_request(struct bb_bytes pdu)
{
    return finds_ccc(pdu) && BB_PASSES_OVER(find_ccc);
}

/* What is left after a handle that is not there is taken for 64 KB. */
static bool notifies_nothing(struct bb_bytes pdu)
{
    return pdu.len <= HANDLE_BYTES &&
           (pdu.ptr[0] == BT_ATT_OP_HANDLE_NFY || pdu.ptr[0] == BT_ATT_OP_HANDLE_IND);
}

/* Each value is said to be shorter than the handle before it; publicly reported. */
static bool lists_nothing(struct bb_bytes pdu)
{
    return pdu.len >= LIST_HEAD_BYTES && pdu.ptr[0] == BT_ATT_OP_READ_BY_TYPE_RSP &&
           pdu.ptr[1] < HANDLE_BYTES;
}

/* The last value of a list is looked for though the list has none. */
static bool lists_no_values(struct bb_bytes pdu)
{
    return pdu.len == LIST_HEAD_BYTES && pdu.ptr[0] == BT_ATT_OP_READ_BY_TYPE_RSP;
}

/* Values of no bytes: of the first one the first byte is looked at, if it is the server's features
 * that were asked for. */
static bool lists_empty_values(struct bb_bytes pdu)
{
    return pdu.len > LIST_HEAD_BYTES && pdu.ptr[0] == BT_ATT_OP_READ_BY_TYPE_RSP &&
           pdu.ptr[1] == HANDLE_BYTES;
}

/* So it is with extended properties that have none. */
static bool has_no_properties(struct bb_bytes pdu, bool are_asked)
{
    return are_asked && pdu.len == 1 && pdu.ptr[0] == BT_ATT_OP_READ_RSP;
}

bool att_known_answer(struct bb_bytes pdu, bool is_of_properties)
{
    if (pdu.len == 0)
        return false;
    if (notifies_nothing(pdu)) {
        BB_KNOWN(short_notification);
        return true;
    }
    if (lists_nothing(pdu)) {
        BB_KNOWN(short_values);
        return true;
    }
    if (lists_no_values(pdu)) {
        BB_KNOWN(empty_values);
        return true;
    }
    if (lists_empty_values(pdu)) {
        BB_KNOWN(no_features);
        return true;
    }
    if (has_no_properties(pdu, is_of_properties)) {
        BB_KNOWN(no_properties);
        return true;
    }
    return false;
}

void known_cancelled_late(void)
{
    BB_KNOWN(cancelled_late);
}

void known_registration_lost(void)
{
    BB_KNOWN(registration_lost);
}
