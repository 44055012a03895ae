#include <brickbat/target.h>

#include <string.h>

#include "libfdt_check.h"
#include "tree.h"
#include "uboot.h"

enum {
    MAX_DEPTH = 40,
    MAX_ASKED = 32,   /* nodes that are asked for what they hold */
    MAX_SEARCHED = 6, /* and for what takes a search through all of the tree */
    MAX_TEXTS = 16,
    PATH_BYTES = 512,
};

/* The nodes from the root to where the walk is. */
struct walk {
    const void *fdt;
    int nodes[MAX_DEPTH];
    bool by_path[MAX_DEPTH]; /* a path that names the nodes leads there, and nowhere else */
    int depth;               /* of the innermost one, the root being 0; -1 outside of it */
    int n_nodes;
    bool has_slash; /* in a name, or an empty one: from there on, paths are not what they seem */
};

uint64_t libfdt_digest(const void *fdt)
{
    struct tree tree;
    uint64_t digest = 0;
    bool is_read =
        tree_open(bb_bytes_of(fdt, fdt_totalsize(fdt)), &tree) && tree_digest(&tree, &digest);
    BB_ORACLE(full_is_read, is_read, "passes fdt_check_full and cannot be read to its end");
    return digest;
}

void libfdt_check_same(const void *fdt, size_t size, uint64_t digest)
{
    BB_ORACLE(result_is_full, fdt_check_full(fdt, size) == 0,
              "what libfdt made of a good tree does not pass fdt_check_full");
    BB_ORACLE(result_is_same, libfdt_digest(fdt) == digest,
              "what should say the same says something else");
}

static void ask_texts(const void *fdt, int node, const char *name)
{
    int n = fdt_stringlist_count(fdt, node, name), len;
    for (int i = 0; i < n && i < MAX_TEXTS; i++) {
        const char *text = fdt_stringlist_get(fdt, node, name, i, &len);
        BB_ORACLE(text_is_there, text && (size_t)len == strlen(text),
                  "a string of those that were counted is not there");
        int found = fdt_stringlist_search(fdt, node, name, text);
        BB_ORACLE(text_is_found, found >= 0 && found <= i, "a string is not found");
    }
    if (n >= 0)
        BB_ORACLE(no_text_behind, !fdt_stringlist_get(fdt, node, name, n, &len),
                  "there is a string behind those that were counted");
}

static void ask_properties(const void *fdt, int node)
{
    int property, len, same_len;
    const char *name;
    fdt_for_each_property_offset(property, fdt, node)
    {
        const void *value = fdt_getprop_by_offset(fdt, property, &name, &len);
        BB_ORACLE(property_is_there, value && name && len >= 0, "a property cannot be read");
        const void *first = fdt_getprop(fdt, node, name, &same_len);
        BB_ORACLE(property_by_name, first && first <= value && (first != value || same_len == len),
                  "a property is not found by its name, or behind itself");
        ask_texts(fdt, node, name);
    }
    BB_ORACLE(properties_end, property == -FDT_ERR_NOTFOUND, "the properties end with an error");
}

static void ask_phandle(const void *fdt, int node)
{
    uint32_t phandle = fdt_get_phandle(fdt, node);
    if (phandle == 0 || phandle == UINT32_MAX)
        return;
    int found = fdt_node_offset_by_phandle(fdt, phandle);
    BB_ORACLE(phandle_leads_back, found >= 0 && found <= node,
              "a phandle does not lead to its node");
}

static void ask_compatible(const void *fdt, int node)
{
    int len, cells = fdt_address_cells(fdt, node), sizes = fdt_size_cells(fdt, node);
    BB_ORACLE(cells_in_range, cells <= FDT_MAX_NCELLS && sizes <= FDT_MAX_NCELLS,
              "more cells than there can be");
    const char *first = fdt_stringlist_get(fdt, node, "compatible", 0, &len);
    if (!first || strchr(first, 0) - first == 0)
        return;
    BB_ORACLE(compatible_with_itself, fdt_node_check_compatible(fdt, node, first) == 0,
              "a node is not compatible with what it says");
    int found = fdt_node_offset_by_compatible(fdt, -1, first);
    BB_ORACLE(compatible_is_found, found >= 0 && found <= node, "a compatible node is not found");
}

