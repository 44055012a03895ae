#include "known.h"

#include <brickbat/target.h>

#include "tree.h"

enum { HEADER_BYTES = 40, LAST_WITH_PATHS = 15, TOKEN_PROPERTY = 3, TOKEN_NOP = 4 };

/* The root node is behind nops or properties; libfdt looks for it at the start. */
static bool is_root_behind(struct bb_bytes input)
{
    size_t at = tree_u32(input.ptr + 8);
    if (at > input.len || input.len - at < 4)
        return false;
    uint32_t token = tree_u32(input.ptr + at);
    return token == TOKEN_PROPERTY || token == TOKEN_NOP;
}

bool known_leaves_out(struct bb_bytes input)
{
    if (input.len < HEADER_BYTES || tree_u32(input.ptr) != 0xd00dfeed)
        return false;
    if (tree_u32(input.ptr + 20) <= LAST_WITH_PATHS)
        BB_KNOWN(name_is_path);
    else if (!tree_is_aligned(input))
        BB_KNOWN(unaligned_blocks);
    else if (is_root_behind(input))
        BB_KNOWN(root_is_not_first);
    else
        return tree_has_negative_length(input) && BB_PASSES_OVER(negative_length);
    return true;
}
