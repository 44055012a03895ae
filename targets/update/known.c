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
        BB_ORACLE(known_name_is_path, 1, "");
    else if (!tree_is_aligned(input))
        BB_ORACLE(known_unaligned_blocks, 1, "");
    else if (is_root_behind(input))
        BB_ORACLE(known_root_is_not_first, 1, "");
    else if (tree_has_negative_length(input) && bb_is_passed_over("negative_length"))
        BB_ORACLE(known_negative_length, 1, "");
    else
        return false;
    return true;
}
