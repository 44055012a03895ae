/*
 * Options that contradict each other, or that have no effect where they stand. What other parts of
 * the compiler come across while they work they report themselves.
 */
#include "grammar/compiler/draft.h"

enum { MAX_MIN_SIZE = 32 }; /* as long as anything generated */

/* Lengths and counts: known only when what they measure is done. */
static bool is_late_field(const struct bb_field *field)
{
    return field->role == BB_LENGTH || field->role == BB_COUNT;
}

/* Integers outside of runs: elements of a list, members of a oneof. */
static void check_whole_bytes(struct draft *d, const struct draft_message *m,
                              const struct draft_slot *s)
{
    if (draft_is_bit_field(s))
        return;
    for (unsigned i = 0; i < s->slot->n_fields; i++) {
        const struct bb_field *field = &s->fields[i];
        if (field->role == BB_LITERAL && (s->slot->repeated || s->slot->n_fields > 1))
            draft_error(d, m, field->name, "a literal cannot be repeated or a member of a oneof");
        if (field->type != BB_TYPE_UINT)
            continue;
        if (!bb_is_varint(field) && !bb_field_is_number(field) && !field->ahead && field->bits % 8)
            draft_error(d, m, field->name, "must fill whole bytes here (it has %u bits)",
                        field->bits);
        if (bb_field_is_derived(field) && (s->slot->repeated || s->slot->n_fields > 1))
            draft_error(d, m, field->name,
                        "a constant or derived field cannot be repeated or a member of a oneof");
    }
}

/* What holds for a oneof as a whole cannot be said at one of its members. */
static void check_member(struct draft *d, const struct draft_message *m, const struct draft_slot *s,
                         unsigned i)
{
    const Brickbat__Wire *wire = s->sources[i].wire;
    if (wire->prefix || wire->size || wire->rest || wire->when || wire->while_ || wire->n_end ||
        wire->label)
        draft_error(d, m, s->fields[i].name,
                    "a member of a oneof takes no prefix, size, rest, end, label, when or while: "
                    "make it "
                    "a "
                    "message, say it of the oneof, or have a length measure the oneof");
    if (!s->switch_text && wire->n_case_)
        draft_error(d, m, s->fields[i].name, "case: the oneof has no switch");
}

static void check_outside_oneof(struct draft *d, const struct draft_message *m,
                                const struct draft_slot *s)
{
    const Brickbat__Wire *wire = s->sources[0].wire;
    const char *name = s->fields[0].name;
    if (wire->n_case_ || wire->n_text_case || wire->otherwise)
        draft_error(d, m, name, "case, text_case, otherwise: only for members of a oneof");
    if (wire->while_ && !s->slot->repeated)
        draft_error(d, m, name, "while: only for repeated fields");
    if ((wire->prefix != NULL) + (wire->size != NULL) + (wire->rest != 0) > 1)
        draft_error(d, m, name, "takes only one of prefix, size and rest");
    else if (s->slot->length_measure >= 0 && !s->slot->each && (wire->size || wire->rest))
        draft_error(d, m, name, "its size is said twice: a length measures it");
    bool of_bytes = s->fields[0].type != BB_TYPE_UINT || bb_field_is_number(&s->fields[0]);
    if (wire->size && (!of_bytes || is_late_field(&s->fields[0])) && !s->slot->repeated)
        draft_error(d, m, name, "size: an integer has a size of its own");
}

bool draft_has_extent(const struct draft_slot *s)
{
    return s->slot->length_measure >= 0 || s->slot->rest || s->slot->label ||
           s->sources[0].wire->size || s->slot->ends;
}

