/*
 * What lift and render both keep while they walk: the messages they are inside of, and the context
 * variables. Expressions are evaluated against it.
 */
#ifndef BB_GRAMMAR_FRAME_H
#define BB_GRAMMAR_FRAME_H

#include "grammar/coding.h"

/* Bytes that a digest covers, by their offsets; SIZE_MAX while not reached. */
struct bb_range {
    size_t start;
    size_t end;
    size_t at;                    /* of the digest itself */
    unsigned width;               /* in bytes, of the digest itself */
    const struct bb_field *field; /* NULL: no digest, or none that is still to be settled */
    uint64_t value;               /* lifting: what stands there; rendering: added to the truth */
    bool doubled;                 /* rendering: twice the truth */
    bool misspelt;                /* lifting: a number that is not spelled as rendering would */
};

struct bb_scope {
    const struct bb_scope *parent; /* NULL for the root */
    const struct bb_message *message;
    const struct bb_node *node; /* the message's; NULL when it is rendered by default */
    struct bb_range *ranges;    /* n_ranges of the message */
    const uint8_t *bytes;       /* that the ranges' offsets are in */
};

/* Context variables: all zero at the start of an input. */
struct bb_context {
    unsigned bank;  /* in force */
    unsigned notes; /* how often it was set */
    uint64_t variable[BB_CONTEXT_BANKS][BB_MAX_CONTEXT];
};

struct bb_expr_env {
    const struct bb_scope *frame;
    const struct bb_context *context;
    const uint8_t *ahead; /* lifting: the bytes left in the scope, `room` of them */
    size_t room;
    size_t index; /* elements of the list so far */
    size_t here;  /* bytes since the start of the message */
    size_t piece_offset;
    size_t whole_size;
    bool more;
};

/* The value of an expression that the plugin has checked. */
uint64_t bb_expr_eval(const struct bb_op *code, const struct bb_expr_env *env);

/* The value of the field in a slot of the message so many levels up. */
uint64_t bb_expr_field(const struct bb_scope *frame, unsigned levels, unsigned slot);

/* Whether an expression's value follows from the tree alone, in the innermost `n_levels` messages:
 * it asks neither for what the wire holds nor, unless that is known, for context. */
bool bb_expr_is_of_tree(const struct bb_op *code, unsigned n_levels, bool knows_context);

/* The message's child in that slot, NULL if there is none (raw bytes do not count). */
const struct bb_node *bb_node_in_slot(const struct bb_node *message, unsigned slot);

/* The value of a selector: its own node's, else what its oneof's member stands for. */
uint64_t bb_selector_value(const struct bb_scope *frame, unsigned slot);

/* Notes the value of a field that sets a variable or selects a bank. */
static inline void bb_context_note(struct bb_context *context, const struct bb_field *field,
                                   uint64_t value)
{
    context->notes += field->selects_bank || field->sets >= 0;
    if (field->selects_bank)
        context->bank = value % BB_CONTEXT_BANKS;
    if (field->sets >= 0)
        context->variable[context->bank][field->sets] = value;
}

/* Only the banks that the grammar uses are looked at; most have none or one. */
static inline void bb_context_clear(const struct bb_grammar *grammar, struct bb_context *context)
{
    context->bank = context->notes = 0;
    memset(context->variable, 0, grammar->n_banks * sizeof context->variable[0]);
}

static inline void bb_context_copy(const struct bb_grammar *grammar, struct bb_context *to,
                                   const struct bb_context *from)
{
    to->bank = from->bank;
    to->notes = from->notes;
    memcpy(to->variable, from->variable, grammar->n_banks * sizeof to->variable[0]);
}

/* Whether what is read from both is the same. */
static inline bool bb_context_equal(const struct bb_grammar *grammar, const struct bb_context *a,
                                    const struct bb_context *b)
{
    return a->bank == b->bank &&
           memcmp(a->variable, b->variable, grammar->n_banks * sizeof a->variable[0]) == 0;
}

/* The member of a switched oneof that stands for value, NULL if none does. */
const struct bb_field *bb_slot_choose(const struct bb_slot *slot, uint64_t value);

/* True if the member's place in its oneof says the selector's value by itself. */
static inline bool bb_member_tells(const struct bb_field *member)
{
    return member->n_cases + member->n_texts == 1 && !member->otherwise;
}

#endif
