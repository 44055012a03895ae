/*
 * A DNS message, read once more (RFC 1035, section 4): the second opinion on names and records.
 */
#ifndef BB_DNS_MESSAGE_H
#define BB_DNS_MESSAGE_H

#include "base/bytes.h"

enum {
    MESSAGE_HEADER_BYTES = 12,
    MESSAGE_NAME_CHARS = 320000, /* of the longest text that is asked for, with its NUL */
};

/* A record, or a question, which has no data. */
struct message_record {
    size_t name_offset;
    unsigned type, class;
    struct bb_bytes data; /* in the message */
};

/* The name that begins at this offset, as text: a dot between labels, none at the end; a backslash
 * in front of characters with a meaning, and of the three digits of what cannot be printed. Returns
 * the bytes that it takes up there; 0 if it is malformed, or leads on more than 50 times. */
size_t message_name(struct bb_bytes message, size_t offset, char *ret_text);

/* The question or record at *offset, which is moved behind it. False if it is malformed. */
bool message_take(struct bb_bytes message, size_t *offset, bool is_question,
                  struct message_record *ret_record);

#endif