/* Integers have a size of their own, all else has none. */
static void check_extent(struct draft *d, const struct draft_message *m, const struct draft_slot *s,
                         const struct bb_field *field)
{
    if (field->type == BB_TYPE_BYTES && !draft_has_extent(s) && field->role != BB_LITERAL)
        draft_error(d, m, field->name,
                    "how long is it? Say prefix, size, rest or end, or have a length measure it");
    if (field->type == BB_TYPE_UINT && s->slot->ends && !s->slot->repeated &&
        !bb_field_is_number(field))
        draft_error(d, m, field->name, "end: an integer has a size of its own");
    if (field->type == BB_TYPE_UINT && s->slot->rest && !s->slot->repeated &&
        field->coding != BB_CODING_SIZED && !bb_field_is_number(field))
        draft_error(d, m, field->name, "rest: an integer has a size of its own");
    bool greedy = bb_field_is_number(field) && !field->digits;
    if (s->slot->repeated && !s->slot->each &&
        (field->type == BB_TYPE_BYTES || field->coding == BB_CODING_SIZED || greedy))
        draft_error(d, m, field->name, "where does an element end? Make each a message of its own");
}

static void check_type(struct draft *d, const struct draft_message *m, const struct bb_field *field,
                       const Brickbat__Wire *wire)
{
    bool for_integers = wire->has_bits || wire->has_coding || wire->has_little_endian ||
                        wire->has_digits || (wire->has_lower_case && !wire->transform) ||
                        wire->delta || wire->selects_bank;
    if (field->type != BB_TYPE_UINT && for_integers)
        draft_error(d, m, field->name,
                    "bits, coding, little_endian, digits, lower_case, delta and selects_bank "
                    "are "
                    "for integers");
    if (field->type == BB_TYPE_MESSAGE && wire->sets)
        draft_error(d, m, field->name, "sets: not for messages");
    if (wire->has_set_to && (!wire->sets || field->type != BB_TYPE_BYTES))
        draft_error(d, m, field->name, "set_to: only with sets, for bytes and strings");
    if (field->type != BB_TYPE_BYTES && (wire->has_max_size || wire->has_min_size))
        draft_error(d, m, field->name, "max_size, min_size: only for bytes and strings");
    if (field->type != BB_TYPE_BYTES && (wire->has_literal || wire->space || wire->ignore_case))
        draft_error(d, m, field->name, "literal, ignore_case and space are for bytes and strings");
    if (wire->min_size > MAX_MIN_SIZE || wire->min_size > field->max_size)
        draft_error(d, m, field->name, "min_size: more than max_size, or than %d", MAX_MIN_SIZE);
}

/* Sums and variables are known as soon as the field is read; lengths and counts only later. */
static void check_use(struct draft *d, const struct draft_message *m, const struct draft_slot *s)
{
    const struct bb_field *field = &s->fields[0];
    bool is_late = is_late_field(field) || field->role == BB_DIGEST;
    if (field->delta && (is_late || !draft_is_bit_field(s)))
        draft_error(d, m, field->name,
                    "delta: only for a single FIXED or EXTENDED integer "
                    "that is not a length, count or digest");
    if ((field->sets >= 0 || field->selects_bank) && is_late)
        draft_error(d, m, field->name, "sets, selects_bank: not for a length, count or digest");
}

static void check_values(struct draft *d, const struct draft_message *m, const struct draft_slot *s)
{
    const struct bb_field *field = &s->fields[0];
    const Brickbat__Wire *wire = s->sources[0].wire;
    bool single = !s->oneof_name && !s->slot->repeated && field->type == BB_TYPE_UINT;
    if (wire->ahead && (!single || field->coding != BB_CODING_FIXED || wire->reference ||
                        (field->role != BB_PLAIN && field->role != BB_SELECTOR)))
        draft_error(d, m, field->name,
                    "ahead: only for a single FIXED integer, and no derived one");
    if (field->role == BB_COMPUTED && (field->delta || field->coding == BB_CODING_SIZED))
        draft_error(d, m, field->name, "is: not together with delta or SIZED");
}

