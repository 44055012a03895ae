/*
 * update_libfdt: libfdt, the library that reads and changes device trees, as U-Boot has it.
 *
 * Input: a tree, and behind it up to three overlays, each as long as its header says. Whatever
 * passes fdt_check_full is walked, copied, packed, changed and written anew; then the overlays are
 * applied to it one by one.
 */
#include <brickbat/target.h>

#include <stdlib.h>

#include "known.h"
#include "libfdt_check.h"
#include "tree.h"
#include "uboot.h"

enum { HEADER_BYTES = 40, MAX_TREES = 4, ROOM_BYTES = 64, STATE_OVERLAY = 32 };

/* A tree of its own, in a buffer that ends where it ends. */
struct piece {
    void *fdt;
    size_t size;
};

static struct piece copy_piece(struct bb_bytes bytes)
{
    struct piece piece = {malloc(bytes.len), bytes.len};
    if (!piece.fdt)
        abort();
    memcpy(piece.fdt, bytes.ptr, bytes.len);
    return piece;
}

/* As long as the header says; the last one takes what is there. */
static struct bb_bytes take_piece(struct bb_bytes *rest)
{
    struct bb_bytes piece = *rest;
    if (rest->len >= HEADER_BYTES) {
        size_t size = tree_u32(rest->ptr + 4);
        if (size >= HEADER_BYTES && size < rest->len)
            piece.len = size;
    }
    rest->ptr += piece.len;
    rest->len -= piece.len;
    return piece;
}

/* What a tree that is not well-formed may be asked: the answers are errors, or lie in the tree. */
static void ask_malformed(const void *fdt)
{
    int depth = 0, offset = 0, steps = 0;
    const char *end = (const char *)fdt + fdt_totalsize(fdt);
    bool is_list_at_end = false;
    for (; offset >= 0 && steps < 1000; offset = fdt_next_node(fdt, offset, &depth), steps++) {
        int len;
        fdt_get_name(fdt, offset, &len);
        const char *list = fdt_getprop(fdt, offset, "compatible", &len);
        is_list_at_end |= list && list + len == end;
        fdt_stringlist_count(fdt, offset, "compatible");
        fdt_get_phandle(fdt, offset);
        fdt_parent_offset(fdt, offset);
    }
    fdt_path_offset(fdt, "/soc/uart@1000");
    fdt_node_offset_by_phandle(fdt, 1);
    if (is_list_at_end)
        BB_KNOWN(list_beyond); /* a byte behind a list is compared */
    else
        fdt_node_offset_by_compatible(fdt, -1, "simple-bus");
    fdt_num_mem_rsv(fdt);
}

/* Version 16 has no size of the structure in its header. */
static bool modernize(struct piece *piece)
{
    if (fdt_version(piece->fdt) >= 17)
        return true;
    struct piece newer = {malloc(piece->size + ROOM_BYTES), piece->size + ROOM_BYTES};
    if (!newer.fdt)
        abort();
    int status = fdt_open_into(piece->fdt, newer.fdt, (int)newer.size);
    free(piece->fdt);
    *piece = newer;
    return status == 0 && fdt_check_full(newer.fdt, newer.size) == 0 &&
           !known_leaves_out(bb_bytes_of(newer.fdt, newer.size));
}

static bool take_tree(struct bb_bytes *rest, struct piece *ret_piece)
{
    if (rest->len < HEADER_BYTES)
        return false;
    struct bb_bytes bytes = take_piece(rest);
    if (known_leaves_out(bytes))
        return false;
    *ret_piece = copy_piece(bytes);
    int status = fdt_check_full(ret_piece->fdt, ret_piece->size);
    bb_state((unsigned)-status);
    if (status == 0 && modernize(ret_piece))
        return true;
    if (status != 0 && fdt_check_header(ret_piece->fdt) == 0 &&
        fdt_totalsize(ret_piece->fdt) <= ret_piece->size)
        ask_malformed(ret_piece->fdt);
    free(ret_piece->fdt);
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bb_bytes rest = bb_bytes_of(data, size);
    struct piece base, overlay;
    if (!take_tree(&rest, &base))
        return 0;
    libfdt_walk(base.fdt);
    libfdt_edit(base.fdt);
    libfdt_rebuild(base.fdt);
    for (int i = 1; i < MAX_TREES && take_tree(&rest, &overlay); i++) {
        int status = libfdt_overlay(base.fdt, overlay.fdt);
        bb_state(STATE_OVERLAY + (unsigned)-status);
        free(overlay.fdt);
    }
    free(base.fdt);
    return 0;
}
