#include "json_text.h"

#include <string.h>

/* Nesting is counted, not recursed into: one bit for each level says whether it is an object. */
enum { MAX_DEPTH = 4096 };

struct reader {
    struct bb_bytes rest;
    struct json_text text;
    size_t depth;
    bool is_object[MAX_DEPTH];
};

static int peek(const struct reader *reader)
{
    return reader->rest.len ? reader->rest.ptr[0] : -1;
}

static void skip(struct reader *reader)
{
    struct bb_bytes byte;
    bb_bytes_take(&reader->rest, 1, &byte);
}

static bool take(struct reader *reader, char expected)
{
    if (peek(reader) != expected)
        return false;
    skip(reader);
    return true;
}

static void skip_space(struct reader *reader)
{
    while (peek(reader) == ' ' || peek(reader) == '\t' || peek(reader) == '\r' ||
           peek(reader) == '\n')
        skip(reader);
}

static bool take_word(struct reader *reader, const char *word)
{
    struct bb_bytes bytes;
    return bb_bytes_take(&reader->rest, strlen(word), &bytes) &&
           memcmp(bytes.ptr, word, bytes.len) == 0;
}

static int hex_value(int c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))
        return (c | 0x20) - 'a' + 10;
    return -1;
}

/* Behind the backslash: section 7. */
static bool take_escape(struct reader *reader)
{
    int kind = peek(reader);
    if (kind <= 0 || !strchr("\"\\/bfnrtu", kind))
        return false;
    skip(reader);
    if (kind != 'u')
        return true;
    unsigned code = 0;
    for (int i = 0; i < 4; i++) {
        int digit = hex_value(peek(reader));
        if (digit < 0)
            return false;
        code = code << 4 | (unsigned)digit;
        skip(reader);
    }
    reader->text.has_surrogates |= code >= 0xd800 && code <= 0xdfff;
    return true;
}

static bool take_string(struct reader *reader)
{
    if (!take(reader, '"'))
        return false;
    while (peek(reader) >= 0x20) {
        if (take(reader, '"'))
            return true;
        if (take(reader, '\\')) {
            if (!take_escape(reader))
                return false;
        } else {
            skip(reader);
        }
    }
    return false;
}

static size_t take_digits(struct reader *reader)
{
    size_t n = 0;
    for (; peek(reader) >= '0' && peek(reader) <= '9'; n++)
        skip(reader);
    return n;
}

/* Section 6. */
static bool take_number(struct reader *reader)
{
    size_t before = reader->rest.len;
    take(reader, '-');
    if (!take(reader, '0') && take_digits(reader) == 0)
        return false;
    if (take(reader, '.') && take_digits(reader) == 0)
        return false;
    if (take(reader, 'e') || take(reader, 'E')) {
        if (!take(reader, '+'))
            take(reader, '-');
        if (take_digits(reader) == 0)
            return false;
    }
    size_t len = before - reader->rest.len;
    if (len > reader->text.longest_number)
        reader->text.longest_number = len;
    return true;
}

static bool take_scalar(struct reader *reader)
{
    switch (peek(reader)) {
    case '"': return take_string(reader);
    case 't': return take_word(reader, "true");
    case 'f': return take_word(reader, "false");
    case 'n': return take_word(reader, "null");
    default: return take_number(reader);
    }
}

static bool take_name(struct reader *reader)
{
    skip_space(reader);
    if (!take_string(reader))
        return false;
    skip_space(reader);
    return take(reader, ':');
}

static bool open_level(struct reader *reader, bool is_object)
{
    if (reader->depth == MAX_DEPTH)
        return false;
    reader->is_object[reader->depth++] = is_object;
    if (reader->depth > reader->text.depth)
        reader->text.depth = reader->depth;
    return true;
}

/* Behind a value: closes the levels that end here. False when that cannot be; *ret_is_done says
 * whether the text is complete, else another value follows. */
static bool close_levels(struct reader *reader, bool *ret_is_done)
{
    for (;;) {
        skip_space(reader);
        if (reader->depth == 0) {
            *ret_is_done = true;
            return reader->rest.len == 0;
        }
        bool is_object = reader->is_object[reader->depth - 1];
        if (take(reader, ','))
            return !is_object || take_name(reader);
        if (!take(reader, is_object ? '}' : ']'))
            return false;
        reader->depth--;
    }
}

/* One value, or the start of one that holds others; *ret_is_whole says which. */
static bool take_value(struct reader *reader, bool *ret_is_whole)
{
    skip_space(reader);
    bool is_object = peek(reader) == '{';
    if (!is_object && peek(reader) != '[') {
        *ret_is_whole = true;
        return take_scalar(reader);
    }
    skip(reader);
    skip_space(reader);
    if (!open_level(reader, is_object))
        return false;
    *ret_is_whole = peek(reader) == (is_object ? '}' : ']'); /* empty: its end closes it */
    return *ret_is_whole || !is_object || take_name(reader);
}

bool json_text_read(struct bb_bytes bytes, struct json_text *ret_text)
{
    struct reader reader = {.rest = bytes};
    for (bool is_done = false; !is_done;) {
        bool is_whole = false;
        if (!take_value(&reader, &is_whole))
            return false;
        if (is_whole && !close_levels(&reader, &is_done))
            return false;
    }
    *ret_text = reader.text;
    return true;
}
