/*
 * bb_buf: an owned, growing run of bytes with a cap.
 *
 * The zero value is an empty buffer whose cap is 0 (nothing fits): start with BB_BUF_INIT(max).
 * Once an append has failed, the buffer is marked and every later append fails too, so a chain of
 * appends needs one check at its end. Reading `ptr` is always fine; it is not NUL-terminated
 * unless bb_buf_str is called.
 */
#ifndef BB_BASE_BUF_H
#define BB_BASE_BUF_H

#include "base/bytes.h"
#include "base/status.h"

struct bb_buf {
    uint8_t *ptr; /* owned; freed by bb_buf_free */
    size_t len;
    size_t capacity;
    size_t max_bytes; /* the cap on len */
    bool failed;      /* an append was refused: over the cap, or no memory */
};

#define BB_BUF_INIT(max) ((struct bb_buf){.max_bytes = (max)})

/* Gives the memory back; the buffer is empty with the same cap afterwards. NULL is fine. */
void bb_buf_free(struct bb_buf *buf);

/* Empties the buffer and clears the mark, but keeps the memory for the next use. */
void bb_buf_reset(struct bb_buf *buf);

/* Makes room for `extra` more bytes. False when over the cap or out of memory. */
bool bb_buf_reserve(struct bb_buf *buf, size_t extra);

bool bb_buf_append(struct bb_buf *buf, struct bb_bytes bytes);
bool bb_buf_append_byte(struct bb_buf *buf, uint8_t byte);
bool bb_buf_append_str(struct bb_buf *buf, const char *text);
bool bb_buf_printf(struct bb_buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The contents as a NUL-terminated string, borrowed, valid until the next append; "" when the
 * terminator does not fit. */
const char *bb_buf_str(struct bb_buf *buf);

static inline struct bb_bytes bb_buf_bytes(const struct bb_buf *buf)
{
    return bb_bytes_of(buf->ptr, buf->len);
}

/* BB_OK, or BB_LIMIT when an append was refused. */
enum bb_status bb_buf_status(const struct bb_buf *buf, struct bb_err *err);

#endif
