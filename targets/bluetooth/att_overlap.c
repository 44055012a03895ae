#include "att_overlap.h"

#include "src/shared/att-types.h"

enum { HEAD_BYTES = 2, RANGE_BYTES = 4 };

static bool meet(struct att_range a, struct att_range b)
{
    return a.start <= b.end && b.start <= a.end;
}

/* The same one, listed again as another kind, is freed as well. A range that is none becomes
 * another one. */
static bool add(void *context, struct att_range range)
{
    struct att_found *found = context;
    if (range.start == 0 || range.end < range.start)
        return false;
    for (unsigned i = 0; i < found->n; i++) {
        if (meet(found->ranges[i], range))
            return false;
    }
    if (found->n < ATT_RANGES_MAX)
        found->ranges[found->n++] = range;
    return true;
}

bool att_listed_each(struct bb_bytes pdu, bool (*take)(void *context, struct att_range range),
                     void *context)
{
    if (pdu.len < HEAD_BYTES || pdu.ptr[0] != BT_ATT_OP_READ_BY_GRP_TYPE_RSP ||
        pdu.ptr[1] < RANGE_BYTES)
        return true;
    for (size_t at = HEAD_BYTES; at + RANGE_BYTES <= pdu.len; at += pdu.ptr[1]) {
        const uint8_t *p = pdu.ptr + at;
        struct att_range range = {(uint16_t)(p[0] | p[1] << 8), (uint16_t)(p[2] | p[3] << 8)};
        if (!take(context, range))
            return false;
    }
    return true;
}

bool att_found_add(struct att_found *found, struct bb_bytes pdu)
{
    unsigned n = found->n;
    if (att_listed_each(pdu, add, found))
        return true;
    found->n = n;
    return false;
}
