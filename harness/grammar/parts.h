/*
 * Inputs that are lists of messages, taken part by part: a session of packets is lifted once, and
 * after an edit only the packets that changed are rendered.
 */
#ifndef BB_GRAMMAR_PARTS_H
#define BB_GRAMMAR_PARTS_H

#include "grammar/frame.h"

/* True if the root is nothing but a list of messages: what an element renders to follows from the
 * element and the context before it. */
bool bb_grammar_is_list(const struct bb_grammar *grammar);

/* Told behind each element of the root's list how many bytes it took, and the context then. */
struct bb_lift_marks {
    void (*mark)(void *user, size_t len, const struct bb_context *context);
    void *user;
};

/* As bb_lift; the marks are for grammars that are lists. */
BB_MUST_USE enum bb_status bb_lift_marked(const struct bb_grammar *grammar, struct bb_bytes bytes,
                                          struct bb_tree *tree, const struct bb_lift_marks *marks);

/* Lifts one element of the root's list from the front of the bytes, of which it takes *ret_len, at
 * least 1. The node, of the tree's arena, is not linked in; the context is moved on behind it.
 * Bytes must last as long as the tree. BB_NO_MEMORY: the tree's cap is reached, or nothing was
 * taken. */
BB_MUST_USE enum bb_status bb_lift_part(struct bb_tree *tree, struct bb_bytes bytes,
                                        struct bb_context *context, struct bb_node **ret_node,
                                        size_t *ret_len);

/* As bb_render, but for one element of the root's list; the context is moved on behind it, or
 * spoilt when it fails. */
BB_MUST_USE enum bb_status bb_render_part(struct bb_tree *tree, const struct bb_node *element,
                                          struct bb_context *context, uint8_t *out, size_t size,
                                          size_t *ret_size);

/* As bb_render, but by the tables alone, which is slower: what straight-line code is held against
 * in tests. */
BB_MUST_USE enum bb_status bb_render_by_tables(struct bb_tree *tree, uint8_t *out, size_t size,
                                               size_t *ret_size);

#endif
