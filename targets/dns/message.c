#include "message.h"

enum { MAX_JUMPS = 50 };

/* In master files (section 5.1). A label that is one NUL stands for itself. */
static char *put_byte(char *text, uint8_t byte, bool is_alone)
{
    if ((byte < 0x20 || byte > 0x7e) && !(is_alone && byte == 0)) {
        *text++ = '\\';
        *text++ = (char)('0' + byte / 100);
        *text++ = (char)('0' + byte / 10 % 10);
        *text++ = (char)('0' + byte % 10);
        return text;
    }
    if (byte && strchr("\".;\\()@$", byte))
        *text++ = '\\';
    *text++ = (char)byte;
    return text;
}

static char *put_label(char *text, const char *start, struct bb_bytes label)
{
    if (text != start)
        *text++ = '.';
    for (size_t i = 0; i < label.len; i++)
        text = put_byte(text, label.ptr[i], label.len == 1);
    return text;
}

size_t message_name(struct bb_bytes message, size_t offset, char *ret_text)
{
    char *text = ret_text;
    size_t at = offset, taken = 0;
    bool has_label = false;
    for (int jumps = 0; at < message.len;) {
        uint8_t byte = message.ptr[at];
        if (byte == 0) {
            *text = '\0';
            return taken ? taken : at + 1 - offset;
        }
        if (byte >= 0xc0) {
            if (at + 1 >= message.len || ++jumps > MAX_JUMPS)
                return 0;
            taken = taken ? taken : at + 2 - offset;
            at = bb_be16(message.ptr + at) & 0x3fff;
            continue;
        }
        if (byte > 63 || message.len - at <= (size_t)byte + 1 ||
            text - ret_text + 4 * byte + 2 > MESSAGE_NAME_CHARS)
            return 0;
        text =
            put_label(text, has_label ? ret_text : text, bb_bytes_of(message.ptr + at + 1, byte));
        has_label = true;
        at += 1 + (size_t)byte;
    }
    return 0;
}

bool message_take(struct bb_bytes message, size_t *offset, bool is_question,
                  struct message_record *ret_record)
{
    static char text[MESSAGE_NAME_CHARS];
    size_t name_len = message_name(message, *offset, text), at = *offset + name_len;
    size_t fixed = is_question ? 4 : 10;
    if (name_len == 0 || message.len - at < fixed)
        return false;
    struct message_record record = {.name_offset = *offset,
                                    .type = bb_be16(message.ptr + at),
                                    .class = bb_be16(message.ptr + at + 2)};
    size_t data_len = is_question ? 0 : bb_be16(message.ptr + at + 8);
    if (message.len - at - fixed < data_len)
        return false;
    record.data = bb_bytes_of(message.ptr + at + fixed, data_len);
    *ret_record = record;
    *offset = at + fixed + data_len;
    return true;
}
