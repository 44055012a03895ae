/*
 * What is carried in pieces: the carriers are lifted first, then what their pieces join to.
 */
#include "grammar/lift_private.h"

struct piece {
    struct piece *next;
    struct bb_bytes bytes;
    size_t origin; /* offset in the input */
};

bool bb_lift_piece(struct lifter *l, struct lift_frame *f, const struct bb_field *field, size_t end)
{
    struct joiner *joiner = l->joiner;
    struct piece *piece = bb_arena_alloc(&l->tree->arena, sizeof *piece);
    if (!piece) {
        l->exhausted = true;
        return false;
    }
    *piece = (struct piece){.bytes = bb_bytes_of(l->bytes + l->at, end - l->at),
                            .origin = bb_lift_offset(l, l->at)};
    *joiner->tail = piece;
    joiner->tail = &piece->next;
    joiner->total += piece->bytes.len;
    joiner->n++;
    struct bb_node *node = bb_lift_append(l, f, BB_NODE_PIECE, field, field->slot);
    node->value = joiner->total;
    if (end == l->at && field->min_size) /* which would be left out otherwise */
        node->flags = BB_NODE_LITERAL;
    bb_lift_see(l, BB_SEEN_BYTES, f->base.message, field, l->at, end - l->at, 0);
    l->at = end;
    return true;
}

void bb_lift_put_off(struct lifter *l, struct lift_frame *f, struct bb_node *node, size_t offset)
{
    struct late *late = bb_arena_alloc(&l->tree->arena, sizeof *late);
    if (!late) {
        l->exhausted = true;
        return;
    }
    *late = (struct late){
        .next = l->joiner->late,
        .message = f->node,
        .node = node,
        .type = f->base.message,
        .offset = offset,
    };
    l->joiner->late = late;
}

static void remove_child(struct bb_node *message, const struct bb_node *child)
{
    struct bb_node **link = &message->child;
    while (*link != child)
        link = &(*link)->next;
    *link = child->next;
}

/* What tells the truth in the way that rendering would needs no node. */
static void settle_late(struct lifter *l, const struct joiner *joiner)
{
    struct bb_expr_env env = {.whole_size = joiner->total};
    for (const struct late *late = joiner->late; late; late = late->next) {
        const struct bb_field *field = late->node->field;
        uint64_t truth = bb_field_fit(field, bb_expr_eval(late->type->slots[field->slot].is, &env));
        if (late->node->value != truth)
            bb_lift_see(l, BB_SEEN_LIE, late->type, field, late->offset, 0, truth);
        else if (!late->node->len)
            remove_child(late->message, late->node);
    }
}

static bool join(struct lifter *l, const struct joiner *joiner, struct bb_bytes *ret_bytes,
                 struct origin *ret_origin)
{
    uint8_t *bytes = bb_arena_alloc(&l->tree->arena, joiner->total);
    struct cut *cuts = bb_arena_alloc(&l->tree->arena, joiner->n * sizeof *cuts);
    if (!bytes || !cuts) {
        l->exhausted = true;
        return false;
    }
    size_t at = 0;
    unsigned n = 0;
    for (const struct piece *piece = joiner->first; piece; piece = piece->next) {
        if (piece->bytes.len)
            memcpy(bytes + at, piece->bytes.ptr, piece->bytes.len);
        cuts[n++] = (struct cut){at, piece->origin};
        at += piece->bytes.len;
    }
    *ret_bytes = bb_bytes_of(bytes, at);
    *ret_origin =
        (struct origin){.start = joiner->first->origin, .per_byte = 1, .cuts = cuts, .n_cuts = n};
    return true;
}

void bb_lift_join(struct lifter *l, struct lift_frame *f, unsigned i, struct joiner *joiner,
                  const struct bb_context *before)
{
    struct bb_bytes bytes;
    struct origin origin;
    if (!l->exhausted)
        settle_late(l, joiner);
    if (joiner->n == 0 || l->exhausted || !join(l, joiner, &bytes, &origin))
        return;
    l->context = *before;
    struct view outer = bb_lift_enter(l, bytes, origin);
    bb_lift_message(l, f, &f->base.message->slots[i].fields[0], bytes.len);
    bb_lift_leave(l, outer);
}

size_t bb_lift_cut_offset(const struct origin *origin, size_t at)
{
    size_t low = 0;
    size_t high = origin->n_cuts;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (origin->cuts[middle].at <= at)
            low = middle;
        else
            high = middle;
    }
    return origin->cuts[low].origin + (at - origin->cuts[low].at);
}
