#include "transfers.h"

#include <strings.h>

enum { VERB_LEN = 4, LINE_MAX_BYTES = 500, LAST_CONTROL = 0x1f, DELETE = 0x7f };

/* Takes the next byte off; false if it is another one, or there is none. */
static bool take(struct bb_bytes *cursor, uint8_t byte)
{
    struct bb_bytes taken;
    return bb_bytes_take(cursor, 1, &taken) && taken.ptr[0] == byte;
}

bool transfer_is_sent(struct bb_bytes file, struct bb_bytes sent, bool is_text)
{
    for (size_t i = 0; i < file.len; i++) {
        if (is_text && file.ptr[i] == '\n' && !take(&sent, '\r'))
            return false;
        if (!take(&sent, file.ptr[i]))
            return false;
    }
    return sent.len == 0;
}

bool transfer_is_stored(struct bb_bytes received, struct bb_bytes file, bool is_text)
{
    for (size_t i = 0; i < received.len; i++) {
        bool is_cr = is_text && received.ptr[i] == '\r';
        bool has_next = i + 1 < received.len;
        if (is_cr && has_next && received.ptr[i + 1] == '\n')
            continue;
        if (!take(&file, received.ptr[i]))
            return false;
        if (is_cr && has_next && received.ptr[i + 1] == '\0')
            i++;
    }
    return file.len == 0;
}

bool transfer_command(struct bb_bytes line, const char *verb, char *ret_path, size_t size)
{
    struct bb_bytes path;
    if (line.len > LINE_MAX_BYTES || !bb_bytes_take_line(&line, &path) || path.len < VERB_LEN + 2 ||
        path.len - VERB_LEN > size || path.ptr[VERB_LEN] != ' ' ||
        strncasecmp((const char *)path.ptr, verb, VERB_LEN) != 0)
        return false;
    for (size_t i = 0; i < path.len; i++)
        if (path.ptr[i] <= LAST_CONTROL || path.ptr[i] >= DELETE || path.ptr[i] == '~')
            return false;
    size_t len = path.len - VERB_LEN - 1;
    memcpy(ret_path, path.ptr + VERB_LEN + 1, len);
    ret_path[len] = '\0';
    return true;
}
