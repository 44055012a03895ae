#include "pieces.h"

static bool ends_piece(const uint8_t *bytes)
{
    uint32_t three = (uint32_t)bytes[0] << 16 | (uint32_t)bytes[1] << 8 | bytes[2];
    return (three * UINT32_C(0x9e3779b1)) >> 26 == 0;
}

bool piece_take(struct bb_bytes *rest, struct bb_bytes *ret_piece)
{
    size_t len = rest->len < 3 ? rest->len : 3;
    while (len < rest->len && !ends_piece(rest->ptr + len - 3))
        len++;
    return len > 0 && bb_bytes_take(rest, len, ret_piece);
}
