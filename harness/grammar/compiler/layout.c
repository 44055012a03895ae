/*
 * Where things stand: runs of bit fields, what lengths and counts measure, how far a field
 * of no stated size may reach.
 */
#include <stdlib.h>

#include "grammar/compiler/draft.h"

int draft_find_slot(const struct draft_message *m, const char *name)
{
    for (unsigned i = 0; i < m->message->n_slots; i++) {
        const struct draft_slot *s = &m->slots[i];
        if (s->oneof_name && strcmp(s->oneof_name, name) == 0)
            return (int)i;
        for (unsigned k = 0; k < s->slot->n_fields; k++)
            if (strcmp(s->fields[k].name, name) == 0)
                return (int)i;
    }
    return -1;
}

/* --- bit runs ------------------------------------------------------------------------------- */

bool draft_is_bit_field(const struct draft_slot *s)
{
    const struct bb_field *field = &s->fields[0];
    bool sized_run = field->coding == BB_CODING_SIZED && field->bits % 8;
    return s->slot->n_fields == 1 && !s->slot->repeated && field->type == BB_TYPE_UINT &&
           !field->ahead &&
           (field->coding == BB_CODING_FIXED || field->coding == BB_CODING_EXTENDED || sized_run);
}

/* The run from slot `first` on: ends at the first byte boundary. Returns its number of slots. */
static unsigned measure_run(struct draft *d, const struct draft_message *m, unsigned first,
                            unsigned *ret_bits)
{
    unsigned bits = 0;
    unsigned i = first;
    do {
        if (i == m->message->n_slots || !draft_is_bit_field(&m->slots[i]) || bits > 64 ||
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
    bool sized = draft_field(m, first)->coding == BB_CODING_SIZED;
    if (field->little_endian != draft_field(m, first)->little_endian)
        draft_error(d, m, field->name, "byte order differs within one run of bit fields");
    if (i > first && field->coding == BB_CODING_SIZED)
        draft_error(d, m, field->name, "only the first field of a run can be SIZED");
    if (sized && (field->role == BB_LENGTH || field->role == BB_COUNT))
        draft_error(d, m, field->name, "a length or count cannot stand in a SIZED run");
    if (i > first && m->slots[i].when_text)
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
    struct bb_slot *slot = m->slots[first].slot;
    slot->run_fields = (uint8_t)n;
    slot->run_bytes = (uint8_t)(bits / 8);
    slot->sized_run = draft_field(m, first)->coding == BB_CODING_SIZED;
    if (slot->sized_run && first + n != m->message->n_slots)
        draft_error(d, m, draft_field(m, first)->name,
                    "a SIZED run takes all bytes of its scope, so nothing can stand behind it");
}

static void lay_out_runs(struct draft *d, struct draft_message *m)
{
    unsigned n = 0;
    for (unsigned i = 0; i < m->message->n_slots; i += n) {
        n = 1;
        if (!draft_is_bit_field(&m->slots[i]))
            continue;
        unsigned bits = 0;
        n = measure_run(d, m, i, &bits);
        lay_out_run(d, m, i, n, bits);
    }
}

/* --- measures ------------------------------------------------------------------------------- */

static int find_measured(struct draft *d, const struct draft_message *m, const char *field,
                         const char *name)
{
    int slot = name ? draft_find_slot(m, name) : -1;
    if (slot < 0 && name)
        draft_error(d, m, field, "measures '%s', which this message does not have", name);
    else if (slot < 0)
        draft_error(d, m, field, "measures nothing: say which field");
    return slot;
}

static int find_later(struct draft *d, const struct draft_message *m, const struct bb_field *field,
                      const char *name)
{
    int slot = find_measured(d, m, field->name, name);
    if (slot < 0 || slot > field->slot)
        return slot;
    draft_error(d, m, field->name, "must stand before '%s', which it measures", name);
    return -1;
}

void draft_begin_at(struct draft *d, const struct draft_message *m, const struct bb_field *field,
                    unsigned slot)
{
    bool within_run = slot < m->message->n_slots && draft_is_bit_field(&m->slots[slot]) &&
                      !m->slots[slot].slot->run_fields;
    if (within_run)
        draft_error(d, m, field->name, "measures from '%s' on, in the midst of a run of bit fields",
                    draft_field(m, slot)->name);
}

static void begin_at(struct draft *d, struct draft_message *m, const struct bb_field *field,
                     unsigned slot)
{
    draft_begin_at(d, m, field, slot);
    m->slots[slot].slot->begins |= (uint8_t)(1u << field->measure);
}

/* A length to the end of the message counts from the field named `of`, or from right behind it. */
static void set_length_to_end(struct draft *d, struct draft_message *m, struct bb_field *field,
                              const Brickbat__Length *length)
{
    int of = length->of ? find_later(d, m, field, length->of) : field->slot + 1;
    if (of < 0)
        return;
    struct bb_slot *slot = m->slots[of].slot;
    if (slot->end_measure >= 0)
        draft_error(d, m, field->name, "a second length to the end from the same place on");
    field->measured = (uint16_t)of;
    field->to_end = true;
    slot->end_measure = (int8_t)field->measure;
    begin_at(d, m, field, (unsigned)of);
}

/* Whether a field's size follows from its type alone. */
static bool has_own_size(const struct draft_slot *s)
{
    const struct bb_field *field = &s->fields[0];
    bool varint = field->type == BB_TYPE_UINT && bb_is_varint(field);
    return draft_is_bit_field(s) || field->role == BB_LITERAL ||
           (varint && s->slot->n_fields == 1 && !s->slot->repeated);
}

static void set_each(struct draft *d, struct draft_message *m, struct bb_field *field, unsigned of)
{
    const struct bb_field *element = draft_field(m, of);
    if (!m->slots[of].slot->repeated)
        draft_error(d, m, field->name, "each: '%s' is not repeated", element->name);
    if (element->type == BB_TYPE_UINT)
        draft_error(d, m, field->name, "each: '%s' has elements with a size of their own",
                    element->name);
    field->each = true;
    m->slots[of].slot->each = true;
}

static void set_length_of_field(struct draft *d, struct draft_message *m, struct bb_field *field,
                                const Brickbat__Length *length)
{
    int of = find_later(d, m, field, length->of);
    if (of < 0)
        return;
    struct bb_slot *slot = m->slots[of].slot;
    if (slot->length_measure >= 0)
        draft_error(d, m, field->name, "'%s' has a length already", length->of);
    if (length->each)
        set_each(d, m, field, (unsigned)of);
    if (has_own_size(&m->slots[of]))
        draft_error(d, m, field->name, "'%s' has a size of its own", length->of);
    field->measured = (uint16_t)of;
    slot->length_measure = (int8_t)field->measure;
    begin_at(d, m, field, (unsigned)of);
}

static void set_length(struct draft *d, struct draft_message *m, struct bb_field *field,
                       const Brickbat__Length *length)
{
    field->unit = length->unit;
    field->bias = length->bias;
    field->before = (uint16_t)length->before;
    if (length->before > UINT16_MAX)
        draft_error(d, m, field->name, "length: before: %u is more than %d", length->before,
                    UINT16_MAX);
    if (field->unit == 0)
        draft_error(d, m, field->name, "length: unit: 0");
    if (length->to_end && length->each)
        draft_error(d, m, field->name, "each: not together with to_end");
    if (length->label && (length->of || length->to_end || length->each))
        draft_error(d, m, field->name, "length: takes only one of label, of and to_end");
    if (length->label)
        field->label = (uint8_t)draft_label(d, m, field->name, length->label);
    else if (length->to_end)
        set_length_to_end(d, m, field, length);
    else
        set_length_of_field(d, m, field, length);
}

static void set_count(struct draft *d, struct draft_message *m, struct bb_field *field,
                      const char *name)
{
    int of = find_later(d, m, field, name);
    if (of < 0)
        return;
    struct bb_slot *slot = m->slots[of].slot;
    if (!slot->repeated)
        draft_error(d, m, field->name, "count: '%s' is not repeated", name);
    if (slot->count_measure >= 0)
        draft_error(d, m, field->name, "'%s' has a count already", name);
    field->measured = (uint16_t)of;
    field->unit = 1;
    slot->count_measure = (int8_t)field->measure;
}

/* A prefix is done with as soon as the field behind it is, so all of a message share one measure.
 */
static bool take_measure(struct draft *d, struct draft_message *m, struct bb_field *field,
                         bool is_prefix)
{
    if (is_prefix && m->prefix_measure) {
        field->measure = (uint8_t)(m->prefix_measure - 1);
        return true;
    }
    if (m->message->n_measures == BB_MAX_MEASURES) {
        draft_error(d, m, field->name, "more than %d lengths and counts", BB_MAX_MEASURES);
        return false;
    }
    field->measure = (uint8_t)m->message->n_measures++;
    if (is_prefix)
        m->prefix_measure = m->message->n_measures;
    return true;
}

static void set_measure(struct draft *d, struct draft_message *m, unsigned i)
{
    struct bb_field *field = &m->slots[i].fields[0];
    const struct draft_source *source = &m->slots[i].sources[0];
    bool is_derived =
        field->role == BB_LENGTH || field->role == BB_COUNT || field->role == BB_DIGEST;
    if (is_derived && field->coding == BB_CODING_SIZED)
        draft_error(d, m, field->name, "a derived field cannot be SIZED");
    bool labelled = field->role == BB_LENGTH && source->wire->length->label;
    if (!is_derived || field->role == BB_DIGEST ||
        (!labelled && !take_measure(d, m, field, !source->descriptor)))
        return;
    if (field->role == BB_LENGTH)
        set_length(d, m, field, source->wire->length);
    else
        set_count(d, m, field, source->wire->count);
}

/* --- extents -------------------------------------------------------------------------------- */

/* The size of a slot that always has the same; -1 if it varies. */
static long fixed_bytes(const struct draft_message *m, unsigned i)
{
    const struct draft_slot *s = &m->slots[i];
    if (s->sources[0].wire->joins || s->sources[0].wire->ahead)
        return 0;
    if (s->slot->repeated || (s->when_text && !draft_is_bit_field(s)))
        return -1;
    if (draft_is_bit_field(s))
        return draft_field(m, i)->coding == BB_CODING_FIXED ? s->slot->run_bytes : -1;
    const struct bb_field *field = draft_field(m, i);
    if (field->role == BB_LITERAL)
        return field->space || field->ends ? -1 : (long)field->literal.len;
    if (s->slot->ends)
        return -1;
    if (bb_field_is_number(draft_field(m, i)) && s->slot->length_measure < 0 &&
        !s->sources[0].wire->size)
        return draft_field(m, i)->digits ? draft_field(m, i)->digits : -1;
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
        if (m->slots[i].when_text)
            m->slots[rest].slot->reserve_varies = true;
        else
            total += n;
    }
    m->slots[rest].slot->reserve = (uint16_t)total;
}

static void note_delta(struct draft *d, struct draft_message *m, unsigned i)
{
    if (!draft_field(m, i)->delta)
        return;
    if (m->message->delta_slot >= 0)
        draft_error(d, m, draft_field(m, i)->name, "a second delta field");
    m->message->delta_slot = (int16_t)i;
}

static void set_label(struct draft *d, struct draft_message *m, unsigned i)
{
    const char *label = m->slots[i].sources[0].wire->label;
    if (!label)
        return;
    unsigned bit = draft_label(d, m, draft_field(m, i)->name, label);
    if (has_own_size(&m->slots[i]))
        draft_error(d, m, draft_field(m, i)->name, "label: it has a size of its own");
    if (m->message->labels & bit && !m->slots[i].when_text)
        draft_error(d, m, draft_field(m, i)->name, "a second field with label '%s' and no 'when'",
                    label);
    m->slots[i].slot->label = (uint8_t)bit;
    m->message->labels |= (uint8_t)bit;
}

/* A length of BER can be indefinite if it covers the rest of its message, which has no other end.
 */
static void allow_indefinite(struct draft_message *m)
{
    struct bb_field *only = NULL;
    unsigned n = m->wire->n_end > 0;
    for (unsigned i = 0; i < m->message->n_slots; i++) {
        struct bb_field *field = &m->slots[i].fields[0];
        if (field->role != BB_LENGTH || !field->to_end)
            continue;
        only = field;
        n++;
    }
    if (n == 1 && only && only->coding == BB_CODING_BER_LENGTH && only->unit == 1 &&
        only->bias == 0 && only->before == 0 && only->measured == only->slot + 1)
        only->indefinite = true;
}

void draft_layout(struct draft *d, struct draft_message *m)
{
    lay_out_runs(d, m);
    for (unsigned i = 0; i < m->message->n_slots; i++) {
        set_measure(d, m, i);
        allow_indefinite(m);
        set_label(d, m, i);
    }
    for (unsigned i = 0; i < m->message->n_slots; i++) {
        note_delta(d, m, i);
        if (m->slots[i].slot->rest)
            set_reserve(d, m, i);
        m->message->n_derived +=
            m->slots[i].slot->n_fields == 1 && bb_field_is_derived(draft_field(m, i));
    }
    draft_digests(d, m);
}
