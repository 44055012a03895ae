/*
 * Where things stand: runs of bit fields, what lengths, counts and digests cover, how far a field
 * of no stated size may reach.
 */
#include <stdlib.h>

#include "grammar/compiler/draft.h"

int draft_find_slot(const struct draft_message *m, const char *name)
{
    for (unsigned i = 0; i < m->message->n_slots; i++)
        for (unsigned k = 0; k < m->slots[i].slot->n_fields; k++)
            if (strcmp(m->slots[i].fields[k].name, name) == 0)
                return (int)i;
    return -1;
}

/* --- bit runs ------------------------------------------------------------------------------- */

static bool is_bit_field(const struct draft_slot *s)
{
    const struct bb_field *field = &s->fields[0];
    return s->slot->n_fields == 1 && !s->slot->repeated && field->type == BB_TYPE_UINT &&
           (field->coding == BB_CODING_FIXED || field->coding == BB_CODING_NIBBLE);
}

/* The run from slot `first` on: ends at the first byte boundary. Returns its number of slots. */
static unsigned measure_run(struct draft *d, const struct draft_message *m, unsigned first,
                            unsigned *ret_bits)
{
    unsigned bits = 0;
    unsigned i = first;
    do {
        if (i == m->message->n_slots || !is_bit_field(&m->slots[i]) || bits > 64 ||
            i - first == BB_MAX_RUN) {
            draft_error(d, m, draft_field(m, first)->name,
                        "the bit fields from here on do not fill whole bytes (%u bits)", bits);
            *ret_bits = 8;
            return 1;
        }
        bits += draft_field(m, i)->bits;
        i++;
    } while (bits % 8);
    *ret_bits = bits;
    return i - first;
}

static void check_run_field(struct draft *d, const struct draft_message *m, unsigned first,
                            unsigned i)
{
    const struct bb_field *field = draft_field(m, i);
    if (field->little_endian != draft_field(m, first)->little_endian)
        draft_error(d, m, field->name, "byte order differs within one run of bit fields");
    if (i > first && m->slots[i].sources[0].wire->when)
        draft_error(d, m, field->name, "'when' cannot take a bit field out of the midst of a byte");
}

static void lay_out_run(struct draft *d, struct draft_message *m, unsigned first, unsigned n,
                        unsigned bits)
{
    bool little_endian = draft_field(m, first)->little_endian;
    unsigned used = 0;
    if (bits > 64)
        draft_error(d, m, draft_field(m, first)->name, "a run of bit fields over 64 bits");
    for (unsigned i = first; i < first + n; i++) {
        struct bb_field *field = &m->slots[i].fields[0];
        check_run_field(d, m, first, i);
        field->shift = (uint8_t)(little_endian ? used : bits - used - field->bits);
        used += field->bits;
    }
    m->slots[first].slot->run_fields = (uint8_t)n;
    m->slots[first].slot->run_bytes = (uint8_t)(bits / 8);
}

static void lay_out_runs(struct draft *d, struct draft_message *m)
{
    unsigned n = 0;
    for (unsigned i = 0; i < m->message->n_slots; i += n) {
        n = 1;
        if (!is_bit_field(&m->slots[i]))
            continue;
        unsigned bits = 0;
        n = measure_run(d, m, i, &bits);
        lay_out_run(d, m, i, n, bits);
    }
}

/* Integers outside of runs: elements of a list, members of a oneof. */
static void check_whole_bytes(struct draft *d, const struct draft_message *m,
                              const struct draft_slot *s)
{
    if (is_bit_field(s))
        return;
    for (unsigned i = 0; i < s->slot->n_fields; i++) {
        const struct bb_field *field = &s->fields[i];
        if (field->type != BB_TYPE_UINT)
            continue;
        if (field->coding == BB_CODING_NIBBLE ||
            (field->coding == BB_CODING_FIXED && field->bits % 8))
            draft_error(d, m, field->name, "must fill whole bytes here (it has %u bits)",
                        field->bits);
        if (field->role == BB_DIGEST || field->role == BB_LENGTH || field->role == BB_COUNT) {
            if (s->slot->repeated || s->slot->n_fields > 1)
                draft_error(d, m, field->name,
                            "a derived field cannot be repeated or a member of a oneof");
        }
    }
}

