#include <brickbat/target.h>

#include <stdlib.h>
#include <string.h>

#include "libfdt_check.h"
#include "uboot.h"

enum { ROOM_BYTES = 1024 };

static const char new_property[] = "bb-new", new_node[] = "bb-node", longer[] = "bb-longer-name";

/* A copy that is being changed. */
struct edited {
    void *fdt;
    int size;
    uint64_t digest; /* of what it said before */
    int last;        /* node; -1 if there is none */
};

static void find_last(struct edited *edited)
{
    int depth = 0;
    edited->last = -1;
    for (int node = fdt_next_node(edited->fdt, -1, &depth); node >= 0;
         node = fdt_next_node(edited->fdt, node, &depth))
        edited->last = node;
}

/* Blocks may lie in each other, and are apart in the copy. */
static struct edited open_copy(const void *fdt)
{
    int size = (int)fdt_totalsize(fdt) * 3 + ROOM_BYTES;
    struct edited edited = {.fdt = malloc((size_t)size), .size = size};
    if (!edited.fdt)
        abort();
    edited.digest = libfdt_digest(fdt);
    BB_ORACLE(copy_opens, fdt_open_into(fdt, edited.fdt, size) == 0,
              "a good tree cannot be opened in a larger buffer");
    libfdt_check_same(edited.fdt, (size_t)size, edited.digest);
    find_last(&edited);
    return edited;
}

static void done(int status)
{
    BB_ORACLE(edit_succeeds, status >= 0, "a change fails although there is room for it");
}

/* In between the tree must be a good one, too. */
static void done_for_now(const struct edited *edited, int status)
{
    done(status);
    BB_ORACLE(edited_is_full, fdt_check_full(edited->fdt, (size_t)edited->size) == 0,
              "after a change the tree does not pass fdt_check_full");
}

/* Whatever was done is undone. */
static void undone(const struct edited *edited, int status)
{
    done(status);
    libfdt_check_same(edited->fdt, (size_t)edited->size, edited->digest);
}

static void set_numbers(const struct edited *edited, int node)
{
    void *fdt = edited->fdt;
    int len;
    done(fdt_setprop_u32(fdt, node, new_property, 7));
    done(fdt_appendprop_u32(fdt, node, new_property, 8));
    const fdt32_t *cells = fdt_getprop(fdt, node, new_property, &len);
    BB_ORACLE(number_is_set,
              cells && len == 8 && fdt32_to_cpu(cells[0]) == 7 && fdt32_to_cpu(cells[1]) == 8,
              "a property is not what it was set to");
    done(fdt_setprop_inplace_u32(fdt, node, new_property, 9) == -FDT_ERR_NOSPACE ? 0 : -1);
    done(fdt_setprop_u64(fdt, node, new_property, 1));
    done_for_now(edited, fdt_setprop_inplace_u64(fdt, node, new_property, 2));
}

static void set_texts(const struct edited *edited, int node)
{
    void *fdt = edited->fdt, *place;
    int len;
    done(fdt_setprop_string(fdt, node, new_property, "a longer text than before"));
    done(fdt_appendprop_string(fdt, node, new_property, "two"));
    const char *text = fdt_stringlist_get(fdt, node, new_property, 1, &len);
    BB_ORACLE(text_is_set, text && strcmp(text, "two") == 0, "a text is not what it was set to");
    done(fdt_setprop_placeholder(fdt, node, new_property, 3, &place));
    memset(place, 1, 3);
    done_for_now(edited, fdt_setprop_empty(fdt, node, new_property));
}

/* A property that is not there comes, changes and goes. */
static void edit_property(const struct edited *edited, int node)
{
    void *fdt = edited->fdt;
    if (fdt_getprop(fdt, node, new_property, NULL))
        return;
    set_numbers(edited, node);
    set_texts(edited, node);
    undone(edited, fdt_delprop(fdt, node, new_property));
    done(fdt_setprop_string(fdt, node, new_property, "x"));
    undone(edited, fdt_nop_property(fdt, node, new_property));
}

static void edit_node(const struct edited *edited, int parent)
{
    void *fdt = edited->fdt;
    if (fdt_subnode_offset(fdt, parent, new_node) != -FDT_ERR_NOTFOUND ||
        fdt_subnode_offset(fdt, parent, longer) != -FDT_ERR_NOTFOUND)
        return;
    int node = fdt_add_subnode(fdt, parent, new_node);
    done(node);
    BB_ORACLE(node_is_there, fdt_subnode_offset(fdt, parent, new_node) == node,
              "a new node is not found");
    BB_ORACLE(node_is_new, fdt_add_subnode(fdt, parent, new_node) == -FDT_ERR_EXISTS,
              "a node can be made twice");
    done(fdt_setprop_u32(fdt, node, new_property, 1));
    done_for_now(edited, fdt_set_name(fdt, node, longer));
    fdt_appendprop_addrrange(fdt, parent, node, "reg", 1, 1); /* if the parent's cells allow it */
    undone(edited, fdt_del_node(fdt, node));
    node = fdt_add_subnode(fdt, parent, new_node);
    done(node);
    undone(edited, fdt_nop_node(fdt, node));
}

static void edit_reservations(const struct edited *edited)
{
    int n = fdt_num_mem_rsv(edited->fdt);
    uint64_t address = 0, size = 0;
    done(fdt_add_mem_rsv(edited->fdt, 0x123456789, 16));
    BB_ORACLE(reservation_is_added,
              fdt_num_mem_rsv(edited->fdt) == n + 1 &&
                  fdt_get_mem_rsv(edited->fdt, n, &address, &size) == 0 && address == 0x123456789 &&
                  size == 16,
              "a reservation was not added");
    undone(edited, fdt_del_mem_rsv(edited->fdt, n));
}

void libfdt_edit(const void *fdt)
{
    struct edited edited = open_copy(fdt);
    edit_reservations(&edited);
    if (edited.last >= 0) {
        edit_property(&edited, edited.last);
        edit_node(&edited, edited.last);
    }
    undone(&edited, fdt_pack(edited.fdt));
    BB_ORACLE(packed_is_small, fdt_totalsize(edited.fdt) <= (uint32_t)edited.size - ROOM_BYTES / 2,
              "a packed tree is larger than it was with all that was added");
    if (edited.last >= 0) {
        find_last(&edited);
        done(fdt_del_node(edited.fdt, edited.last));
    }
    free(edited.fdt);
}
