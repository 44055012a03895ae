#include "exchange_script.h"

bool exchange_script_start(struct bb_bytes *input, bool *ret_forward_secrecy)
{
    struct bb_bytes flags;
    if (!bb_bytes_take(input, 1, &flags))
        return false;
    *ret_forward_secrecy = flags.ptr[0] & 1;
    return true;
}

static unsigned take_number(struct bb_bytes *input, size_t bytes)
{
    struct bb_bytes digits = {0};
    unsigned number = 0;
    bb_bytes_take(input, bytes < input->len ? bytes : input->len, &digits);
    for (size_t i = 0; i < digits.len; i++)
        number = number << 8 | digits.ptr[i];
    return number;
}

static struct bb_bytes take_text(struct bb_bytes *input, size_t prefix_bytes)
{
    struct bb_bytes text = {0};
    size_t len = take_number(input, prefix_bytes);
    bb_bytes_take(input, len < input->len ? len : input->len, &text);
    return text;
}

bool exchange_script_take(struct bb_bytes *input, struct exchange_step *ret_step)
{
    enum { KEEPS_NONCES = 0x80, KEEPS_HASH = 0x40, KIND = 0x3f };
    struct bb_bytes head;
    if (!bb_bytes_take(input, 1, &head))
        return false;
    unsigned kind = head.ptr[0] & KIND;
    struct exchange_step step = {kind <= EXCHANGE_CLOCK ? kind : EXCHANGE_PACKET,
                                 head.ptr[0] & KEEPS_NONCES,
                                 head.ptr[0] & KEEPS_HASH,
                                 {0},
                                 {0},
                                 0};
    if (step.kind == EXCHANGE_CLOCK)
        step.seconds = take_number(input, 2);
    else if (step.kind != EXCHANGE_RECONNECT)
        step.content = take_text(input, 2);
    if (step.kind == EXCHANGE_DH_ANSWER)
        step.padding = take_text(input, 1);
    *ret_step = step;
    return true;
}