/* --- measures ------------------------------------------------------------------------------- */

static int find_measured(struct draft *d, const struct draft_message *m, const char *field,
                         const char *name)
{
    int slot = name ? draft_find_slot(m, name) : -1;
    if (slot < 0)
        draft_error(d, m, field, "measures '%s', which this message does not have",
                    name ? name : "");
    return slot;
}

static void set_length(struct draft *d, struct draft_message *m, unsigned i, struct bb_field *field,
                       const Brickbat__Length *length)
{
    int of = find_measured(d, m, field->name, length->of);
    if (of < 0)
        return;
    struct bb_slot *slot = m->slots[of].slot;
    field->measured = (uint16_t)of;
    field->to_end = length->to_end;
    field->unit = length->unit;
    field->bias = length->bias;
    if (field->unit == 0)
        draft_error(d, m, field->name, "length: unit: 0");
    if ((unsigned)of <= i)
        draft_error(d, m, field->name, "a length stands before what it measures ('%s')",
                    length->of);
    int8_t *user = length->to_end ? &slot->end_measure : &slot->length_measure;
    if (*user >= 0)
        draft_error(d, m, field->name, "'%s' has a length already", length->of);
    if (slot->run_fields ||
        (!length->to_end && draft_field(m, (unsigned)of)->type == BB_TYPE_UINT &&
         draft_field(m, (unsigned)of)->coding == BB_CODING_BASE128)) {
        if (!length->to_end)
            draft_error(d, m, field->name, "'%s' has a size of its own", length->of);
    }
    *user = (int8_t)field->measure;
    slot->begins |= (uint8_t)(1u << field->measure);
}

static void set_count(struct draft *d, struct draft_message *m, unsigned i, struct bb_field *field,
                      const char *name)
{
    int of = find_measured(d, m, field->name, name);
    if (of < 0)
        return;
    struct bb_slot *slot = m->slots[of].slot;
    if ((unsigned)of <= i || !slot->repeated)
        draft_error(d, m, field->name, "count: '%s' is not a later repeated field", name);
    field->measured = (uint16_t)of;
    field->unit = 1;
    slot->count_measure = (int8_t)field->measure;
}

static void set_digest(struct draft *d, struct draft_message *m, unsigned i, struct bb_field *field,
                       const Brickbat__Digest *digest)
{
    int from = find_measured(d, m, field->name, digest->from);
    if (from < 0)
        return;
    if ((unsigned)from >= i)
        draft_error(d, m, field->name, "digest: '%s' does not stand before it", digest->from);
    if (m->slots[i].slot->run_fields != 1)
        draft_error(d, m, field->name, "a digest fills whole bytes of its own");
    field->measured = (uint16_t)from;
    field->digest = (uint8_t)digest->kind;
    m->slots[from].slot->begins |= (uint8_t)(1u << field->measure);
}

static void set_measure(struct draft *d, struct draft_message *m, unsigned i)
{
    struct bb_field *field = &m->slots[i].fields[0];
    const Brickbat__Wire *wire = m->slots[i].sources[0].wire;
    if (field->role != BB_LENGTH && field->role != BB_COUNT && field->role != BB_DIGEST)
        return;
    if (m->n_measures == BB_MAX_MEASURES) {
        draft_error(d, m, field->name, "more than %d lengths, counts and digests", BB_MAX_MEASURES);
        return;
    }
    if (field->coding == BB_CODING_SIZED)
        draft_error(d, m, field->name, "a derived field cannot be SIZED");
    field->measure = (uint8_t)m->n_measures++;
    if (field->role == BB_LENGTH)
        set_length(d, m, i, field, wire->length);
    else if (field->role == BB_COUNT)
        set_count(d, m, i, field, wire->count);
    else
        set_digest(d, m, i, field, wire->digest);
}

