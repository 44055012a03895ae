/* The mirror of lift_join.c: what is joined is rendered first, and dealt out to its carriers. */
#include "grammar/render_private.h"

static unsigned count_pieces(const struct bb_node *node)
{
    unsigned n = node->kind == BB_NODE_PIECE;
    if (node->kind == BB_NODE_MESSAGE)
        for (const struct bb_node *child = node->child; child; child = child->next)
            n += count_pieces(child);
    return n;
}

static unsigned count_carried(const struct bb_node *carriers, unsigned slot)
{
    unsigned n = 0;
    for (; carriers && carriers->slot == slot; carriers = carriers->next)
        n += count_pieces(carriers);
    return n;
}

static const struct bb_node *find_joined(const struct bb_node *carriers, unsigned slot)
{
    while (carriers && carriers->slot < slot)
        carriers = carriers->next;
    return carriers && carriers->slot == slot && carriers->kind == BB_NODE_MESSAGE ? carriers
                                                                                   : NULL;
}

bool bb_render_deal(struct renderer *r, struct render_frame *f, unsigned i,
                    struct dealer *ret_dealer)
{
    unsigned n_pieces = count_carried(f->cursor, i);
    if (r->views == BB_MAX_VIEWS || n_pieces == 0)
        return false;
    const struct bb_node *joined = find_joined(f->cursor, i + 1);
    const struct bb_field *field = &f->base.message->slots[i + 1].fields[0];
    const struct bb_grammar *grammar = r->tree->grammar;
    struct bb_context before;
    bb_context_copy(grammar, &before, r->context);
    struct bb_bytes content = {0};
    if (joined)
        content = bb_render_apart(r, f, field, joined, r->size - r->at);
    *ret_dealer = (struct dealer){
        .outer = r->dealer,
        .content = content,
        .n_pieces = n_pieces,
    };
    bb_context_copy(grammar, &ret_dealer->behind, r->context);
    bb_context_copy(grammar, r->context, &before);
    r->dealer = ret_dealer;
    r->views++; /* the content stays where it is */
    return true;
}

void bb_render_dealt(struct renderer *r, struct dealer *dealer)
{
    r->views--;
    r->dealer = dealer->outer;
    bb_context_copy(r->tree->grammar, r->context, &dealer->behind);
}

/* Where the piece ends, if so many come behind it. The last takes what is left, all others end
 * where they were cut. By the book only what has grown is kept: a piece that was too long on the
 * wire may be so. */
static size_t end_of(const struct dealer *dealer, const struct bb_node *node, unsigned n_behind)
{
    size_t at = dealer->at;
    size_t end = dealer->content.len;
    uint64_t longest = at + (uint64_t)node->field->max_size;
    uint64_t limit = n_behind == 0 && node->value < longest ? longest : node->value;
    return limit >= end ? end : limit > at ? (size_t)limit : at;
}

void bb_render_piece(struct renderer *r, const struct bb_node *node)
{
    struct dealer *dealer = r->dealer;
    if (!dealer)
        return;
    size_t at = dealer->at;
    dealer->n_pieces -= dealer->n_pieces > 0;
    size_t end = end_of(dealer, node, dealer->n_pieces);
    if (end > at)
        bb_put(r, dealer->content.ptr + at, end - at);
    dealer->at = end;
}

static const struct bb_node *first_piece(const struct bb_node *node)
{
    const struct bb_node *found = node->kind == BB_NODE_PIECE ? node : NULL;
    if (node->kind == BB_NODE_MESSAGE)
        for (const struct bb_node *child = node->child; child && !found; child = child->next)
            found = first_piece(child);
    return found;
}

bool bb_render_spares(struct renderer *r, const struct bb_node *carrier)
{
    struct dealer *dealer = r->dealer;
    const struct bb_node *piece = dealer ? first_piece(carrier) : NULL;
    if (!piece || !piece->field->min_size || piece->flags & BB_NODE_LITERAL ||
        dealer->n_pieces == 0 || count_pieces(carrier) != 1 ||
        end_of(dealer, piece, dealer->n_pieces - 1) > dealer->at)
        return false;
    dealer->n_pieces--;
    return true;
}

/* Whether the last carrier must be written once more, for the content is longer than it may be. */
bool bb_render_deals_on(struct renderer *r, const struct bb_node *last, size_t *at)
{
    struct dealer *dealer = r->dealer;
    if (!last || r->overflow || dealer->at == *at || dealer->at >= dealer->content.len)
        return false;
    *at = dealer->at;
    dealer->n_pieces = count_pieces(last);
    return dealer->n_pieces > 0;
}
