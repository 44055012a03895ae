#include "grammar/lift_private.h"
#include "grammar/transform.h"

/* --- views ---------------------------------------------------------------------------------- */

struct view bb_lift_enter(struct lifter *l, struct bb_bytes bytes, struct origin origin)
{
    struct view outer = {.bytes = l->bytes, .at = l->at, .base = l->base, .origin = l->origin};
    l->bytes = bytes.ptr;
    l->at = 0;
    l->base = 0;
    l->origin = origin;
    l->views++;
    return outer;
}

void bb_lift_leave(struct lifter *l, struct view outer)
{
    l->bytes = outer.bytes;
    l->at = outer.at;
    l->base = outer.base;
    l->origin = outer.origin;
    l->views--;
}

/* --- decoding ------------------------------------------------------------------------------- */

static struct bb_form form_of(const struct lifter *l, const struct lift_frame *f,
                              const struct bb_field *field)
{
    const struct bb_op *key = f->base.message->slots[field->slot].key;
    return (struct bb_form){field, l->tree->hooks, key ? bb_lift_eval(l, f, key) : 0};
}

/* Where the content stands in the input: where its encoding begins, unless one can say more. */
static struct origin origin_of(const struct lifter *l, const struct bb_field *field, bool is_coded)
{
    struct origin origin = {.start = bb_lift_offset(l, l->at), .per_byte = !is_coded};
    if (is_coded && field->transform == BB_TRANSFORM_HEX)
        origin.per_byte = 2;
    else if (is_coded && field->transform == BB_TRANSFORM_XOR)
        origin.per_byte = 1;
    return origin;
}

/* The decoded bytes; `ptr` is NULL if they are no such encoding, too many or decoded too often. */
static struct bb_bytes decode(struct lifter *l, const struct bb_form *form, struct bb_bytes coded)
{
    if (coded.len == 0) /* which is content of no length, whatever it would be by the book */
        return coded;
    if (l->views == BB_MAX_VIEWS)
        return (struct bb_bytes){0};
    size_t room = bb_transform_room(form->field, coded.len, l->decoded_left);
    uint8_t *plain = bb_arena_alloc(&l->tree->arena, room);
    size_t n = 0;
    if (!plain) {
        l->exhausted = true;
        return (struct bb_bytes){0};
    }
    if (!bb_transform_decode(form, coded, plain, room, &n))
        return (struct bb_bytes){0};
    l->decoded_left -= n;
    return bb_bytes_of(plain, n);
}

/* Keeps an encoding that is not the one that we would write. */
static void keep_coded(struct lifter *l, struct lift_frame *f, const struct bb_form *form,
                       struct bb_bytes coded, struct bb_bytes plain)
{
    enum { HASH = sizeof(uint64_t) };
    uint8_t *kept = bb_arena_alloc(&l->tree->arena, HASH + coded.len);
    size_t n = 0;
    if (!kept) {
        l->exhausted = true;
        return;
    }
    if (bb_transform_encode(form, plain, kept + HASH, coded.len, &n) &&
        bb_bytes_equal(bb_bytes_of(kept + HASH, n), coded))
        return;
    bb_store(kept, HASH, false, bb_transform_hash(plain));
    if (coded.len)
        memcpy(kept + HASH, coded.ptr, coded.len);
    struct bb_node *node = bb_lift_append(l, f, BB_NODE_CODED, NULL, form->field->slot);
    node->data = kept;
    node->len = (uint32_t)(HASH + coded.len);
}

static void lift_plain_bytes(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                             struct bb_bytes bytes, unsigned flags)
{
    struct bb_node *node = bb_lift_append(l, f, BB_NODE_BYTES, field, field->slot);
    node->data = bytes.ptr;
    node->len = (uint32_t)bytes.len;
    node->flags = (uint8_t)flags;
    bb_lift_see(l, BB_SEEN_BYTES, f->base.message, field, 0, bytes.len, 0);
}

bool bb_lift_transform(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                       size_t end)
{
    struct bb_bytes coded = bb_bytes_of(l->bytes + l->at, end - l->at);
    struct bb_form form = form_of(l, f, field);
    struct bb_bytes plain = decode(l, &form, coded);
    bool is_coded = plain.ptr != NULL;
    if (l->exhausted || (!is_coded && field->type == BB_TYPE_MESSAGE))
        return false;
    if (is_coded)
        keep_coded(l, f, &form, coded, plain);
    struct view outer = bb_lift_enter(l, is_coded ? plain : coded, origin_of(l, field, is_coded));
    if (field->type == BB_TYPE_MESSAGE)
        bb_lift_message(l, f, field, plain.len);
    else
        lift_plain_bytes(l, f, field, is_coded ? plain : coded, is_coded ? 0 : BB_NODE_LITERAL);
    bb_lift_leave(l, outer);
    l->at = end;
    return true;
}