/* --- extents -------------------------------------------------------------------------------- */

/* The size of a slot that always has the same; -1 if it varies. */
static long fixed_bytes(const struct draft_message *m, unsigned i)
{
    const struct draft_slot *s = &m->slots[i];
    if (s->sources[0].wire->when || s->slot->repeated)
        return -1;
    if (is_bit_field(s))
        return draft_field(m, i)->coding == BB_CODING_NIBBLE ? -1 : s->slot->run_bytes;
    char *end = NULL;
    const char *size = s->sources[0].wire->size;
    long n = size ? strtol(size, &end, 0) : -1;
    return size && *end == '\0' ? n : -1;
}

static void set_reserve(struct draft *d, struct draft_message *m, unsigned rest)
{
    long total = 0;
    for (unsigned i = rest + 1; i < m->message->n_slots; i++) {
        long n = fixed_bytes(m, i);
        if (n < 0 || total + n > UINT16_MAX) {
            draft_error(d, m, draft_field(m, rest)->name, "rest: '%s' behind it has no fixed size",
                        draft_field(m, i)->name);
            return;
        }
        total += n;
    }
    m->slots[rest].slot->reserve = (uint16_t)total;
}

static void check_extent(struct draft *d, const struct draft_message *m, unsigned i)
{
    const struct draft_slot *s = &m->slots[i];
    const Brickbat__Wire *wire = s->sources[0].wire;
    bool extent = s->slot->length_measure >= 0 || s->slot->rest || wire->size;
    for (unsigned k = 0; k < s->slot->n_fields; k++) {
        const struct bb_field *field = &s->fields[k];
        if (field->type == BB_TYPE_BYTES && !extent)
            draft_error(d, m, field->name,
                        "how long is it? Say prefix, size or rest, or have a "
                        "length field measure it");
        if (field->type == BB_TYPE_BYTES && s->slot->repeated)
            draft_error(d, m, field->name, "repeated bytes: make each a message of its own");
        if (s->sources[k].wire->prefix && s->slot->n_fields > 1)
            draft_error(d, m, field->name, "prefix in a oneof: make the member a message");
    }
}

/* --- the message as a whole ----------------------------------------------------------------- */

static void check_delta(struct draft *d, struct draft_message *m, unsigned i)
{
    if (!draft_field(m, i)->delta)
        return;
    if (m->message->delta_slot >= 0)
        draft_error(d, m, draft_field(m, i)->name, "a second delta field");
    m->message->delta_slot = (int16_t)i;
}

/* Behind a field that is there only if bytes remain, nothing can be that is always there: an empty
 * tail would be told apart from a missing one only by luck. */
static void check_tail(struct draft *d, const struct draft_message *m)
{
    bool tail = false;
    for (unsigned i = 0; i < m->message->n_slots; i++) {
        const struct draft_slot *s = &m->slots[i];
        const char *when = s->sources[0].wire->when;
        bool asks = when && strstr(when, "more");
        if (tail && !asks && !(s->slot->repeated && s->slot->length_measure < 0))
            draft_error(d, m, draft_field(m, i)->name,
                        "stands behind an optional tail: it must ask for 'more' too");
        tail = tail || asks;
    }
}

void draft_layout(struct draft *d, struct draft_message *m)
{
    lay_out_runs(d, m);
    for (unsigned i = 0; i < m->message->n_slots; i++)
        set_measure(d, m, i);
    for (unsigned i = 0; i < m->message->n_slots; i++) {
        check_whole_bytes(d, m, &m->slots[i]);
        check_extent(d, m, i);
        check_delta(d, m, i);
        if (m->slots[i].slot->rest)
            set_reserve(d, m, i);
        m->message->n_derived +=
            m->slots[i].slot->n_fields == 1 && bb_field_is_derived(draft_field(m, i));
    }
    check_tail(d, m);
}
