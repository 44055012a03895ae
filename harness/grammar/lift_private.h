/*
 * What the parts of the lift share. Private to lift*.c.
 *
 *   lift.c          messages, slots, fields: the walk
 *   lift_leaf.c     bit runs and integers
 *   lift_number.c   integers in digits
 *   lift_label.c    lengths of fields in messages around
 *   lift_text.c     literals, delimiters, text that chooses
 *   lift_measure.c  nodes; lengths, counts and digests that wait for what they measure
 *   lift_join.c     what is carried in pieces
 *   lift_transform.c  fields in another form, which are lifted from bytes of their own
 */
#ifndef BB_GRAMMAR_LIFT_H
#define BB_GRAMMAR_LIFT_H

#include "grammar/digest.h"
#include "grammar/parts.h"

struct measure {
    const struct bb_field *field; /* NULL: not read, or settled */
    uint64_t wire;                /* the value that stands there */
    uint64_t target;              /* bytes or elements that it announces */
    uint8_t width;                /* forced width, 0 when in shortest form */
    bool misspelt;                /* a number that is not spelled as it would be rendered */
    uint32_t spelling_len;        /* if it is */
    bool begun;
    size_t start;  /* where the measured range begins, once begun */
    size_t offset; /* of the field itself */
};

struct lift_frame {
    struct bb_scope base;
    struct lift_frame *parent;
    struct bb_node *node;
    struct bb_node **tail; /* where the next child goes */
    size_t start;          /* of the message */
    size_t end;            /* of the scope; a measure to the end narrows it */
    bool owns_end;         /* what is left before `end` belongs to this message */
    uint8_t labels_ahead;  /* of its slots that have not been reached */
    unsigned absent;       /* the last slot that was not there, plus one */
    uint64_t running;      /* sum of the deltas in the list under way */
    struct measure measures[BB_MAX_MEASURES];
    struct bb_range ranges[BB_MAX_RANGES];
};

/* What a search for a delimiter found, so that none is made twice over the same bytes. */
struct search {
    const uint8_t *bytes; /* NULL: none was made */
    size_t from;
    size_t to;    /* the end of the scope */
    size_t found; /* none begins before; `to` if there is none at all */
};

/* A labelled length whose field has not come yet. */
struct pending {
    struct pending *next;
    const struct lift_frame *holder; /* whose message has the field */
    struct lift_frame *frame;        /* of the length itself; gone unless it is the holder */
    struct bb_node *message;         /* the length is a child of */
    struct measure measure;
};

/* A piece begins at `at`, and stands in the input at `origin`. */
struct cut {
    size_t at;
    size_t origin;
};

/* Where bytes that are not those of the input come from, for those who show it. */
struct origin {
    size_t start;           /* offset in the input of the first of them */
    unsigned per_byte;      /* bytes of the input for each of them */
    const struct cut *cuts; /* of what was joined: where its pieces stand; else NULL */
    size_t n_cuts;
};

/* Bytes that are lifted: the input, or what a field of it decodes to. */
struct view {
    const uint8_t *bytes;
    size_t at;
    size_t base; /* of references */
    struct origin origin;
};

/* A computed field of a carrier, which was read before all that it tells of. */
struct late {
    struct late *next;
    struct bb_node *message; /* it is a child of */
    struct bb_node *node;
    const struct bb_message *type; /* of that message */
    size_t offset;
};

/* Takes the pieces that the carriers under way carry. */
struct joiner {
    struct piece *first;
    struct piece **tail;
    size_t total; /* bytes */
    unsigned n;
    struct late *late;
};

struct lifter {
    struct bb_tree *tree;
    const uint8_t *bytes; /* the tree's own copy, or what one of its fields decodes to */
    size_t at;
    size_t base; /* where the message begins that references count from */
    struct origin origin;
    unsigned views;        /* how often what is lifted was decoded */
    size_t decoded_left;   /* bytes that may yet be decoded */
    struct joiner *joiner; /* of the carriers under way, or NULL */
    struct bb_context context;
    const struct bb_lift_observer *observer;
    struct search *searches;           /* one for each set of delimiters of the grammar */
    const struct bb_lift_marks *marks; /* NULL: nobody asks */
    struct pending *pending;
    unsigned n_pending;
    unsigned depth;
    bool exhausted;       /* the arena's cap is reached: unwind, keep the input raw */
    struct bb_node spare; /* takes the writes meant for a node that could not be had */
};

/* Tells the observer, if there is one. */
void bb_lift_see(const struct lifter *l, enum bb_seen seen, const struct bb_message *message,
                 const struct bb_field *field, size_t offset, size_t len, uint64_t value);

/* Goes on with other bytes, from their start; goes back to those before. */
struct view bb_lift_enter(struct lifter *l, struct bb_bytes bytes, struct origin origin);
void bb_lift_leave(struct lifter *l, struct view outer);

size_t bb_lift_cut_offset(const struct origin *origin, size_t at);

/* Where in the input that place of the bytes under way is. */
static inline size_t bb_lift_offset(const struct lifter *l, size_t at)
{
    return l->origin.cuts ? bb_lift_cut_offset(&l->origin, at)
                          : l->origin.start + at * l->origin.per_byte;
}

