/*
 * What digests cover: ranges of their message, and fields of the messages around it.
 */
#include "grammar/compiler/draft.h"

enum { MAX_NOTED = 255 }; /* numbers of names that digests cover, from 1 on */

/* A new range of the message; its index. */
static unsigned add_range(struct draft *d, const struct draft_message *m, const char *field)
{
    if (m->message->n_ranges == BB_MAX_RANGES) {
        draft_error(d, m, field, "more than %d digests and fields that digests cover",
                    BB_MAX_RANGES);
        return 0;
    }
    return m->message->n_ranges++;
}

/* The slot behind that one. Ranges end where bytes do. */
static unsigned behind(struct draft *d, const struct draft_message *m, const char *field,
                       unsigned slot)
{
    unsigned next = slot + 1;
    if (next < m->message->n_slots && draft_is_bit_field(&m->slots[next]) &&
        !m->slots[next].slot->run_fields)
        draft_error(d, m, field, "the range ends with '%s', in the midst of a run of bit fields",
                    draft_field(m, slot)->name);
    return next;
}

/* --- the digests of one message ------------------------------------------------------------- */

/* The slots that a digest covers: from `first` up to before `last`. */
struct reach {
    unsigned digest; /* slot of the digest itself */
    unsigned first;
    unsigned last;
    bool settled;
};

static int find(struct draft *d, const struct draft_message *m, const char *field,
                const char *option, const char *name)
{
    int slot = draft_find_slot(m, name);
    if (slot < 0)
        draft_error(d, m, field, "digest: %s: there is no '%s' in this message", option, name);
    return slot;
}

static bool find_reach(struct draft *d, const struct draft_message *m, unsigned i,
                       struct reach *ret_reach)
{
    const char *name = draft_field(m, i)->name;
    const Brickbat__Digest *digest = m->slots[i].sources[0].wire->digest;
    if (!digest->from) {
        draft_error(d, m, name, "digest: from which field on?");
        return false;
    }
    int first = find(d, m, name, "from", digest->from);
    int last = digest->to ? find(d, m, name, "to", digest->to) : (int)i - 1;
    if (first < 0 || (digest->to && last < 0))
        return false;
    if (digest->to && digest->to_end)
        draft_error(d, m, name, "digest: takes only one of to and to_end");
    if (digest->to_end)
        last = m->message->n_slots - 1;
    if (last < first && !digest->to)
        draft_error(d, m, name, "digest: '%s' does not stand before it: say to or to_end",
                    digest->from);
    else if (last < first)
        draft_error(d, m, name, "digest: '%s' stands before '%s'", digest->to, digest->from);
    *ret_reach = (struct reach){.digest = i, .first = (unsigned)first, .last = (unsigned)last + 1};
    return last >= first;
}

/* What a digest covers is computed before it. */
static bool waits(const struct reach *reach, const struct reach *others, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        if (!others[i].settled && &others[i] != reach && others[i].digest >= reach->first &&
            others[i].digest < reach->last)
            return true;
    return false;
}

static void set_range(struct draft *d, const struct draft_message *m, struct reach *reach)
{
    struct bb_field *field = &m->slots[reach->digest].fields[0];
    const Brickbat__Digest *digest = m->slots[reach->digest].sources[0].wire->digest;
    reach->settled = true;
    field->range = (uint8_t)add_range(d, m, field->name);
    unsigned bit = 1u << field->range;
    draft_begin_at(d, m, field, reach->first);
    m->slots[reach->first].slot->range_begins |= (uint8_t)bit;
    if (digest->to)
        reach->last = behind(d, m, field->name, reach->last - 1);
    if (!digest->to_end)
        m->slots[reach->last].slot->range_ends |= (uint8_t)bit;
}

static void order_ranges(struct draft *d, const struct draft_message *m, struct reach *reaches,
                         unsigned n)
{
    for (unsigned done = 0; done < n; done++) {
        unsigned i = 0;
        while (i < n && (reaches[i].settled || waits(&reaches[i], reaches, n)))
            i++;
        if (i == n) {
            draft_error(d, m, draft_field(m, reaches[0].digest)->name,
                        "digests that cover each other");
            return;
        }
        set_range(d, m, &reaches[i]);
    }
}

static void set_hook(struct draft *d, struct draft_message *m, struct bb_field *field,
                     const Brickbat__Digest *digest)
{
    bool keyed = digest->kind == BRICKBAT__DIGEST_KIND__KEYED;
    field->hook = digest->hook;
    if (keyed && !digest->hook)
        draft_error(d, m, field->name, "digest: one that is KEYED needs a hook");
    if (!keyed && digest->hook)
        draft_error(d, m, field->name, "digest: hook: only for one that is KEYED");
}

