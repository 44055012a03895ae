#include "sdp_element.h"

enum { SEQUENCE = 6, ALTERNATIVE = 7, TEXT = 4, URL = 8, LENGTH_8 = 5 };

/* 3.3: which sizes each type may have, one bit for each index. */
static const uint8_t sizes_of_type[32] = {0x01, 0x1f, 0x1f, 0x16, 0xe0, 0x01, 0xe0, 0xe0, 0xe0};

/* The length that stands behind a header of size index 5, 6 or 7. */
static bool take_length(struct bb_bytes *cursor, unsigned index, size_t *ret_len)
{
    struct bb_bytes bytes;
    size_t len = 0;
    if (!bb_bytes_take(cursor, (size_t)1 << (index - LENGTH_8), &bytes))
        return false;
    for (size_t i = 0; i < bytes.len; i++)
        len = len << 8 | bytes.ptr[i];
    *ret_len = len;
    return true;
}

bool sdp_element_take(struct bb_bytes *cursor, uint8_t *ret_header, struct bb_bytes *ret_content)
{
    struct bb_bytes rest = *cursor, head;
    if (!bb_bytes_take(&rest, 1, &head))
        return false;
    unsigned type = head.ptr[0] >> 3, index = head.ptr[0] & 7;
    size_t len = type == 0 ? 0 : (size_t)1 << index;
    if (!(sizes_of_type[type] >> index & 1) ||
        (index >= LENGTH_8 && !take_length(&rest, index, &len)) ||
        !bb_bytes_take(&rest, len, ret_content))
        return false;
    *ret_header = head.ptr[0];
    *cursor = rest;
    return true;
}

static bool is_nested(uint8_t header)
{
    return header >> 3 == SEQUENCE || header >> 3 == ALTERNATIVE;
}

/* The device's records are a few levels deep. */
bool sdp_elements_are_whole(struct bb_bytes bytes)
{
    while (bytes.len) {
        uint8_t header;
        struct bb_bytes content;
        if (!sdp_element_take(&bytes, &header, &content) ||
            (is_nested(header) && !sdp_elements_are_whole(content)))
            return false;
    }
    return true;
}

bool sdp_elements_have(struct bb_bytes bytes, uint8_t wanted)
{
    uint8_t header;
    struct bb_bytes content;
    while (sdp_element_take(&bytes, &header, &content))
        if (header == wanted || (is_nested(header) && sdp_elements_have(content, wanted)))
            return true;
    return false;
}

/* The content of the one sequence that the bytes are. */
static bool open_sequence(struct bb_bytes bytes, struct bb_bytes *ret_content)
{
    uint8_t header;
    return sdp_element_take(&bytes, &header, ret_content) && bytes.len == 0 &&
           header >> 3 == SEQUENCE;
}

bool sdp_is_attribute_list(struct bb_bytes bytes)
{
    struct bb_bytes rest, content;
    uint8_t header;
    if (!sdp_elements_are_whole(bytes) || !open_sequence(bytes, &rest))
        return false;
    while (rest.len) {
        if (!sdp_element_take(&rest, &header, &content) || header != 0x09 ||
            !sdp_element_take(&rest, &header, &content))
            return false;
    }
    return true;
}

bool sdp_is_list_of_attribute_lists(struct bb_bytes bytes)
{
    struct bb_bytes rest, content;
    uint8_t header;
    if (!open_sequence(bytes, &rest))
        return false;
    while (rest.len) {
        const uint8_t *start = rest.ptr;
        if (!sdp_element_take(&rest, &header, &content) ||
            !sdp_is_attribute_list(bb_bytes_of(start, (size_t)(rest.ptr - start))))
            return false;
    }
    return true;
}
