#include "triage/calls.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "triage/scan.h"

void bb_calls_name(const struct bb_frame *frame, char ret_name[static BB_STATE_LINE_SIZE])
{
    if (*frame->function) {
        bb_state_line_clean(bb_bytes_str(frame->name), true, ret_name);
        return;
    }
    struct bb_bytes module = bb_scan_basename(bb_bytes_str(frame->module));
    snprintf(ret_name, BB_STATE_LINE_SIZE, "%.*s+0x%" PRIx64, (int)module.len,
             (const char *)module.ptr, frame->offset);
}

void bb_calls_collect(const struct bb_stack *stack, struct bb_calls *ret_calls)
{
    char name[BB_STATE_LINE_SIZE];
    ret_calls->n = 0;
    for (size_t i = 0; i < stack->n && ret_calls->n < BB_CALLS_MAX; i++) {
        const struct bb_frame *frame = &stack->frames[i];
        if (frame->noise)
            continue;
        bb_calls_name(frame, name);
        ret_calls->frame[ret_calls->n] = frame;
        ret_calls->hash[ret_calls->n++] = bb_hash_bytes(BB_HASH_START, bb_bytes_str(name));
        if (strncmp(frame->function, "LLVMFuzzerTestOneInput", 22) == 0)
            break;
    }
}

bool bb_calls_is_known(const struct bb_calls *calls, size_t i)
{
    for (size_t before = 0; before < i; before++)
        if (calls->hash[before] == calls->hash[i])
            return true;
    return false;
}
