#include "broker_script.h"

static enum script_kind kind_of(uint8_t head)
{
    switch (head & 0x1f) {
    case 1: return SCRIPT_CLOSE;
    case 2: return SCRIPT_CLOCK;
    default: return SCRIPT_SEND;
    }
}

bool script_take(struct bb_bytes *script, struct script_step *ret_step)
{
    struct bb_bytes head;
    if (!bb_bytes_take(script, 3, &head))
        return false;
    size_t argument = bb_be16(head.ptr + 1);
    struct script_step step = {.kind = kind_of(head.ptr[0]), .slot = head.ptr[0] >> 5};
    if (step.kind == SCRIPT_CLOCK)
        step.seconds = (unsigned)argument;
    if (step.kind == SCRIPT_SEND) {
        size_t n = argument < script->len ? argument : script->len;
        if (!bb_bytes_take(script, n, &step.bytes))
            return false;
    }
    *ret_step = step;
    return true;
}
