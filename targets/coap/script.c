#include "script.h"

#include <brickbat/target.h>

enum {
    SILENCE_MS = 30000,
    MAX_TIMERS = 64, /* that run out in one silence */
};

bool bb_script_take(struct bb_bytes *input, struct bb_bytes *ret_datagram)
{
    struct bb_bytes prefix;
    if (!bb_bytes_take(input, 2, &prefix))
        return false;
    size_t len = bb_be16(prefix.ptr);
    return bb_bytes_take(input, len < input->len ? len : input->len, ret_datagram);
}

void bb_script_cut(struct bb_bytes *datagram, size_t max_len)
{
    if (datagram->len <= max_len)
        return;
    BB_KNOWN(datagram_cut);
    datagram->len = max_len;
}

void bb_script_be_silent(coap_context_t *context)
{
    int left_ms = SILENCE_MS;
    for (int i = 0; i < MAX_TIMERS && left_ms > 0; i++)
        left_ms -= coap_io_process(context, (uint32_t)left_ms);
}
