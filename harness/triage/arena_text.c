#include "triage/arena_text.h"

/* The length of a well-formed UTF-8 sequence of more than one byte; 0 if it is none (RFC 3629). */
static size_t sequence_length(struct bb_bytes text, size_t at)
{
    uint8_t c = text.ptr[at];
    size_t n = c >= 0xc2 && c <= 0xdf   ? 2
               : c >= 0xe0 && c <= 0xef ? 3
               : c >= 0xf0 && c <= 0xf4 ? 4
                                        : 0;
    if (n == 0 || text.len - at < n)
        return 0;
    uint8_t second = text.ptr[at + 1];
    if ((c == 0xe0 && second < 0xa0) || (c == 0xed && second > 0x9f) ||
        (c == 0xf0 && second < 0x90) || (c == 0xf4 && second > 0x8f))
        return 0;
    for (size_t i = 1; i < n; i++)
        if ((text.ptr[at + i] & 0xc0) != 0x80)
            return 0;
    return n;
}

static bool is_plain(uint8_t c)
{
    return (c >= ' ' && c <= '~') || c == '\t' || c == '\n';
}

const char *bb_arena_text(struct bb_arena *arena, struct bb_bytes text)
{
    if (text.len > BB_ARENA_TEXT_MAX)
        text.len = BB_ARENA_TEXT_MAX;
    char *copy = bb_arena_alloc(arena, text.len + 1);
    if (!copy)
        return NULL;
    for (size_t at = 0; at < text.len;) {
        size_t n = sequence_length(text, at);
        if (n)
            memcpy(copy + at, text.ptr + at, n);
        else
            copy[at] = is_plain(text.ptr[at]) ? (char)text.ptr[at] : '?';
        at += n ? n : 1;
    }
    copy[text.len] = '\0';
    return copy;
}
