#include "tree.h"

enum {
    HEADER_BYTES = 40,
    VERSION = 17,
    RESERVATION_BYTES = 16,
    NAME_OFFSET_BYTES = 4,
    TOKEN_NODE = 1,
    TOKEN_NODE_END = 2,
    TOKEN_PROPERTY = 3,
    TOKEN_NOP = 4,
    TOKEN_END = 9,
};

uint32_t tree_u32(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static bool part(struct bb_bytes whole, uint32_t offset, uint32_t len, struct bb_bytes *ret_part)
{
    if (offset > whole.len || len > whole.len - offset)
        return false;
    *ret_part = bb_bytes_of(whole.ptr + offset, len);
    return true;
}

/* Up to the first entry whose size is 0. */
static bool read_reservations(struct bb_bytes whole, uint32_t offset, struct bb_bytes *ret_entries)
{
    static const uint8_t zero[8];
    for (size_t at = offset; at + RESERVATION_BYTES <= whole.len; at += RESERVATION_BYTES) {
        if (memcmp(whole.ptr + at + 8, zero, sizeof zero) != 0)
            continue;
        *ret_entries = bb_bytes_of(whole.ptr + offset, at - offset);
        return true;
    }
    return false;
}

bool tree_open(struct bb_bytes input, struct tree *ret_tree)
{
    struct tree tree;
    const uint8_t *head = input.ptr;
    if (input.len < HEADER_BYTES || tree_u32(head) != 0xd00dfeed || tree_u32(head + 20) < VERSION)
        return false;
    if (!part(input, 0, tree_u32(head + 4), &tree.whole) ||
        !part(tree.whole, tree_u32(head + 8), tree_u32(head + 36), &tree.structure) ||
        !part(tree.whole, tree_u32(head + 12), tree_u32(head + 32), &tree.strings) ||
        !read_reservations(tree.whole, tree_u32(head + 16), &tree.reservations))
        return false;
    *ret_tree = tree;
    return true;
}

bool tree_is_aligned(struct bb_bytes input)
{
    return input.len < HEADER_BYTES ||
           ((tree_u32(input.ptr + 8) & 3) == 0 && (tree_u32(input.ptr + 16) & 7) == 0);
}

static void skip_padding(struct tree_cursor *cursor)
{
    cursor->at = (cursor->at + 3) & ~(size_t)3;
}

static bool take_u32(struct tree_cursor *cursor, uint32_t *ret_number)
{
    struct bb_bytes structure = cursor->tree->structure;
    if (cursor->at > structure.len || structure.len - cursor->at < 4)
        return false;
    *ret_number = tree_u32(structure.ptr + cursor->at);
    cursor->at += 4;
    return true;
}

static bool take_name(struct tree_cursor *cursor, struct tree_item *item)
{
    struct bb_bytes structure = cursor->tree->structure;
    const uint8_t *start = structure.ptr + cursor->at;
    const uint8_t *end = memchr(start, 0, structure.len - cursor->at);
    if (!end)
        return false;
    item->name = (const char *)start;
    cursor->at += (size_t)(end - start) + 1;
    skip_padding(cursor);
    return true;
}

static bool take_property(struct tree_cursor *cursor, struct tree_item *item)
{
    struct bb_bytes structure = cursor->tree->structure, strings = cursor->tree->strings;
    uint32_t len, name;
    if (!take_u32(cursor, &len) || !take_u32(cursor, &name) || len > structure.len - cursor->at)
        return false;
    if (name >= strings.len || !memchr(strings.ptr + name, 0, strings.len - name))
        return false;
    item->name = (const char *)strings.ptr + name;
    item->value = bb_bytes_of(structure.ptr + cursor->at, len);
    cursor->at += len;
    skip_padding(cursor);
    return true;
}

bool tree_next(struct tree_cursor *cursor, struct tree_item *ret_item)
{
    struct tree_item item = {.name = ""};
    uint32_t token;
    do {
        item.offset = cursor->at;
        if (!take_u32(cursor, &token))
            return false;
    } while (token == TOKEN_NOP);
    switch (token) {
    case TOKEN_NODE: item.kind = TREE_NODE; break;
    case TOKEN_NODE_END: item.kind = TREE_NODE_END; break;
    case TOKEN_PROPERTY: item.kind = TREE_PROPERTY; break;
    case TOKEN_END: item.kind = TREE_END; break;
    default: return false;
    }
    if (token == TOKEN_NODE && !take_name(cursor, &item))
        return false;
    if (token == TOKEN_PROPERTY && !take_property(cursor, &item))
        return false;
    *ret_item = item;
    return true;
}

bool tree_skip(struct tree_cursor *cursor)
{
    struct tree_item item;
    for (size_t depth = 1; depth > 0;) {
        if (!tree_next(cursor, &item) || item.kind == TREE_END)
            return false;
        depth += item.kind == TREE_NODE;
        depth -= item.kind == TREE_NODE_END;
    }
    return true;
}

/* From a token to behind it. libfdt adds them as 32 bits, and subtracts them as ints: it sees what
 * becomes negative, but neither what comes round to the token, nor what only the sum makes so. */
static bool leads_back(size_t from, size_t to)
{
    size_t len = to - from;
    return len > UINT32_MAX || (len <= INT32_MAX && to > INT32_MAX);
}

/* Before version 17 no length is said, and libfdt reads on to the end. */
static bool find_structure(struct bb_bytes input, struct bb_bytes *ret_structure)
{
    if (input.len < HEADER_BYTES)
        return false;
    uint32_t start = tree_u32(input.ptr + 8), len = (uint32_t)input.len - start;
    if (tree_u32(input.ptr + 20) >= VERSION)
        len = tree_u32(input.ptr + 36);
    return part(input, start, len, ret_structure);
}

bool tree_has_negative_length(struct bb_bytes input)
{
    struct tree tree = {0};
    struct tree_cursor cursor = {.tree = &tree};
    struct tree_item item;
    uint32_t token, len;
    if (!find_structure(input, &tree.structure))
        return false;
    for (size_t start = 0; take_u32(&cursor, &token) && token != TOKEN_END; start = cursor.at) {
        switch (token) {
        case TOKEN_NOP:
        case TOKEN_NODE_END: break;
        case TOKEN_NODE:
            if (!take_name(&cursor, &item))
                return false;
            break;
        case TOKEN_PROPERTY:
            if (!take_u32(&cursor, &len))
                return false;
            cursor.at += NAME_OFFSET_BYTES + (size_t)len;
            if (leads_back(start, cursor.at))
                return true;
            skip_padding(&cursor);
            break;
        default: return false;
        }
    }
    return false;
}

static uint64_t mix(uint64_t digest, const void *bytes, size_t n) /* FNV-1a */
{
    for (size_t i = 0; i < n; i++)
        digest = (digest ^ ((const uint8_t *)bytes)[i]) * 0x100000001b3;
    return digest;
}

bool tree_digest(const struct tree *tree, uint64_t *ret_digest)
{
    struct tree_cursor cursor = {.tree = tree};
    struct tree_item item = {.kind = TREE_NODE_END};
    uint64_t digest = mix(0xcbf29ce484222325, tree->reservations.ptr, tree->reservations.len);
    while (item.kind != TREE_END) {
        if (!tree_next(&cursor, &item))
            return false;
        uint32_t kind_and_len[2] = {item.kind, (uint32_t)item.value.len};
        digest = mix(digest, kind_and_len, sizeof kind_and_len);
        digest = mix(digest, item.name, strlen(item.name) + 1);
        digest = mix(digest, item.value.ptr, item.value.len);
    }
    *ret_digest = digest;
    return true;
}
