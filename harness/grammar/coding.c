#include "grammar/frame.h"

unsigned bb_base128_width(uint64_t value)
{
    unsigned width = 1;
    while (width < BB_BASE128_MAX_WIDTH && value >> (7 * width))
        width++;
    return width;
}

unsigned bb_sized_width(uint64_t value)
{
    unsigned width = 0;
    while (width < BB_SIZED_MAX_WIDTH && value >> (8 * width))
        width++;
    return width;
}

uint64_t bb_field_max(const struct bb_field *field)
{
    switch (field->coding) {
    case BB_CODING_BASE128: return ((uint64_t)1 << (7 * BB_BASE128_MAX_WIDTH)) - 1;
    case BB_CODING_NIBBLE: return BB_NIBBLE_MAX;
    default: return field->bits < 64 ? ((uint64_t)1 << field->bits) - 1 : UINT64_MAX;
    }
}

void bb_store_base128(uint8_t *ptr, unsigned width, uint64_t value)
{
    for (unsigned i = 0; i < width; i++)
        ptr[i] = (uint8_t)((value >> 7 * i & 0x7f) | (i + 1 < width ? 0x80 : 0));
}
