/*
 * How the members of a oneof are told apart: by an expression (`switch` and `case`), or by the
 * constant that each begins with.
 */
#include "grammar/compiler/draft.h"
#include "grammar/literal.h"

static void check_cases(struct draft *d, const struct draft_message *m, const struct draft_slot *s)
{
    unsigned n_otherwise = 0;
    for (unsigned i = 0; i < s->slot->n_fields; i++) {
        const struct bb_field *field = &s->fields[i];
        n_otherwise += field->otherwise;
        if (!field->n_cases && !field->otherwise)
            draft_error(d, m, field->name, "no case chooses it");
        for (unsigned k = 0; k < field->n_cases; k++)
            if (bb_slot_choose(s->slot, field->cases[k]) != field)
                draft_error(d, m, field->name, "case %llu chooses another member already",
                            (unsigned long long)field->cases[k]);
    }
    if (n_otherwise > 1)
        draft_error(d, m, s->fields[0].name, "more than one member is 'otherwise'");
}

/* A switch that is just the name of a selector ties the two together. */
static void tie_selector(struct draft *d, struct draft_message *m, struct draft_slot *s)
{
    int found = draft_find_slot(m, s->switch_text);
    if (found < 0 || draft_field(m, (unsigned)found)->role != BB_SELECTOR)
        return;
    struct bb_slot *selector = m->slots[found].slot;
    if (selector->selects >= 0)
        draft_error(d, m, draft_field(m, (unsigned)found)->name, "selects two oneofs");
    selector->selects = (int16_t)(s - m->slots);
    s->slot->selector = (int16_t)found;
}

/* --- by a string ----------------------------------------------------------------------------- */

static void check_texts(struct draft *d, const struct draft_message *m, const struct draft_slot *s)
{
    for (unsigned i = 0; i < s->slot->n_fields; i++) {
        const struct bb_field *field = &s->fields[i];
        if (field->n_cases)
            draft_error(d, m, field->name, "case: its oneof switches on a string: say text_case");
        if (!field->n_texts && !field->otherwise)
            draft_error(d, m, field->name, "no text_case chooses it");
        for (unsigned k = 0; k < field->n_texts; k++)
            if (bb_slot_choose_text(s->slot, bb_token_bytes(&field->texts[k])) != field)
                draft_error(d, m, field->name, "text_case \"%s\" chooses another member already",
                            field->texts[k].ptr);
    }
}

/* Whether the switch is a string, which then is its selector. */
static bool switches_on_text(struct draft *d, struct draft_message *m, struct draft_slot *s)
{
    int found = draft_find_slot(m, s->switch_text);
    if (found < 0 || draft_field(m, (unsigned)found)->type != BB_TYPE_BYTES)
        return false;
    const struct bb_field *field = draft_field(m, (unsigned)found);
    if (field->role != BB_SELECTOR)
        draft_error(d, m, field->name, "chooses a member of a oneof: it must be a selector");
    if (&m->slots[found] > s)
        draft_error(d, m, s->oneof_name, "switch: '%s' must stand before it", field->name);
    s->slot->text_switch = true;
    return true;
}

/* --- by what members begin with ------------------------------------------------------------- */

/* The literal that a member begins with. */
static bool read_opening(const struct draft_message *type, struct bb_field *field)
{
    const struct bb_field *first = type && type->message->n_slots ? draft_field(type, 0) : NULL;
    if (!first || first->role != BB_LITERAL || first->space || first->ends ||
        type->slots[0].when_text)
        return false;
    field->opening = first->literal;
    field->opening_ignores_case = first->ignore_case;
    return true;
}

/* The number whose bytes, first byte on top, are those of the word as it stands on the wire. */
static uint64_t in_wire_order(uint64_t word, unsigned n_bytes, bool little_endian)
{
    if (!little_endian)
        return word;
    uint64_t turned = 0;
    for (unsigned i = 0; i < n_bytes; i++)
        turned = turned << 8 | (word >> 8 * i & 0xff);
    return turned;
}

