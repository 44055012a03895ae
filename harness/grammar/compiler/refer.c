/*
 * Anchors, and references to them.
 */
#include "grammar/compiler/draft.h"

void draft_refer(struct draft *d, const struct draft_message *m, struct bb_field *field,
                 const Brickbat__Wire *wire)
{
    field->anchor = wire->anchor;
    field->reference = wire->reference;
    if (field->anchor && field->type != BB_TYPE_MESSAGE)
        draft_error(d, m, field->name, "anchor: only for messages");
    if (field->reference && (field->type != BB_TYPE_UINT || field->role != BB_PLAIN ||
                             field->delta || field->bits > 32 || bb_field_is_number(field)))
        draft_error(d, m, field->name,
                    "reference: only for plain integers of at most 32 bits, not in digits");
}

static bool has(const struct draft_message *m, bool reference)
{
    for (unsigned i = 0; i < m->message->n_slots; i++)
        for (unsigned k = 0; k < m->message->slots[i].n_fields; k++)
            if (reference ? m->slots[i].fields[k].reference : m->slots[i].fields[k].anchor)
                return true;
    return false;
}

/* A length that changes its width when it is filled in moves anchors that were noted already. */
static void check_widths(struct draft *d, const struct draft_message *m)
{
    for (unsigned i = 0; i < m->message->n_slots; i++) {
        const struct bb_field *field = draft_field(m, i);
        bool varies = bb_has_forms(field) || (bb_field_is_number(field) && !field->digits);
        if (m->slots[i].slot->n_fields == 1 && bb_is_measure(field) && varies)
            draft_error(d, m, field->name,
                        "a length or count within a reference_base cannot vary in width: anchors "
                        "behind it would move");
    }
}

/* All that a reference_base reaches. */
static void check_below(struct draft *d, struct draft_message *m)
{
    if (m->walk == SEEN)
        return;
    m->walk = SEEN;
    check_widths(d, m);
    for (unsigned i = 0; i < m->message->n_slots; i++)
        for (unsigned k = 0; k < m->message->slots[i].n_fields; k++)
            if (m->slots[i].fields[k].message)
                check_below(d, draft_find_message(d, m->slots[i].fields[k].message));
}

bool draft_references(struct draft *d)
{
    bool anchors = false, references = false;
    for (size_t i = 0; i < d->n_messages; i++) {
        struct draft_message *m = d->messages[i];
        m->walk = UNSEEN;
        m->message->reference_base = m->wire->reference_base;
        anchors = anchors || has(m, false);
        references = references || has(m, true);
    }
    for (size_t i = 0; i < d->n_messages; i++) {
        const struct draft_message *m = d->messages[i];
        if (m->message->reference_base)
            check_below(d, d->messages[i]);
        if (!anchors && (has(m, true) || m->message->reference_base))
            draft_error(d, m, NULL, "refers to anchors, and no field is an anchor");
        if (!references && has(m, false))
            draft_error(d, m, NULL, "has an anchor, and no field is a reference");
    }
    return references;
}
