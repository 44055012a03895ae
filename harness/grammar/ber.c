#include "grammar/ber.h"

#include "grammar/coding.h"

/* Takes an identifier: X.690, 8.1.2. */
static bool skip_identifier(struct bb_bytes *bytes)
{
    size_t n = 1;
    if ((bytes->ptr[0] & 31) == 31)
        do {
            if (n == bytes->len)
                return false;
        } while (bytes->ptr[n++] & 0x80);
    bytes->ptr += n;
    bytes->len -= n;
    return true;
}

/* Takes a length, and what it covers if it is definite. */
static bool skip_contents(struct bb_bytes *bytes, unsigned *depth)
{
    if (bytes->len == 0)
        return false;
    unsigned first = bytes->ptr[0];
    unsigned more = first > 0x80 ? first & 0x7f : 0;
    if (more > 8 || bytes->len < 1 + more)
        return false;
    uint64_t len = more ? bb_load(bytes->ptr + 1, more, false) : first & 0x7f;
    bytes->ptr += 1 + more;
    bytes->len -= 1 + more;
    if (first == 0x80)
        return ++*depth <= BB_MAX_DEPTH;
    if (len > bytes->len)
        return false;
    bytes->ptr += len;
    bytes->len -= (size_t)len;
    return true;
}

bool bb_ber_find_end(struct bb_bytes bytes, size_t *ret_len)
{
    const uint8_t *start = bytes.ptr;
    unsigned depth = 0;
    while (bytes.len >= BB_BER_END_BYTES) {
        if (bytes.ptr[0] == 0 && bytes.ptr[1] == 0) {
            if (depth == 0) {
                *ret_len = (size_t)(bytes.ptr - start);
                return true;
            }
            depth--;
            bytes.ptr += BB_BER_END_BYTES;
            bytes.len -= BB_BER_END_BYTES;
        } else if (!skip_identifier(&bytes) || !skip_contents(&bytes, &depth)) {
            return false;
        }
    }
    return false;
}
