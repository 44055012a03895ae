#include <brickbat/target.h>

#include <stdlib.h>
#include <string.h>

#include "libfdt_check.h"
#include "uboot.h"

enum { ROOM_BYTES = 1024, MAX_DEPTH = 64 };

/* The node in which an overlay says where references within it are. */
struct fixups {
    const void *overlay;
    int root;
};

/* Those of one property: offsets in the property of the same name of the node they are about. Of
 * one that is called phandle libfdt takes the offset for a phandle, and adds to it before. */
static bool offset_is_outside(const struct fixups *fixups, int property, int node)
{
    int len, offsets_len;
    const char *name;
    const fdt32_t *offsets = fdt_getprop_by_offset(fixups->overlay, property, &name, &offsets_len);
    if (!offsets || !fdt_getprop(fixups->overlay, node, name, &len))
        return false;
    bool is_changed = strcmp(name, "phandle") == 0 || strcmp(name, "linux,phandle") == 0;
    for (int i = 0; i < offsets_len / 4; i++) {
        uint32_t offset = fdt32_to_cpu(offsets[i]);
        if (is_changed || offset > (uint32_t)len || (uint32_t)len - offset < 4)
            return true;
    }
    return false;
}

/*
 * The fixups of references within an overlay say at which byte of a property a reference is; libfdt
 * reads there before it looks whether the property is that long. Fixups that are about fixups
 * change offsets, too.
 */
static bool fixup_is_outside(const struct fixups *fixups, int from, int node, int depth)
{
    int property, child;
    fdt_for_each_property_offset(property, fixups->overlay, from)
    {
        if (offset_is_outside(fixups, property, node))
            return true;
    }
    fdt_for_each_subnode(child, fixups->overlay, from)
    {
        const char *name = fdt_get_name(fixups->overlay, child, NULL);
        int same = fdt_subnode_offset(fixups->overlay, node, name);
        if (same == fixups->root)
            return true;
        if (same >= 0 && depth < MAX_DEPTH && fixup_is_outside(fixups, child, same, depth + 1))
            return true;
    }
    return false;
}

/* An alias that is not the path of a node is looked for among the aliases, for ever if it leads to
 * itself. */
static bool has_endless_alias(const void *fdt)
{
    int property, len;
    fdt_for_each_property_offset(property, fdt, fdt_subnode_offset(fdt, 0, "aliases"))
    {
        const char *path = fdt_getprop_by_offset(fdt, property, NULL, &len);
        if (!path || len < 1 || path[0] != '/' || path[len - 1] != '\0')
            return true;
    }
    return false;
}

static bool is_left_out(const void *base, const void *overlay)
{
    if (has_endless_alias(base) || has_endless_alias(overlay)) {
        BB_KNOWN(endless_alias);
        return true;
    }
    struct fixups fixups = {overlay, fdt_path_offset(overlay, "/__local_fixups__")};
    if (fixups.root < 0 || !fixup_is_outside(&fixups, fixups.root, 0, 0))
        return false;
    BB_KNOWN(local_fixup_outside);
    return true;
}

static int apply(void *base, int size, void *overlay)
{
    int status = fdt_overlay_apply(base, overlay);
    BB_ORACLE(overlay_is_spent, fdt_magic(overlay) != FDT_MAGIC,
              "an overlay still looks good after it was applied");
    if (status) {
        BB_ORACLE(failure_is_seen, fdt_magic(base) != FDT_MAGIC,
                  "a tree still looks good after half an overlay");
        return status;
    }
    BB_ORACLE(merged_is_full, fdt_check_full(base, (size_t)size) == 0,
              "a tree with its overlay does not pass fdt_check_full");
    libfdt_walk(base);
    uint64_t digest = libfdt_digest(base);
    if (fdt_pack(base) == 0)
        libfdt_check_same(base, (size_t)size, digest);
    return 0;
}

int libfdt_overlay(const void *fdt, void *overlay)
{
    if (is_left_out(fdt, overlay))
        return 0;
    int size = (int)fdt_totalsize(fdt) * 3 + (int)fdt_totalsize(overlay) * 2 + ROOM_BYTES;
    void *base = malloc((size_t)size);
    if (!base)
        abort();
    int status = fdt_open_into(fdt, base, size);
    if (status == 0)
        status = apply(base, size, overlay);
    free(base);
    return status;
}
