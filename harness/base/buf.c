#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void bb_buf_free(struct bb_buf *buf)
{
    if (!buf)
        return;
    free(buf->ptr);
    *buf = BB_BUF_INIT(buf->max_bytes);
}

void bb_buf_reset(struct bb_buf *buf)
{
    buf->len = 0;
    buf->failed = false;
}

/* One byte more than asked for is always there, so that bb_buf_str can terminate in place. */
bool bb_buf_reserve(struct bb_buf *buf, size_t extra)
{
    if (buf->failed || buf->len > buf->max_bytes || extra > buf->max_bytes - buf->len) {
        buf->failed = true;
        return false;
    }
    size_t need = buf->len + extra + 1;
    if (need <= buf->capacity)
        return true;
    size_t grown = buf->capacity < 64 ? 64 : buf->capacity + buf->capacity / 2;
    if (grown < need)
        grown = need;
    uint8_t *ptr = realloc(buf->ptr, grown);
    if (!ptr) {
        buf->failed = true;
        return false;
    }
    buf->ptr = ptr;
    buf->capacity = grown;
    return true;
}

bool bb_buf_append(struct bb_buf *buf, struct bb_bytes bytes)
{
    if (!bb_buf_reserve(buf, bytes.len))
        return false;
    if (bytes.len)
        memcpy(buf->ptr + buf->len, bytes.ptr, bytes.len);
    buf->len += bytes.len;
    return true;
}

bool bb_buf_append_byte(struct bb_buf *buf, uint8_t byte)
{
    return bb_buf_append(buf, bb_bytes_of(&byte, 1));
}

bool bb_buf_append_str(struct bb_buf *buf, const char *text)
{
    return bb_buf_append(buf, bb_bytes_str(text));
}

bool bb_buf_printf(struct bb_buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0 || !bb_buf_reserve(buf, (size_t)n)) {
        buf->failed = true;
        return false;
    }
    va_start(args, format);
    vsnprintf((char *)buf->ptr + buf->len, (size_t)n + 1, format, args);
    va_end(args);
    buf->len += (size_t)n;
    return true;
}

const char *bb_buf_str(struct bb_buf *buf)
{
    if (!buf->ptr)
        return "";
    buf->ptr[buf->len] = '\0';
    return (const char *)buf->ptr;
}

enum bb_status bb_buf_status(const struct bb_buf *buf, struct bb_err *err)
{
    if (!buf->failed)
        return BB_OK;
    return BB_FAIL(err, BB_LIMIT, "more than %zu bytes, or out of memory", buf->max_bytes);
}