void draft_digests(struct draft *d, struct draft_message *m)
{
    struct reach reaches[BB_MAX_RANGES];
    unsigned n = 0;
    for (unsigned i = 0; i < m->message->n_slots; i++) {
        struct bb_field *field = &m->slots[i].fields[0];
        if (field->role != BB_DIGEST)
            continue;
        const Brickbat__Digest *digest = m->slots[i].sources[0].wire->digest;
        field->digest = (uint8_t)digest->kind;
        field->zero_means_none = digest->zero_means_none;
        set_hook(d, m, field, digest);
        if (digest->kind == BRICKBAT__DIGEST_KIND__NO_DIGEST)
            draft_error(d, m, field->name, "digest: of which kind?");
        bool number = bb_field_is_number(field);
        if (number && !field->digits)
            draft_error(d, m, field->name, "a digest has a fixed number of digits: say how many");
        if (!number && m->slots[i].slot->run_fields != 1)
            draft_error(d, m, field->name, "a digest fills whole bytes of its own");
        if (n == BB_MAX_RANGES)
            draft_error(d, m, field->name, "more than %d digests", BB_MAX_RANGES);
        else
            n += find_reach(d, m, i, &reaches[n]);
    }
    order_ranges(d, m, reaches, n);
    m->message->n_digests = m->message->n_ranges;
}

/* --- what else they cover ------------------------------------------------------------------- */

/* The number of the name, which is added if it is new. */
static unsigned number_of(struct draft *d, const char *name)
{
    unsigned i = 0;
    while (i < d->n_noted && strcmp(d->noted[i], name) != 0)
        i++;
    if (i == MAX_NOTED) {
        draft_error(d, NULL, name, "more than %d fields that digests cover", MAX_NOTED);
        return 1;
    }
    if (i == d->n_noted)
        d->noted[d->n_noted++] = name;
    return i + 1;
}

static bool is_noted(const struct bb_message *message, unsigned number)
{
    for (unsigned i = message->n_digests; i < message->n_ranges; i++)
        if (message->noted[i] == number)
            return true;
    return false;
}

/* Bytes that are final as soon as they stand there. */
static bool can_be_noted(const struct draft_slot *s)
{
    const struct bb_field *field = &s->fields[0];
    bool late = field->role == BB_LENGTH || field->role == BB_COUNT || field->role == BB_DIGEST;
    return s->slot->n_fields == 1 && !s->slot->repeated && !late &&
           (field->type == BB_TYPE_BYTES || s->slot->run_fields == 1);
}

static void note_field(struct draft *d, struct draft_message *m, unsigned slot, unsigned number)
{
    const char *name = draft_field(m, slot)->name;
    if (is_noted(m->message, number))
        return;
    if (!can_be_noted(&m->slots[slot]))
        draft_error(d, m, name,
                    "a digest covers it, which only single integers of whole bytes and bytes can "
                    "be, and no lengths, counts and digests");
    unsigned range = add_range(d, m, name);
    m->message->noted[range] = (uint8_t)number;
    m->slots[slot].slot->range_begins |= (uint8_t)(1u << range);
    m->slots[slot + 1].slot->range_ends |= (uint8_t)(1u << range);
}

/* Has all messages around take note of the field. False if none has it. */
static bool note_around(struct draft *d, struct draft_message *m, const char *name, unsigned number)
{
    bool found = false;
    if (m->walk == SEEN)
        return false;
    m->walk = SEEN;
    for (unsigned i = 0; i < m->n_parents; i++) {
        struct draft_message *parent = m->parents[i];
        int slot = draft_find_slot(parent, name);
        if (slot >= 0)
            note_field(d, parent, (unsigned)slot, number);
        found = note_around(d, parent, name, number) || slot >= 0 || found;
    }
    return found;
}

static struct bb_covered covered(struct draft *d, struct draft_message *m, const char *field,
                                 const Brickbat__Covered *also)
{
    struct bb_covered covered = {
        .value = also->value,
        .bytes = (uint8_t)(also->bits / 8),
        .size = also->size,
    };
    if ((also->field != NULL) + (also->has_value != 0) + (also->size != 0) != 1)
        draft_error(d, m, field, "also: takes one of field, value and size");
    if (also->bits % 8 || also->bits < 8 || also->bits > 64)
        draft_error(d, m, field, "also: bits: %u is not 8, 16, ... 64", also->bits);
    if (!also->field)
        return covered;
    covered.noted = (uint8_t)number_of(d, also->field);
    draft_forget_walk(d);
    if (!note_around(d, m, also->field, covered.noted))
        draft_error(d, m, field, "also: no message around has a field '%s'", also->field);
    return covered;
}

void draft_covered(struct draft *d, struct draft_message *m)
{
    for (unsigned i = 0; i < m->message->n_slots; i++) {
        struct bb_field *field = &m->slots[i].fields[0];
        if (field->role != BB_DIGEST)
            continue;
        const Brickbat__Digest *digest = m->slots[i].sources[0].wire->digest;
        struct bb_covered *also = draft_alloc(d, digest->n_also, sizeof *also);
        if (digest->n_also > BB_MAX_COVERED) {
            draft_error(d, m, field->name, "also: more than %d", BB_MAX_COVERED);
            continue;
        }
        for (size_t k = 0; k < digest->n_also; k++)
            also[k] = covered(d, m, field->name, digest->also[k]);
        field->also = also;
        field->n_also = (uint8_t)digest->n_also;
    }
}