/* The value of an expression about what stands here. */
uint64_t bb_lift_eval(const struct lifter *l, const struct lift_frame *f, const struct bb_op *code);

/* What a computed field would say if it were true. */
uint64_t bb_lift_computed(const struct lifter *l, const struct lift_frame *f,
                          const struct bb_field *field);

/* lift_join.c: a computed field that has been read is checked once all pieces have been. */
void bb_lift_put_off(struct lifter *l, struct lift_frame *f, struct bb_node *node, size_t offset);

/* Lifts a field of type message from here to `end`, which belongs to it. */
void bb_lift_message(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                     size_t end);

/* Lifts a piece: bytes up to `end` that belong to what l->joiner joins. */
bool bb_lift_piece(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                   size_t end);

/* Lifts what the pieces join to, which is slot i, from the context before their carriers. */
void bb_lift_join(struct lifter *l, struct lift_frame *f, unsigned i, struct joiner *joiner,
                  const struct bb_context *before);

/* Lifts a field that stands there in another form. False, and nothing taken, if it does not fit. */
bool bb_lift_transform(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                       size_t end);

/* A new last child. When the arena is exhausted, a spare that goes nowhere. */
struct bb_node *bb_lift_append(struct lifter *l, struct lift_frame *f, enum bb_node_kind kind,
                               const struct bb_field *field, unsigned slot);

/* Takes the bytes up to `end` as a raw child. */
void bb_lift_raw(struct lifter *l, struct lift_frame *f, unsigned slot, size_t end, unsigned flags);

/* The message ends before `slot`; what is left of the scope stays raw. Always false. */
bool bb_lift_cut(struct lifter *l, struct lift_frame *f, unsigned slot);

/* A length or count was read: what it announces is noted. */
void bb_lift_read_measure(struct lifter *l, struct lift_frame *f, struct measure m);

/* A digest was read, which is compared once all of its range has been. */
void bb_lift_read_digest(struct lift_frame *f, const struct bb_field *field, uint64_t wire,
                         size_t offset, size_t len);

/* The bytes that a length announces, at most `room`. */
size_t bb_lift_announced(const struct measure *m, size_t room);

/* Compares what a length or count says with what turned out. */
void bb_lift_settle(struct lifter *l, struct lift_frame *f, struct measure *m, uint64_t actual);

/* The lie, if it is one, that the measure's length or count tells. False: it tells the truth. */
bool bb_lift_measure_lie(const struct lifter *l, const struct measure *m, uint64_t actual,
                         struct bb_node *ret_says, uint64_t *ret_truth);

/* Puts a lie in its place among the message's children, which are there already; `f` is its frame,
 * NULL if that is gone. */
void bb_lift_insert_lie(struct lifter *l, struct lift_frame *f, struct bb_node *message,
                        const struct bb_field *field, const struct bb_node *says);

/* lift_label.c: a labelled length was read, which is noted or, if there are too many, kept. */
void bb_lift_read_label(struct lifter *l, struct lift_frame *f, const struct measure *m);

/* lift_label.c: how many bytes the last length with the slot's label announces, at most `room`.
 * False if there was none. */
bool bb_lift_label_extent(const struct lifter *l, const struct lift_frame *f, unsigned label,
                          size_t room, size_t *ret_bytes);

/* lift_label.c: what the lengths with these labels measure has so many bytes. */
void bb_lift_settle_label(struct lifter *l, const struct lift_frame *f, unsigned labels,
                          size_t actual);

/* Measures that count from this place on start here. */
void bb_lift_begin_measures(struct lifter *l, struct lift_frame *f, unsigned begins);

/* At the end of a message: lengths to its end are due, all others measured nothing; and digests. */
void bb_lift_settle_rest(struct lifter *l, struct lift_frame *f);

/* Takes an integer that has been decoded: stores it, checks it or notes what it announces. */
void bb_lift_uint(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                  uint64_t wire, unsigned width, size_t offset, size_t len);

/* Lifts the run of bit fields that starts at slot `first`. False when the message was cut. */
bool bb_lift_run(struct lifter *l, struct lift_frame *f, unsigned first);

/* Lift an integer of that coding. False, and nothing taken, if it does not fit. */
bool bb_lift_varint(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                    size_t end);
bool bb_lift_extended(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                      size_t end);
bool bb_lift_sized(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                   size_t end);

/* lift_text.c: where the delimiter is that ends what begins here; `end` if there is none. */
size_t bb_lift_find_end(const struct lifter *l, const struct bb_delimiters *ends, size_t end);

/* lift_text.c: a literal, space or delimiter. False, and nothing taken, if it is not there. */
bool bb_lift_literal(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                     size_t end);

/* lift_text.c: the delimiter of the message itself, whose scope ends at `end`. */
void bb_lift_close(struct lifter *l, struct lift_frame *f, size_t end);

/* lift_text.c: the member that begins with a literal which stands here; NULL if none does. */
const struct bb_field *bb_lift_opening(const struct lifter *l, const struct bb_slot *slot,
                                       size_t end);

/* lift_number.c: an integer in digits; all bytes up to end are its spelling if it owns them. */
bool bb_lift_number(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                    size_t end, bool owned);

#endif
