#include "att_script.h"

enum { HEAD_BYTES = 4 };

bool att_script_take(struct bb_bytes *script, struct att_step *ret_step)
{
    struct bb_bytes head;
    if (!bb_bytes_take(script, HEAD_BYTES, &head))
        return false;
    unsigned event = head.ptr[0] >> 4;
    size_t len = bb_be16(head.ptr + 2);
    ret_step->event = event <= ATT_ACT ? (enum att_event)event : ATT_SEND;
    ret_step->argument = (head.ptr[0] & 15u) << 8 | head.ptr[1];
    return bb_bytes_take(script, len < script->len ? len : script->len, &ret_step->bytes);
}