static bool ends_early(const struct bb_message *message)
{
    for (unsigned i = 0; i <= message->n_slots; i++)
        if (message->slots[i].end_measure >= 0)
            return true;
    return false;
}

/* What is joined or decoded is all of its bytes: what a length kept out would belong to nobody. */
static void check_whole(struct draft *d, const struct draft_message *m, const struct draft_slot *s)
{
    const struct bb_field *field = &s->fields[0];
    if ((s->slot->joins || field->transform) && field->message && ends_early(field->message))
        draft_error(d, m, field->name,
                    "%s has a length to its end: put it into a message with rest: true",
                    field->message->name);
}

/* Behind a field that is there only if bytes remain, nothing can be that is always there: an empty
 * tail would be told apart from a missing one only by luck. */
static void check_tail(struct draft *d, const struct draft_message *m)
{
    bool tail = false;
    for (unsigned i = 0; i < m->message->n_slots; i++) {
        const struct draft_slot *s = &m->slots[i];
        const char *when = s->when_text;
        bool asks = when && strstr(when, "more");
        bool within_run = draft_is_bit_field(s) && !s->slot->run_fields;
        bool may_be_empty = s->slot->repeated && s->slot->length_measure < 0;
        if (tail && !asks && !within_run && !may_be_empty)
            draft_error(d, m, draft_field(m, i)->name,
                        "stands behind an optional tail: it must ask for 'more' too");
        tail = tail || asks;
    }
}

void draft_check(struct draft *d, const struct draft_message *m)
{
    for (unsigned i = 0; i < m->message->n_slots; i++) {
        const struct draft_slot *s = &m->slots[i];
        check_whole_bytes(d, m, s);
        check_use(d, m, s);
        check_values(d, m, s);
        check_whole(d, m, s);
        for (unsigned k = 0; k < s->slot->n_fields; k++) {
            check_extent(d, m, s, &s->fields[k]);
            check_type(d, m, &s->fields[k], s->sources[k].wire);
            if (s->oneof_name)
                check_member(d, m, s, k);
        }
        if (!s->oneof_name)
            check_outside_oneof(d, m, s);
    }
    check_tail(d, m);
}

/* --- grammars ------------------------------------------------------------------------------- */

/* What contains itself without a way to do without would be rendered without end. */
static void check_endless(struct draft *d, struct draft_message *m)
{
    m->walk = UNDER_WAY;
    for (unsigned i = 0; i < m->message->n_slots; i++) {
        const struct draft_slot *s = &m->slots[i];
        struct draft_message *inner = draft_find_message(d, s->fields[0].message);
        if (!inner || s->slot->repeated || s->when_text)
            continue;
        if (inner->walk == UNDER_WAY)
            draft_error(d, m, s->fields[0].name,
                        "contains itself without end: it must be "
                        "repeated, have a 'when', or stand in a oneof "
                        "behind a member that ends it");
        else if (inner->walk == UNSEEN)
            check_endless(d, inner);
    }
    m->walk = SEEN;
}

static bool is_identifier(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    return *name && strspn(name, letters) == strlen(name);
}

void draft_check_grammar(struct draft *d, const struct bb_compiled *compiled, size_t grammar)
{
    const struct bb_grammar *g = &compiled->grammars[grammar];
    struct draft_message *m = draft_find_message(d, g->root);
    if (!is_identifier(g->name))
        draft_error(d, m, NULL, "grammar: \"%s\" is not made of letters, digits and _", g->name);
    for (size_t i = 0; i < grammar; i++)
        if (strcmp(compiled->grammars[i].name, g->name) == 0)
            draft_error(d, m, NULL, "grammar: \"%s\" is there twice", g->name);
    /* The root's scope is the input: what a length kept out of it would belong to nobody. */
    if (ends_early(g->root))
        draft_error(d, m, NULL,
                    "a grammar's root has no length to its end: put all into a "
                    "message with rest: true");
    check_endless(d, m);
}
