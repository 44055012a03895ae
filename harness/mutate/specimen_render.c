#include "mutate/specimen.h"

/* A rendering under way. */
struct rendering {
    struct bb_specimen *s;
    uint8_t *out;
    size_t at;
    size_t size;
    uint32_t now; /* the context */
    /* Bytes that are known, which go to `at` once it is clear how far they reach. */
    const uint8_t *run;
    size_t run_len;
};

static bool flush(struct rendering *r)
{
    if (r->run_len > r->size - r->at)
        return false;
    memcpy(r->out + r->at, r->run, r->run_len);
    r->at += r->run_len;
    r->run_len = 0;
    return true;
}

static bool copy_part(struct rendering *r, struct bb_part *part)
{
    if (!r->run_len || part->bytes != r->run + r->run_len) {
        if (r->run_len && !flush(r))
            return false;
        r->run = part->bytes;
    }
    part->bytes = r->out + r->at + r->run_len;
    r->run_len += part->len;
    if (part->after == part->before)
        part->after = r->now;
    part->before = r->now;
    r->now = part->after;
    return true;
}

static bool note_context(struct rendering *r, struct bb_part *part,
                         const struct bb_context *context)
{
    struct bb_specimen *s = r->s;
    part->before = r->now;
    if (context->notes)
        r->now = bb_specimen_context(s, context);
    part->after = r->now;
    return r->now != UINT32_MAX;
}

static bool render_part(struct rendering *r, struct bb_part *part)
{
    struct bb_specimen *s = r->s;
    struct bb_context context;
    bb_context_copy(s->tree.grammar, &context, &s->contexts[r->now]);
    context.notes = 0;
    size_t len = 0;
    if (r->run_len && !flush(r))
        return false;
    if (part->dirty && s->tree.grammar->sorts)
        bb_sort_below(part->node, part->node->field->message);
    if (bb_render_part(&s->tree, part->node, &context, r->out + r->at, r->size - r->at, &len) !=
        BB_OK)
        return false;
    part->bytes = r->out + r->at;
    part->len = (uint32_t)len;
    part->dirty = false;
    r->at += len;
    return note_context(r, part, &context);
}

static bool put_raw(struct rendering *r, const struct bb_node *node)
{
    if ((r->run_len && !flush(r)) || node->len > r->size - r->at)
        return false;
    if (node->len)
        memcpy(r->out + r->at, node->data, node->len);
    r->at += node->len;
    return true;
}

static bool is_same_context(const struct bb_specimen *s, uint32_t a, uint32_t b)
{
    return a == b || bb_context_equal(s->tree.grammar, &s->contexts[a], &s->contexts[b]);
}

static bool render_list(struct rendering *r)
{
    struct bb_specimen *s = r->s;
    for (const struct bb_node *node = s->tree.root->child; node; node = node->next) {
        if (node->kind == BB_NODE_RAW) {
            if (!put_raw(r, node))
                return false;
            if (node->flags & BB_NODE_CUT)
                break;
            continue;
        }
        struct bb_part *part = &s->parts[node->len];
        bool clean = !part->dirty && is_same_context(s, r->now, part->before);
        if (!(clean ? copy_part(r, part) : render_part(r, part)))
            return false;
    }
    return !r->run_len || flush(r);
}

static bool render_whole(struct rendering *r)
{
    struct bb_specimen *s = r->s;
    if (s->tree.root != s->lifted_root) /* what was lifted is in whatever order it was */
        bb_tree_sort(&s->tree);
    return bb_render(&s->tree, r->out, r->size, &r->at) == BB_OK;
}

bool bb_specimen_render(struct bb_specimen *s, size_t max_size)
{
    struct bb_buf *out = &s->outputs[s->output];
    bb_buf_reset(out);
    s->usable = s->usable && bb_buf_reserve(out, max_size);
    struct rendering r = {.s = s, .out = out->ptr, .size = max_size};
    s->usable = s->usable && (s->is_list ? render_list(&r) : render_whole(&r));
    if (!s->usable)
        return false;
    out->len = r.at;
    s->bytes = bb_buf_bytes(out);
    s->output ^= 1;
    return true;
}
