#include "chunk.h"

static int hex_digit(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool chunk_take(struct bb_bytes *cursor, struct bb_bytes *ret_data)
{
    struct bb_bytes rest = *cursor, line, data, end;
    uint64_t size = 0;
    size_t digits = 0;
    if (!memchr(rest.ptr ? rest.ptr : (const uint8_t *)"", '\n', rest.len) ||
        !bb_bytes_take_line(&rest, &line))
        return false;
    for (; digits < line.len && hex_digit(line.ptr[digits]) >= 0; digits++) {
        if (size >> 60)
            return false;
        size = size << 4 | (uint64_t)hex_digit(line.ptr[digits]);
    }
    if (digits == 0 || (digits < line.len && line.ptr[digits] != ';') ||
        !bb_bytes_take(&rest, size, &data))
        return false;
    if (size > 0 && (!bb_bytes_take_line(&rest, &end) || end.len > 0 || end.ptr == rest.ptr))
        return false;
    *cursor = rest;
    *ret_data = data;
    return true;
}
