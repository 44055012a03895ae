/*
 * A flattened device tree, read once more and independently of libfdt (Devicetree Specification
 * 0.4, section 5): the second opinion of both targets. Only trees of version 17 are read.
 */
#ifndef BB_UPDATE_TREE_H
#define BB_UPDATE_TREE_H

#include "base/bytes.h"

enum tree_kind { TREE_NODE, TREE_PROPERTY, TREE_NODE_END, TREE_END };

struct tree {
    struct bb_bytes whole; /* totalsize bytes of the input */
    struct bb_bytes structure, strings, reservations;
};

struct tree_item {
    enum tree_kind kind;
    const char *name;      /* of a node or property; ends with a NUL in the tree */
    struct bb_bytes value; /* of a property */
    size_t offset;         /* in the structure block */
};

/* A place in the structure block. The zero value with a tree is the start. */
struct tree_cursor {
    const struct tree *tree;
    size_t at;
};

/* The tree that the input begins with. False if it is none, or is no longer there than the header
 * says. What is in the blocks is not looked at. */
bool tree_open(struct bb_bytes input, struct tree *ret_tree);

/* Whether the blocks begin where the specification has them, at multiples of 4 and 8. */
bool tree_is_aligned(struct bb_bytes input);

/* The next item; nops are passed over. False if the structure is malformed there. */
bool tree_next(struct tree_cursor *cursor, struct tree_item *ret_item);

/* Passes over the rest of a node that was begun, with its end. False if it is malformed. */
bool tree_skip(struct tree_cursor *cursor);

/* Whether a property is so long that libfdt comes back to it, or has no int for the place behind
 * it, and does not see that. However malformed the tree is otherwise, and whatever its version. */
bool tree_has_negative_length(struct bb_bytes input);

/* A digest of all that the tree says, whatever its layout. False if it is malformed. */
bool tree_digest(const struct tree *tree, uint64_t *ret_digest);

/* Big-endian; the bytes must be there. */
uint32_t tree_u32(const uint8_t *at);

#endif
