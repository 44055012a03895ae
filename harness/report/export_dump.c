#include <stdlib.h>
#include <string.h>

#include "report/export.h"

enum { PER_LINE = 8, MAX_SHOWN_BYTES = 64 << 20 };

static void put_bytes(struct bb_buf *out, struct bb_bytes bytes)
{
    for (size_t i = 0; i < PER_LINE; i++) {
        if (i < bytes.len)
            bb_buf_printf(out, "%02x ", bytes.ptr[i]);
        else
            bb_buf_append_str(out, "   ");
    }
}

static void put_characters(struct bb_buf *out, struct bb_bytes bytes)
{
    for (size_t i = 0; i < bytes.len; i++) {
        uint8_t c = bytes.ptr[i];
        bb_buf_append_byte(out, c >= 0x20 && c < 0x7f ? c : '.');
    }
}

/* Up to PER_LINE bytes from *at on, but none behind `end`, and what stands there. */
static void put_line(struct bb_buf *out, struct bb_bytes input, size_t *at, size_t end,
                     struct bb_bytes words)
{
    size_t n = end - *at < PER_LINE ? end - *at : PER_LINE;
    struct bb_bytes bytes = bb_bytes_of(input.ptr + *at, n);
    bb_buf_printf(out, "%06zx  ", *at);
    put_bytes(out, bytes);
    bb_buf_append_byte(out, ' ');
    if (words.ptr)
        bb_buf_append(out, words);
    else
        put_characters(out, bytes);
    bb_buf_append_byte(out, '\n');
    *at += n;
}

/* The offset that a line of bb_show begins with; false for lines without one. */
static bool take_offset(struct bb_bytes *line, size_t *ret_offset)
{
    size_t i = 0, offset = 0;
    while (i < line->len && line->ptr[i] == ' ')
        i++;
    size_t first = i;
    for (; i < line->len && line->ptr[i] >= '0' && line->ptr[i] <= '9'; i++)
        offset = offset * 10 + (size_t)(line->ptr[i] - '0');
    if (i == first)
        return false;
    *line = bb_bytes_of(line->ptr + i, line->len - i);
    *ret_offset = offset;
    return true;
}

/* Where the next line begins that has an offset further on: the bytes up to there are this line's.
 */
static size_t next_offset(struct bb_bytes rest, size_t offset, size_t end)
{
    struct bb_bytes line;
    size_t next;
    while (bb_bytes_take_line(&rest, &line))
        if (take_offset(&line, &next))
            return next > offset ? next : offset;
    return end;
}

static void put_all(struct bb_buf *out, struct bb_bytes input, size_t *at, size_t end,
                    struct bb_bytes words)
{
    do {
        put_line(out, input, at, end, words);
        if (words.ptr)
            words = bb_bytes_of(words.ptr, 0);
    } while (*at < end);
}

static void annotate(struct bb_buf *out, struct bb_bytes input, struct bb_bytes shown)
{
    struct bb_bytes line;
    size_t at = 0, offset;
    while (bb_bytes_take_line(&shown, &line)) {
        if (!take_offset(&line, &offset)) {
            bb_buf_append(out, line);
            bb_buf_append_byte(out, '\n');
            continue;
        }
        size_t end = next_offset(shown, offset, input.len);
        end = end < input.len ? end : input.len;
        if (end < at) /* decoded contents, whose offsets are their own */
            end = at;
        put_all(out, input, &at, end, line);
    }
    if (at < input.len)
        put_all(out, input, &at, input.len, (struct bb_bytes){0});
}

enum bb_status bb_export_dump(const struct bb_grammar *grammar, struct bb_bytes input,
                              struct bb_buf *out)
{
    struct bb_buf shown = BB_BUF_INIT(MAX_SHOWN_BYTES);
    size_t at = 0;
    enum bb_status status = BB_OK;
    if (grammar)
        status = bb_show(grammar, input, BB_SHOW_PLAIN, &shown);
    if (status == BB_OK && grammar)
        annotate(out, input, bb_buf_bytes(&shown));
    else if (status == BB_OK && input.len)
        put_all(out, input, &at, input.len, (struct bb_bytes){0});
    bb_buf_free(&shown);
    return status == BB_OK ? bb_buf_status(out, NULL) : status;
}
