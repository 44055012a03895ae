#include "triage/scan.h"

size_t bb_scan_find(struct bb_bytes text, const char *needle)
{
    size_t n = strlen(needle);
    if (n == 0 || text.len < n)
        return BB_SCAN_NONE;
    const uint8_t *hit = memmem(text.ptr, text.len, needle, n);
    return hit ? (size_t)(hit - text.ptr) : BB_SCAN_NONE;
}

size_t bb_scan_find_last(struct bb_bytes text, const char *needle)
{
    size_t last = BB_SCAN_NONE;
    for (size_t at = 0;;) {
        size_t next = bb_scan_find(bb_scan_from(text, at), needle);
        if (next == BB_SCAN_NONE)
            return last;
        last = at + next;
        at = last + 1;
    }
}

size_t bb_scan_find_any(struct bb_bytes text, const char *set)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] && strchr(set, text.ptr[i]))
            return i;
    return BB_SCAN_NONE;
}

size_t bb_scan_find_not(struct bb_bytes text, const char *set)
{
    for (size_t i = 0; i < text.len; i++)
        if (!text.ptr[i] || !strchr(set, text.ptr[i]))
            return i;
    return BB_SCAN_NONE;
}

size_t bb_scan_find_last_any(struct bb_bytes text, const char *set)
{
    for (size_t i = text.len; i > 0; i--)
        if (text.ptr[i - 1] && strchr(set, text.ptr[i - 1]))
            return i - 1;
    return BB_SCAN_NONE;
}

bool bb_scan_is(struct bb_bytes text, const char *word)
{
    return bb_bytes_equal(text, bb_bytes_str(word));
}

bool bb_scan_ends(struct bb_bytes text, const char *suffix)
{
    size_t n = strlen(suffix);
    return text.len >= n && memcmp(text.ptr + text.len - n, suffix, n) == 0;
}

struct bb_bytes bb_scan_to(struct bb_bytes text, size_t end)
{
    return bb_bytes_of(text.ptr, end < text.len ? end : text.len);
}

struct bb_bytes bb_scan_from(struct bb_bytes text, size_t start)
{
    if (start >= text.len)
        return (struct bb_bytes){0};
    return bb_bytes_of(text.ptr + start, text.len - start);
}

struct bb_bytes bb_scan_strip(struct bb_bytes text, const char *set)
{
    while (text.len && text.ptr[0] && strchr(set, text.ptr[0]))
        text = bb_scan_from(text, 1);
    while (text.len && text.ptr[text.len - 1] && strchr(set, text.ptr[text.len - 1]))
        text.len--;
    return text;
}

struct bb_bytes bb_scan_trim(struct bb_bytes text)
{
    return bb_scan_strip(text, " \t\r\n");
}

bool bb_scan_take(struct bb_bytes *cursor, const char *prefix)
{
    if (!bb_bytes_has_prefix(*cursor, prefix))
        return false;
    *cursor = bb_scan_from(*cursor, strlen(prefix));
    return true;
}

bool bb_scan_take_space(struct bb_bytes *cursor)
{
    size_t n = 0;
    while (n < cursor->len && (cursor->ptr[n] == ' ' || cursor->ptr[n] == '\t'))
        n++;
    *cursor = bb_scan_from(*cursor, n);
    return n > 0;
}

bool bb_scan_take_number(struct bb_bytes *cursor, uint64_t *ret_number)
{
    uint64_t number = 0;
    size_t n = 0;
    for (; n < cursor->len && bb_scan_is_digit(cursor->ptr[n]); n++)
        if (__builtin_mul_overflow(number, 10, &number) ||
            __builtin_add_overflow(number, (uint64_t)(cursor->ptr[n] - '0'), &number))
            number = UINT64_MAX;
    if (n == 0)
        return false;
    *cursor = bb_scan_from(*cursor, n);
    *ret_number = number;
    return true;
}

bool bb_scan_take_hex(struct bb_bytes *cursor, struct bb_bytes *ret_text)
{
    if (!bb_bytes_has_prefix(*cursor, "0x") && !bb_bytes_has_prefix(*cursor, "0X"))
        return false;
    size_t n = 2;
    while (n < cursor->len && bb_scan_is_hex_digit(cursor->ptr[n]))
        n++;
    return n > 2 && bb_bytes_take(cursor, n, ret_text);
}

static unsigned hex_digit(uint8_t c)
{
    if (bb_scan_is_digit(c))
        return c - '0';
    return (c | 0x20) - 'a' + 10;
}

uint64_t bb_scan_hex_value(struct bb_bytes text)
{
    if (bb_bytes_has_prefix(text, "0x") || bb_bytes_has_prefix(text, "0X"))
        text = bb_scan_from(text, 2);
    uint64_t value = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!bb_scan_is_hex_digit(text.ptr[i]))
            return 0;
        value = value >> 60 ? UINT64_MAX : value << 4 | hex_digit(text.ptr[i]);
    }
    return value;
}

struct bb_bytes bb_scan_basename(struct bb_bytes path)
{
    size_t slash = bb_scan_find_last_any(path, "/\\");
    return slash == BB_SCAN_NONE ? path : bb_scan_from(path, slash + 1);
}
