/* The mirror of lift_label.c. */
#include "grammar/render_private.h"

static const struct render_frame *find_holder(const struct render_frame *f, unsigned label)
{
    for (const struct render_frame *holder = f; holder && holder->base.bytes == f->base.bytes;
         holder = holder->parent)
        if (holder->labels_ahead & label)
            return holder;
    return f;
}

struct hole *bb_render_dig_label(struct renderer *r, struct render_frame *f, unsigned label)
{
    if (r->n_pending == BB_MAX_PENDING)
        return &r->nowhere;
    struct pending *pending = &r->pending[r->n_pending++];
    *pending = (struct pending){.holder = find_holder(f, label), .label = (uint8_t)label};
    return &pending->hole;
}

bool bb_render_has_label(const struct renderer *r, const struct render_frame *f, unsigned label)
{
    for (unsigned i = 0; i < r->n_pending; i++)
        if (r->pending[i].holder == f && r->pending[i].label & label)
            return true;
    return false;
}

void bb_render_cut(struct renderer *r, size_t at)
{
    r->at = at;
    for (unsigned i = 0; i < r->n_pending; i++) {
        struct hole *hole = &r->pending[i].hole;
        size_t width = hole->run_bytes ? hole->run_bytes : 1;
        if (hole->offset + width > at || hole->extension > at)
            *hole = (struct hole){0};
    }
}

/* Those that are filled leave the list before the next is: filling may move the others. */
void bb_render_fill_label(struct renderer *r, struct render_frame *f, unsigned labels,
                          uint64_t actual)
{
    for (unsigned i = 0; i < r->n_pending;) {
        struct pending *pending = &r->pending[i];
        if (pending->holder != f || !(pending->label & labels)) {
            i++;
            continue;
        }
        struct hole hole = pending->hole;
        memmove(pending, pending + 1, (--r->n_pending - i) * sizeof *pending);
        if (hole.field)
            bb_render_fill(r, f, &hole, actual);
    }
}
