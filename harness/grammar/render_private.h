/*
 * What the parts of rendering share. Private to render*.c.
 *
 *   render.c       messages, slots, fields: the walk
 *   render_leaf.c  bit runs and integers
 *   render_label.c lengths of fields in messages around
 *   render_hole.c  lengths and counts, which stand before what they measure; digests
 *   render_join.c  what is carried in pieces
 *   render_transform.c  fields in another form, which are rendered into memory of their own
 *   render_straight.h  for the code that protoc-gen-wire writes, see there
 */
#ifndef BB_GRAMMAR_RENDER_H
#define BB_GRAMMAR_RENDER_H

#include "grammar/digest.h"
#include "grammar/parts.h"
#include "grammar/refer.h"

struct hole {
    const struct bb_field *field; /* NULL: nothing is pending */
    uint64_t lie;                 /* added to the truth */
    size_t offset;                /* of the run's word or the varint */
    size_t extension;             /* EXTENDED: where its extension bytes go */
    uint8_t run_bytes;
    bool doubled;
    uint8_t forced; /* width or form of the lie, 0 = shortest */
    bool begun;
    size_t start; /* where the measured range begins, once begun */
};

struct render_frame {
    struct bb_scope base;
    struct render_frame *parent;
    const struct bb_node *cursor; /* next child to write */
    size_t start;                 /* of the message */
    uint64_t running;             /* sum of the deltas in the list under way */
    uint8_t labels_ahead;         /* of its slots that have not been reached */
    unsigned absent;              /* the last slot that was not there, plus one */
    struct hole holes[BB_MAX_MEASURES];
    struct bb_range ranges[BB_MAX_RANGES];
};

/* A labelled length whose field has not come yet. */
struct pending {
    const struct render_frame *holder; /* whose message has the field */
    uint8_t label;
    struct hole hole; /* without a field: it has been written already */
};

/* Where bytes go: the caller's memory, or scratch. */
struct target {
    uint8_t *out;
    size_t at;
    size_t size;
    size_t base; /* of references */
};

/* Deals joined content out to the carriers under way. */
struct dealer {
    struct dealer *outer;
    struct bb_bytes content;
    size_t at;                /* what has been dealt */
    unsigned n_pieces;        /* still to come */
    struct bb_context behind; /* the context behind the content */
};

struct renderer {
    struct bb_tree *tree;
    uint8_t *out;
    size_t at;
    size_t size;
    struct bb_context *context;
    struct pending *pending; /* BB_MAX_PENDING */
    unsigned n_pending;
    struct hole nowhere; /* of a labelled length that is one too many */
    unsigned depth;
    bool overflow;
    struct bb_anchors *anchors; /* NULL: the grammar has no references */
    size_t base;                /* where the message begins that they count from */
    unsigned views;             /* scratch memories in use */
    struct dealer *dealer;      /* of the carriers under way, or NULL */
    size_t max_decoded;         /* bytes of content that may stand in one of them */
    bool by_tables;             /* no straight-line code is used */
};

/* --- bytes: all write at r->at, or nothing and set r->overflow ------------------------------- */

static inline bool bb_render_reserve(struct renderer *r, size_t n)
{
    if (r->size - r->at < n)
        r->overflow = true;
    return !r->overflow;
}

static inline void bb_put(struct renderer *r, const uint8_t *data, size_t n)
{
    if (!bb_render_reserve(r, n))
        return;
    if (n)
        memcpy(r->out + r->at, data, n);
    r->at += n;
}

static inline void bb_put_zeros(struct renderer *r, size_t n)
{
    if (!bb_render_reserve(r, n))
        return;
    memset(r->out + r->at, 0, n);
    r->at += n;
}

static inline void bb_put_uint(struct renderer *r, unsigned n, bool little_endian, uint64_t value)
{
    if (!bb_render_reserve(r, n))
        return;
    bb_store(r->out + r->at, n, little_endian, value);
    r->at += n;
}

static inline unsigned bb_forced_sized_width(uint64_t value, unsigned forced)
{
    return !forced                       ? bb_sized_width(value)
           : forced < BB_SIZED_MAX_WIDTH ? forced
                                         : BB_SIZED_MAX_WIDTH;
}

static inline void bb_put_raw(struct renderer *r, struct render_frame *f)
{
    bb_put(r, f->cursor->data, f->cursor->len);
    f->cursor = f->cursor->next;
}

/* Whether straight-line code will do: nothing below is raw, a lie, cut or coded, and no slot has
 * more nodes than it may. */
static inline bool bb_is_regular(const struct bb_node *message, const struct bb_slot *slots)
{
    const struct bb_node *node = message ? message->child : NULL;
    for (; node; node = node->next) {
        if (!node->field || node->kind != node->field->regular || node->flags & BB_NODE_ODD)
            return false;
        if (node->next && node->next->slot == node->slot && !slots[node->slot].repeated)
            return false;
    }
    return true;
}