/* Up, down and by its path. */
static void ask_place(const struct walk *walk)
{
    int node = walk->nodes[walk->depth], depth;
    char path[PATH_BYTES];
    BB_ORACLE(depth_is_known, fdt_node_depth(walk->fdt, node) == walk->depth,
              "a node is deeper or less deep than it is");
    for (int i = 0; i <= walk->depth; i++)
        BB_ORACLE(ancestor_is_known,
                  fdt_supernode_atdepth_offset(walk->fdt, node, i, &depth) == walk->nodes[i] &&
                      depth == walk->depth,
                  "an ancestor is another node");
    if (walk->depth > 0)
        BB_ORACLE(parent_is_known,
                  fdt_parent_offset(walk->fdt, node) == walk->nodes[walk->depth - 1],
                  "the parent is another node");
    int status = fdt_get_path(walk->fdt, node, path, sizeof path);
    BB_ORACLE(path_is_known, status == 0 || status == -FDT_ERR_NOSPACE, "a node has no path");
    if (status == 0 && walk->by_path[walk->depth] && !walk->has_slash)
        BB_ORACLE(path_leads_back, fdt_path_offset(walk->fdt, path) == node,
                  "the path of a node leads elsewhere");
}

static void ask_node(const struct walk *walk)
{
    int len, node = walk->nodes[walk->depth];
    const char *name = fdt_get_name(walk->fdt, node, &len);
    BB_ORACLE(name_is_known, name && (size_t)len == strlen(name), "a node has no name");
    ask_properties(walk->fdt, node);
    if (walk->n_nodes > MAX_SEARCHED && (node & 0x3c))
        return;
    ask_place(walk);
    ask_phandle(walk->fdt, node);
    ask_compatible(walk->fdt, node);
}

static void enter(struct walk *walk, int node)
{
    walk->n_nodes++;
    if (++walk->depth >= MAX_DEPTH)
        return;
    int depth = walk->depth, len;
    walk->nodes[depth] = node;
    walk->by_path[depth] = true;
    if (depth > 0) {
        const char *name = fdt_get_name(walk->fdt, node, &len);
        walk->has_slash |= name && (!*name || strchr(name, '/'));
        walk->by_path[depth] = walk->by_path[depth - 1] && name &&
                               fdt_subnode_offset(walk->fdt, walk->nodes[depth - 1], name) == node;
    }
    if (walk->n_nodes <= MAX_ASKED)
        ask_node(walk);
}

static int count_by_children(const void *fdt, int node, int depth)
{
    int n = 1, child;
    if (depth >= MAX_DEPTH)
        return n;
    fdt_for_each_subnode(child, fdt, node) n += count_by_children(fdt, child, depth + 1);
    return n;
}

static void ask_tree(const struct walk *walk)
{
    const void *fdt = walk->fdt;
    uint32_t phandle;
    uint64_t address, size;
    int n = fdt_num_mem_rsv(fdt);
    BB_ORACLE(reservations_are_known, n >= 0, "the reservations have no end");
    for (int i = 0; i < n; i++)
        BB_ORACLE(reservation_is_there, fdt_get_mem_rsv(fdt, i, &address, &size) == 0 && size,
                  "a reservation is not there, or empty");
    if (fdt_find_max_phandle(fdt, &phandle) == 0)
        BB_ORACLE(highest_phandle,
                  phandle == 0 || phandle == UINT32_MAX ||
                      fdt_node_offset_by_phandle(fdt, phandle) >= 0,
                  "no node has the highest phandle");
    fdt_get_alias(fdt, "serial0");
    fdt_node_offset_by_prop_value(fdt, -1, "status", "okay", 5);
}

void libfdt_walk(const void *fdt)
{
    struct walk walk = {.fdt = fdt, .depth = -1};
    int at = 0, next = 0, deepest = 0, root = -1;
    for (uint32_t tag = FDT_NOP; tag != FDT_END; at = next) {
        tag = fdt_next_tag(fdt, at, &next);
        BB_ORACLE(tags_follow, next > at, "a tag cannot be read, or leads back");
        if (tag == FDT_BEGIN_NODE) {
            root = root < 0 ? at : root;
            enter(&walk, at);
            deepest = walk.depth > deepest ? walk.depth : deepest;
        }
        walk.depth -= tag == FDT_END_NODE;
    }
    BB_ORACLE(nodes_are_closed, walk.depth == -1, "nodes are open at the end");
    if (root >= 0 && deepest < MAX_DEPTH && walk.n_nodes <= MAX_ASKED)
        BB_ORACLE(nodes_by_parents, count_by_children(fdt, root, 0) == walk.n_nodes,
                  "from parent to child there are not as many nodes");
    ask_tree(&walk);
}
