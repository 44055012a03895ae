#include "response.h"

#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

#include "answers.h"
#include "chunk.h"

enum { STATUS_LINE_MIN = sizeof "HTTP/1.1 200" - 1 };

/* A line with its CR LF, which is the only CR and the only LF in it. */
static bool take_line(struct bb_bytes *rest, struct bb_bytes *ret_line)
{
    struct bb_bytes line, end;
    const uint8_t *cr = rest->len ? memchr(rest->ptr, '\r', rest->len) : NULL;
    if (!cr || !bb_bytes_take(rest, (size_t)(cr - rest->ptr), &line) ||
        !bb_bytes_take(rest, 2, &end) || end.ptr[1] != '\n' ||
        (line.len && memchr(line.ptr, '\n', line.len)))
        return false;
    *ret_line = line;
    return true;
}

static bool read_number(struct bb_bytes text, uint64_t *ret_number)
{
    uint64_t number = 0;
    if (text.len == 0 || text.len > 18)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (!isdigit(text.ptr[i]))
            return false;
        number = number * 10 + (uint64_t)(text.ptr[i] - '0');
    }
    *ret_number = number;
    return true;
}

static bool read_status_line(struct bb_bytes line, unsigned *ret_status)
{
    uint64_t status;
    if (line.len <= STATUS_LINE_MIN || line.ptr[8] != ' ' || line.ptr[STATUS_LINE_MIN] != ' ' ||
        !(bb_bytes_has_prefix(line, "HTTP/1.1") || bb_bytes_has_prefix(line, "HTTP/1.0")) ||
        !read_number(bb_bytes_of(line.ptr + 9, 3), &status))
        return false;
    *ret_status = (unsigned)status;
    return status >= 100 && status < 600;
}

static bool is_name(struct bb_bytes name, const char *expected)
{
    return name.len == strlen(expected) &&
           strncasecmp((const char *)name.ptr, expected, name.len) == 0;
}

/* False where the field is not in due form, or stands there twice and must not. */
static bool read_field(struct bb_bytes line, struct response *response)
{
    const uint8_t *colon = memchr(line.ptr, ':', line.len);
    if (!colon || colon == line.ptr || colon[-1] == ' ')
        return false;
    struct bb_bytes name = bb_bytes_of(line.ptr, (size_t)(colon - line.ptr));
    struct bb_bytes value = bb_bytes_of(colon + 1, line.len - name.len - 1);
    for (; value.len && value.ptr[0] == ' '; value.len--)
        value.ptr++;
    bool was_there = true;
    if (is_name(name, "Content-Length")) {
        was_there = response->has_length;
        response->has_length = read_number(value, &response->length);
        return !was_there && response->has_length;
    }
    if (is_name(name, ANSWERS_HEADER)) {
        was_there = response->has_number;
        response->has_number = read_number(value, &response->number);
        return !was_there && response->has_number;
    }
    if (is_name(name, "Transfer-Encoding")) {
        was_there = response->is_chunked;
        response->is_chunked = is_name(value, "chunked");
        return !was_there && response->is_chunked;
    }
    return true;
}

bool response_take_head(struct bb_bytes *rest, struct response *ret_response)
{
    struct response response = {0};
    struct bb_bytes left = *rest, line;
    if (!take_line(&left, &line) || !read_status_line(line, &response.status))
        return false;
    do {
        if (!take_line(&left, &line) || (line.len && !read_field(line, &response)))
            return false;
    } while (line.len);
    *ret_response = response;
    *rest = left;
    return !(response.has_length && response.is_chunked); /* 6.2 */
}

/* The chunks, the trailers and the blank line behind them. */
static bool take_chunks(struct bb_bytes *rest)
{
    struct bb_bytes data, line;
    do {
        if (!chunk_take(rest, &data))
            return false;
    } while (data.len);
    do {
        if (!take_line(rest, &line))
            return false;
    } while (line.len);
    return true;
}

bool response_take_body(struct bb_bytes *rest, bool has_no_body, struct response *response)
{
    struct bb_bytes left = *rest;
    unsigned status = response->status;
    size_t len = left.len;
    if (has_no_body || status < 200 || status == 204 || status == 304)
        len = 0;
    else if (response->is_chunked && take_chunks(&left))
        len = rest->len - left.len;
    else if (response->is_chunked)
        return false;
    else if (response->has_length)
        len = response->length;
    return bb_bytes_take(rest, len, &response->raw);
}

bool response_take_last_chunk(struct bb_bytes *rest, const struct response *response)
{
    return response->is_chunked && bb_bytes_has_prefix(*rest, "0\r\n") && take_chunks(rest);
}

bool response_body_equals(const struct response *response, struct bb_bytes body)
{
    struct bb_bytes raw = response->raw, data, same;
    if (!response->is_chunked)
        return bb_bytes_equal(raw, body);
    while (chunk_take(&raw, &data) && data.len > 0) {
        if (!bb_bytes_take(&body, data.len, &same) || !bb_bytes_equal(data, same))
            return false;
    }
    return body.len == 0;
}
