/*
 * What is carried in pieces.
 */
#include "grammar/compiler/draft.h"

static bool has_piece(struct draft *d, struct draft_message *m)
{
    if (!m || m->walk == SEEN)
        return false;
    m->walk = SEEN;
    for (unsigned i = 0; i < m->message->n_slots; i++) {
        const struct draft_slot *s = &m->slots[i];
        for (unsigned k = 0; k < s->slot->n_fields; k++)
            if (s->sources[k].wire->piece ||
                has_piece(d, draft_find_message(d, s->fields[k].message)))
                return true;
    }
    return false;
}

static void set_piece(struct draft *d, struct draft_message *m, struct draft_slot *s, unsigned i)
{
    struct bb_field *field = &s->fields[i];
    const Brickbat__Wire *wire = s->sources[i].wire;
    field->piece = true;
    if (field->type != BB_TYPE_BYTES || s->slot->repeated)
        draft_error(d, m, field->name, "piece: only for single bytes and strings");
    if (wire->size || wire->transform || wire->has_literal || wire->space)
        draft_error(d, m, field->name, "piece: takes no size, transform or literal");
}

static void set_joined(struct draft *d, struct draft_message *m, unsigned i)
{
    struct draft_slot *s = &m->slots[i];
    const Brickbat__Wire *wire = s->sources[0].wire;
    const char *name = s->fields[0].name;
    int carriers = draft_find_slot(m, wire->joins);
    if (s->fields[0].type != BB_TYPE_MESSAGE || s->slot->repeated || s->oneof_name)
        draft_error(d, m, name, "joins: only for single messages");
    if (wire->prefix || wire->size || wire->rest || wire->when || wire->transform ||
        s->slot->ends || s->slot->length_measure >= 0)
        draft_error(d, m, name, "joins: it takes no bytes of its own, so none of their options");
    if (carriers < 0 || (unsigned)carriers + 1 != i || !m->slots[carriers].slot->repeated) {
        draft_error(d, m, name, "joins: '%s' is no repeated field right before it", wire->joins);
        return;
    }
    draft_forget_walk(d);
    if (!has_piece(d, draft_find_message(d, m->slots[carriers].fields[0].message)))
        draft_error(d, m, name, "joins: nothing in '%s' is a piece", wire->joins);
    m->slots[carriers].slot->carries = true;
    s->slot->joins = true;
}

void draft_joins(struct draft *d, struct draft_message *m)
{
    for (unsigned i = 0; i < m->message->n_slots; i++) {
        struct draft_slot *s = &m->slots[i];
        for (unsigned k = 0; k < s->slot->n_fields; k++)
            if (s->sources[k].wire->piece)
                set_piece(d, m, s, k);
        if (s->sources[0].wire->joins)
            set_joined(d, m, i);
    }
}
