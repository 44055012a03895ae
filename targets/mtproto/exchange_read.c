#include "exchange_read.h"

struct bb_bytes exchange_read_bytes(struct exchange_reader *reader, size_t len)
{
    struct bb_bytes taken = {0};
    if (reader->is_bad || !bb_bytes_take(&reader->left, len, &taken))
        reader->is_bad = true;
    return taken;
}

uint32_t exchange_read_word(struct exchange_reader *reader)
{
    uint32_t word = 0;
    struct bb_bytes bytes = exchange_read_bytes(reader, sizeof word);
    if (bytes.len)
        memcpy(&word, bytes.ptr, sizeof word);
    return word;
}

uint64_t exchange_read_long(struct exchange_reader *reader)
{
    uint64_t low = exchange_read_word(reader);
    return low | (uint64_t)exchange_read_word(reader) << 32;
}

struct bb_bytes exchange_read_string(struct exchange_reader *reader)
{
    enum { LONG = 254, TOO_LONG = 255 };
    struct bb_bytes first = exchange_read_bytes(reader, 1);
    if (!first.len || first.ptr[0] == TOO_LONG) {
        reader->is_bad = true;
        return first;
    }
    size_t len = first.ptr[0], head = 1;
    if (len == LONG) {
        struct bb_bytes more = exchange_read_bytes(reader, 3);
        len = more.len ? more.ptr[0] | (size_t)more.ptr[1] << 8 | (size_t)more.ptr[2] << 16 : 0;
        head = 4;
        reader->is_bad |= len < LONG; /* there is a shorter form */
    }
    struct bb_bytes text = exchange_read_bytes(reader, len);
    exchange_read_bytes(reader, (4 - (head + len) % 4) % 4);
    return text;
}

bool exchange_read_is(struct exchange_reader *reader, const void *expected, size_t len)
{
    return bb_bytes_equal(exchange_read_bytes(reader, len), bb_bytes_of(expected, len));
}

bool exchange_is_read(const struct exchange_reader *reader)
{
    return !reader->is_bad && reader->left.len == 0;
}

uint64_t exchange_number(struct bb_bytes big_endian)
{
    uint64_t number = 0;
    for (size_t i = 0; i < big_endian.len; i++) {
        if (number >> 56)
            return UINT64_MAX;
        number = number << 8 | big_endian.ptr[i];
    }
    return number;
}
