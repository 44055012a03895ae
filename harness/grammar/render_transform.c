#include "grammar/render_private.h"
#include "grammar/transform.h"

static bool enter(struct renderer *r, size_t size, struct target *ret_outer)
{
    struct bb_buf *scratch = &r->tree->scratch[r->views];
    bb_buf_reset(scratch);
    scratch->max_bytes = SIZE_MAX / 2;
    if (!bb_buf_reserve(scratch, size)) {
        r->overflow = true;
        return false;
    }
    *ret_outer = (struct target){.out = r->out, .at = r->at, .size = r->size, .base = r->base};
    r->views++;
    r->out = scratch->ptr;
    r->at = 0;
    r->base = 0;
    r->size = size;
    return true;
}

static struct bb_bytes leave(struct renderer *r, struct target outer)
{
    struct bb_bytes rendered = bb_bytes_of(r->out, r->at);
    r->views--;
    r->out = outer.out;
    r->at = outer.at;
    r->size = outer.size;
    r->base = outer.base;
    return rendered;
}

/* Most content is small: memory grows only when that turns out not to do. */
struct bb_bytes bb_render_apart(struct renderer *r, struct render_frame *f,
                                const struct bb_field *field, const struct bb_node *node,
                                size_t room)
{
    enum { FIRST_BYTES = 4096, GROWTH = 8 };
    struct target outer;
    struct bb_bytes rendered = {0};
    if (r->views == BB_MAX_VIEWS)
        return rendered;
    const struct bb_grammar *grammar = r->tree->grammar;
    struct bb_context before;
    bb_context_copy(grammar, &before, r->context);
    unsigned n_pending = r->n_pending;
    struct dealer dealt = r->dealer ? *r->dealer : (struct dealer){0};
    size_t capacity = r->tree->scratch[r->views].capacity;
    size_t size = capacity > FIRST_BYTES ? capacity - 1 : FIRST_BYTES;
    for (;; size *= GROWTH) {
        size = size < room ? size : room;
        bb_context_copy(grammar, r->context, &before);
        r->n_pending = n_pending;
        if (r->dealer)
            *r->dealer = dealt;
        if (r->overflow || !enter(r, size, &outer))
            return rendered;
        bb_render_message(r, f, node, field->message);
        rendered = leave(r, outer);
        if (!r->overflow || size == room)
            return rendered;
        r->overflow = false;
    }
}

/* The encoding that was lifted, if the content is what it was; NULL if there is none. */
static const struct bb_node *kept_for(const struct bb_node *kept, struct bb_bytes plain)
{
    enum { HASH = sizeof(uint64_t) };
    return kept && kept->len >= HASH && bb_load(kept->data, HASH, false) == bb_transform_hash(plain)
               ? kept
               : NULL;
}

static void put_coded(struct renderer *r, const struct bb_form *form, const struct bb_node *kept,
                      struct bb_bytes plain)
{
    const struct bb_node *same = kept_for(kept, plain);
    size_t n = 0;
    if (r->overflow)
        return;
    if (same)
        bb_put(r, same->data + sizeof(uint64_t), same->len - sizeof(uint64_t));
    else if (bb_transform_encode(form, plain, r->out + r->at, r->size - r->at, &n))
        r->at += n;
    else
        r->overflow = true;
}

void bb_render_transform(struct renderer *r, struct render_frame *f, const struct bb_field *field,
                         const struct bb_node *node, const struct bb_node *kept)
{
    bool is_message = field->type == BB_TYPE_MESSAGE;
    const struct bb_op *key = f->base.message->slots[field->slot].key;
    struct bb_form form = {field, r->tree->hooks, key ? bb_render_eval(r, f, key) : 0};
    if (!is_message && node && node->flags & BB_NODE_LITERAL) {
        bb_put(r, node->data, node->len);
    } else if (!is_message) {
        put_coded(r, &form, kept, bb_bytes_of(node ? node->data : NULL, node ? node->len : 0));
    } else if (r->views < BB_MAX_VIEWS) {
        size_t room = bb_transform_room(field, r->size - r->at, r->max_decoded);
        put_coded(r, &form, kept, bb_render_apart(r, f, field, node, room));
    }
}