/* The constant that a member begins with, as mask and tag of as many bytes as its run has. */
static unsigned read_tag(const struct draft_message *type, struct bb_field *field)
{
    const struct bb_slot *run = &type->message->slots[0];
    const struct bb_field *first = draft_field(type, 0);
    bool little_endian = first->little_endian;
    if (!run->run_fields || type->slots[0].when_text || first->role != BB_CONSTANT)
        return 0;
    field->tag = in_wire_order(first->constant << first->shift, run->run_bytes, little_endian);
    field->tag_mask =
        in_wire_order(bb_field_max(first) << first->shift, run->run_bytes, little_endian);
    return run->run_bytes;
}

static void find_tags(struct draft *d, struct draft_message *m, struct draft_slot *s)
{
    uint8_t bytes[DRAFT_MAX_SLOTS];
    for (unsigned i = 0; i < s->slot->n_fields; i++) {
        struct bb_field *field = &s->fields[i];
        const struct draft_message *type = draft_find_message(d, field->message);
        bytes[i] = 0;
        if (field->otherwise || read_opening(type, field))
            continue;
        if (type && type->message->n_slots)
            bytes[i] = (uint8_t)read_tag(type, field);
        if (!field->tag_mask)
            draft_error(d, m, field->name,
                        "does not begin with a constant, and its oneof has no "
                        "switch");
        if (bytes[i] > s->slot->tag_bytes)
            s->slot->tag_bytes = bytes[i];
    }
    for (unsigned i = 0; i < s->slot->n_fields; i++) {
        unsigned shift = 8u * (s->slot->tag_bytes - bytes[i]);
        s->fields[i].tag = shift < 64 ? s->fields[i].tag << shift : 0;
        s->fields[i].tag_mask = shift < 64 ? s->fields[i].tag_mask << shift : 0;
    }
}

/* Two members that one wire could mean: the one written first would hide the other. */
static void check_tags(struct draft *d, const struct draft_message *m, const struct draft_slot *s)
{
    for (unsigned i = 0; i < s->slot->n_fields; i++) {
        for (unsigned k = 0; k < i; k++) {
            const struct bb_field *a = &s->fields[k];
            const struct bb_field *b = &s->fields[i];
            bool hidden = a->tag_mask && (a->tag_mask & b->tag_mask) == a->tag_mask &&
                          (b->tag & a->tag_mask) == a->tag;
            hidden = hidden || (a->opening.len && b->opening.len &&
                                bb_literal_begins(&a->opening, a->opening_ignores_case,
                                                  bb_token_bytes(&b->opening)));
            if (hidden && !a->otherwise && !b->otherwise)
                draft_error(d, m, b->name, "begins with the same constant as '%s'", a->name);
        }
    }
}

static void check_no_texts(struct draft *d, const struct draft_message *m,
                           const struct draft_slot *s)
{
    for (unsigned i = 0; i < s->slot->n_fields; i++)
        if (s->fields[i].n_texts)
            draft_error(d, m, s->fields[i].name,
                        "text_case: the oneof does not switch on a string");
}

static void set_choice(struct draft *d, struct draft_message *m, struct draft_slot *s)
{
    if (s->switch_text && switches_on_text(d, m, s)) {
        check_texts(d, m, s);
        tie_selector(d, m, s);
        return;
    }
    check_no_texts(d, m, s);
    if (s->switch_text) {
        check_cases(d, m, s);
        tie_selector(d, m, s);
    } else {
        find_tags(d, m, s);
        check_tags(d, m, s);
    }
}

void draft_choices(struct draft *d, struct draft_message *m)
{
    for (unsigned i = 0; i < m->message->n_slots; i++)
        if (m->slots[i].slot->n_fields > 1)
            set_choice(d, m, &m->slots[i]);
    for (unsigned i = 0; i < m->message->n_slots; i++) {
        const struct bb_slot *slot = m->slots[i].slot;
        if (draft_field(m, i)->role == BB_SELECTOR && slot->selects < 0)
            draft_error(d, m, draft_field(m, i)->name, "a selector that no oneof switches on");
    }
}
