/*
 * bb_bytes: a borrowed run of bytes, and the cursor for all parsing in this project.
 *
 * It owns nothing; the bytes must outlive it. The zero value is the empty run. The bb_bytes_take
 * functions move the cursor forward on success and leave cursor and outputs untouched on failure.
 * (The idea is BoringSSL's CBS.)
 */
#ifndef BB_BASE_BYTES_H
#define BB_BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct bb_bytes {
    const uint8_t *ptr; /* may be NULL when len is 0 */
    size_t len;         /* in bytes */
};

static inline struct bb_bytes bb_bytes_of(const void *ptr, size_t len)
{
    return (struct bb_bytes){ptr, len};
}

/* The bytes of a NUL-terminated string, without the NUL. */
static inline struct bb_bytes bb_bytes_str(const char *text)
{
    return bb_bytes_of(text, strlen(text));
}

static inline bool bb_bytes_equal(struct bb_bytes a, struct bb_bytes b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool bb_bytes_has_prefix(struct bb_bytes bytes, const char *prefix)
{
    size_t n = strlen(prefix);
    return bytes.len >= n && memcmp(bytes.ptr, prefix, n) == 0;
}

/* Takes n bytes off the front. False, and nothing taken, if there are fewer. */
static inline bool bb_bytes_take(struct bb_bytes *cursor, size_t n, struct bb_bytes *ret_taken)
{
    if (cursor->len < n)
        return false;
    *ret_taken = bb_bytes_of(cursor->ptr, n);
    cursor->ptr = n ? cursor->ptr + n : cursor->ptr;
    cursor->len -= n;
    return true;
}

/* The number of 16 bits that begins there, in network byte order or with the low byte first. */
static inline unsigned bb_be16(const uint8_t *at)
{
    return (unsigned)at[0] << 8 | at[1];
}

static inline unsigned bb_le16(const uint8_t *at)
{
    return at[0] | (unsigned)at[1] << 8;
}

/* Takes one line off the front, without its '\n' or "\r\n". The last line needs no '\n'.
 * False at the end. */
static inline bool bb_bytes_take_line(struct bb_bytes *cursor, struct bb_bytes *ret_line)
{
    if (cursor->len == 0)
        return false;
    const uint8_t *end = memchr(cursor->ptr, '\n', cursor->len);
    size_t n = end ? (size_t)(end - cursor->ptr) : cursor->len;
    size_t taken = end ? n + 1 : n;
    *ret_line = bb_bytes_of(cursor->ptr, n && cursor->ptr[n - 1] == '\r' ? n - 1 : n);
    cursor->ptr += taken;
    cursor->len -= taken;
    return true;
}

#endif
