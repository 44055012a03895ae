/*
 * Losses: where a grammar leaves bytes that no field takes, summed up by place over many inputs.
 * What the author of a grammar looks at to see which message and field to write better.
 */
#ifndef BB_GRAMMAR_LOSSES_H
#define BB_GRAMMAR_LOSSES_H

#include <brickbat/grammar.h>

struct bb_loss {
    const struct bb_message *message; /* that holds the raw bytes */
    uint16_t slot;                    /* where they stand in it; its n_slots: behind all fields */
    bool cut;                         /* the message could not be read on from here */
    uint64_t bytes;
    uint64_t times; /* also of places without bytes: a message that ends too early */
};

/* The zero value is empty. */
struct bb_losses {
    struct bb_loss *list; /* owned */
    size_t n;
    size_t capacity;
};

void bb_losses_free(struct bb_losses *losses);

/* Adds the raw bytes of a lifted tree. False without memory; what was added until then stays. */
bool bb_losses_add(struct bb_losses *losses, const struct bb_tree *tree);

/* Most bytes first, then most times, then by name. */
void bb_losses_sort(struct bb_losses *losses);

/* Appends "Publish: cannot be read on from topic", in words like those of bb_explain. */
void bb_loss_describe(const struct bb_loss *loss, struct bb_buf *text);

/* The names of the message and of the field; the field is "" behind the last one. Static. */
const char *bb_loss_message(const struct bb_loss *loss);
const char *bb_loss_field(const struct bb_loss *loss);

#endif
