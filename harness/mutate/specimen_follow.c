/*
 * From a specimen to that of bytes that differ little from its own: only the parts where they
 * differ are lifted again.
 */
#include "mutate/specimen.h"

/* A walk along the list of the old bytes and the new ones. */
struct follow {
    struct bb_specimen *s;
    const uint8_t *lifted; /* what is lifted; lasts as long as the tree */
    const uint8_t *out;    /* the new bytes, as an output */
    size_t len, old_len;
    size_t front, back; /* bytes that are equal at both ends */
    size_t at;          /* in the new bytes: up to here the list is theirs */
    size_t old_at;      /* in the old ones: where `old` begins */
    struct bb_node *old;
    struct bb_node **link; /* where the next part goes */
    uint32_t now;          /* the context at `at` */
};

static void compare(struct follow *f, struct bb_bytes a, struct bb_bytes b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    while (f->front < n && a.ptr[f->front] == b.ptr[f->front])
        f->front++;
    n -= f->front;
    while (f->back < n && a.ptr[a.len - 1 - f->back] == b.ptr[b.len - 1 - f->back])
        f->back++;
}

static bool is_cut(const struct bb_node *node)
{
    return node->kind == BB_NODE_RAW && node->flags & BB_NODE_CUT;
}

static struct bb_part *part_of(const struct bb_specimen *s, const struct bb_node *node)
{
    return node->kind == BB_NODE_RAW ? NULL : &s->parts[node->len];
}

/* Whether it is known of every part what it renders to, and that it is rendered at all. */
static bool is_clean(const struct bb_specimen *s)
{
    for (const struct bb_node *node = s->tree.root->child; node; node = node->next)
        if (node->kind == BB_NODE_RAW ? is_cut(node) && node->next : s->parts[node->len].dirty)
            return false;
    return true;
}

static size_t len_of(const struct bb_specimen *s, const struct bb_node *node)
{
    return node->kind == BB_NODE_RAW ? node->len : s->parts[node->len].len;
}

/* Moves on over an old part that stays, as long as the new bytes are those before it. */
static void keep(struct follow *f)
{
    struct bb_part *part = part_of(f->s, f->old);
    size_t len = len_of(f->s, f->old);
    if (part) {
        part->bytes = f->out + f->at;
        f->now = part->after;
    }
    f->at += len;
    f->old_at += len;
    f->link = &f->old->next;
    f->old = f->old->next;
}

static void drop(struct follow *f)
{
    f->old_at += len_of(f->s, f->old);
    bb_specimen_drop(f->s, f->s->tree.root, f->old);
    f->old = f->old->next;
}

/* Whether the context there is that in which the old part was lifted. */
static bool is_same_context(const struct follow *f)
{
    const struct bb_specimen *s = f->s;
    const struct bb_node *node = f->old;
    while (node && node->kind == BB_NODE_RAW)
        node = node->next;
    return !node || s->parts[node->len].before == f->now ||
           bb_context_equal(s->tree.grammar, &s->contexts[s->parts[node->len].before],
                            &s->contexts[f->now]);
}

/* Whether the old parts go on where the new bytes are at now. */
static bool meets(struct follow *f)
{
    while (f->old && (f->old_at < f->old_len - f->back || f->old_at + f->len < f->at + f->old_len))
        drop(f);
    return f->old && f->old_at + f->len == f->at + f->old_len && is_same_context(f);
}

static bool lift_next(struct follow *f)
{
    struct bb_specimen *s = f->s;
    struct bb_context context;
    bb_context_copy(s->tree.grammar, &context, &s->contexts[f->now]);
    context.notes = 0;
    struct bb_node *node = NULL;
    size_t len = 0;
    if (bb_lift_part(&s->tree, bb_bytes_of(f->lifted + f->at, f->len - f->at), &context, &node,
                     &len) != BB_OK)
        return false;
    struct bb_part known = {.bytes = f->out + f->at, .len = (uint32_t)len, .before = f->now};
    if (context.notes)
        f->now = bb_specimen_context(s, &context);
    known.after = f->now;
    *f->link = node;
    f->link = &node->next;
    f->at += len;
    return f->now != UINT32_MAX && bb_specimen_know(s, node, &known);
}

static bool follow(struct follow *f)
{
    while (f->old && !is_cut(f->old) && f->old_at + len_of(f->s, f->old) <= f->front)
        keep(f);
    while (!meets(f) && f->at < f->len)
        if (!lift_next(f))
            return false;
    while (f->old && f->at == f->len)
        drop(f);
    *f->link = f->old;
    while (f->old)
        keep(f);
    return true;
}

bool bb_specimen_follow(struct bb_specimen *s, struct bb_bytes bytes)
{
    struct follow f = {.s = s, .len = bytes.len, .old_len = s->bytes.len};
    struct bb_buf *out = &s->outputs[s->output];
    if (!s->usable || !s->is_list || s->tree.grammar->root->slots[0].repeat_while || !is_clean(s))
        return false;
    compare(&f, s->bytes, bytes);
    if (f.front + f.back < bytes.len / 2)
        return false;
    f.lifted = bb_arena_copy(&s->tree.arena, bytes);
    bb_buf_reset(out);
    s->edited = true;
    s->usable = f.lifted && bb_buf_append(out, bytes);
    f.out = out->ptr;
    f.link = &s->tree.root->child;
    f.old = s->tree.root->child;
    s->usable = s->usable && follow(&f);
    if (!s->usable)
        return false;
    s->bytes = bb_buf_bytes(out);
    s->output ^= 1;
    return true;
}