/* Begins a message. Its holes are many and mostly unused: set one by one. */
static inline void bb_render_open(struct renderer *r, struct render_frame *f,
                                  struct render_frame *parent, const struct bb_node *node,
                                  const struct bb_message *message)
{
    f->base = (struct bb_scope){parent ? &parent->base : NULL, message, node, f->ranges, r->out};
    f->parent = parent;
    f->start = r->at;
    f->cursor = node ? node->child : NULL;
    f->labels_ahead = message->labels;
    f->absent = 0;
    f->running = 0;
    for (unsigned i = 0; i < message->n_measures; i++)
        f->holes[i].field = NULL;
    if (message->n_ranges)
        bb_ranges_clear(f->ranges, message->n_ranges);
}

/* Puts a length or count off until its range is done; node is a relative lie about it or NULL. */
struct hole *bb_render_dig(struct renderer *r, struct render_frame *f, const struct bb_field *field,
                           const struct bb_node *node, size_t offset);

/* A labelled length: the hole until its field has come, or one that stays 0 if there are too many.
 * One that is a lie is noted, as the lift does. */
struct hole *bb_render_dig_label(struct renderer *r, struct render_frame *f, unsigned label);

/* Whether lengths with this label were seen. */
bool bb_render_has_label(const struct renderer *r, const struct render_frame *f, unsigned label);

/* What the lengths with these labels measure has so many bytes. */
void bb_render_fill_label(struct renderer *r, struct render_frame *f, unsigned labels,
                          uint64_t actual);

/* Takes back what was written from `at` on. */
void bb_render_cut(struct renderer *r, size_t at);

/* Writes what was put off, given the bytes or elements that there are. */
void bb_render_fill(struct renderer *r, struct render_frame *f, struct hole *hole, uint64_t actual);

/* Measures that count from this place on start here. */
void bb_render_begin(struct renderer *r, struct render_frame *f, unsigned begins);

/* At the end of a message: lengths to its end are due, all others measured nothing. */
void bb_render_fill_rest(struct renderer *r, struct render_frame *f);

/* Puts a digest off until its message is done, as bb_render_dig does; writes those put off. */
void bb_render_dig_digest(struct render_frame *f, const struct bb_field *field,
                          const struct bb_node *node, size_t offset);
void bb_render_fill_digests(struct renderer *r, struct render_frame *f);

/* The value of an expression about the frame. */
uint64_t bb_render_eval(const struct renderer *r, const struct render_frame *f,
                        const struct bb_op *code);

/* The run of bit fields that starts at slot `first`; moves the cursor on. */
void bb_render_run(struct renderer *r, struct render_frame *f, unsigned first);

/* All of slot i, or of the run that starts there. The cursor is at its nodes or behind. */
void bb_render_slot(struct renderer *r, struct render_frame *f, unsigned i);

/* A field in one of its forms; node may be NULL: its default. `kept` is the encoding that was
 * lifted with it, or NULL. */
void bb_render_field(struct renderer *r, struct render_frame *f, const struct bb_field *field,
                     const struct bb_node *node, const struct bb_node *kept);

/* A slot without a node. */
void bb_render_default(struct renderer *r, struct render_frame *f, const struct bb_slot *slot);

/* The message; node may be NULL: its default. */
void bb_render_message(struct renderer *r, struct render_frame *parent, const struct bb_node *node,
                       const struct bb_message *message);

/* A field of type message, rendered into scratch memory of at most `room` bytes; good until the
 * next such field. Nothing where BB_MAX_VIEWS are in use. */
struct bb_bytes bb_render_apart(struct renderer *r, struct render_frame *f,
                                const struct bb_field *field, const struct bb_node *node,
                                size_t room);

/* Before the carriers in slot i: renders what they carry. False where they carry nothing. Behind
 * them: bb_render_dealt. A carrier's piece takes its share. */
bool bb_render_deal(struct renderer *r, struct render_frame *f, unsigned i,
                    struct dealer *ret_dealer);
void bb_render_dealt(struct renderer *r, struct dealer *dealer);
void bb_render_piece(struct renderer *r, const struct bb_node *node);

/* Whether the carrier is left out, since its one piece may not be empty and would be. */
bool bb_render_spares(struct renderer *r, const struct bb_node *carrier);

/* Whether the last carrier is written once more, since content is left and `*at`, which moves on,
 * is not where that last was so. */
bool bb_render_deals_on(struct renderer *r, const struct bb_node *last, size_t *at);

/* A field in another form; `kept` is the encoding that was lifted, or NULL. */
void bb_render_transform(struct renderer *r, struct render_frame *f, const struct bb_field *field,
                         const struct bb_node *node, const struct bb_node *kept);

/* node may be NULL: the field's default. */
void bb_render_uint(struct renderer *r, struct render_frame *f, const struct bb_field *field,
                    const struct bb_node *node);

#endif
