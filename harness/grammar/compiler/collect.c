/*
 * Which messages a grammar reaches, and their slots and fields in wire order.
 */
#include <stdio.h>
#include <stdlib.h>

#include "grammar/compiler/draft.h"
#include "grammar/number.h"

typedef Google__Protobuf__DescriptorProto message_descriptor;
typedef Google__Protobuf__EnumDescriptorProto enum_descriptor;
typedef Google__Protobuf__FieldDescriptorProto field_descriptor;

#define TYPE(name) GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_##name

/* --- finding types by full name ------------------------------------------------------------- */

/* What is left of ".package.Outer.Inner" once the scope ".package" is taken off; NULL if the name
 * is not in it. */
static const char *below(const char *full_name, const char *scope)
{
    size_t n = strlen(scope);
    if (n == 0)
        return *full_name == '.' ? full_name + 1 : full_name;
    if (*full_name == '.')
        full_name++;
    if (strncmp(full_name, scope, n) != 0 || full_name[n] != '.')
        return NULL;
    return full_name + n + 1;
}

static const message_descriptor *find_nested(message_descriptor *const *types, size_t n,
                                             const char *name)
{
    for (size_t i = 0; i < n; i++) {
        size_t len = strlen(types[i]->name);
        if (strncmp(name, types[i]->name, len) != 0)
            continue;
        if (name[len] == '\0')
            return types[i];
        if (name[len] == '.')
            return find_nested(types[i]->nested_type, types[i]->n_nested_type, name + len + 1);
    }
    return NULL;
}

static const message_descriptor *find_message(const struct draft *d, const char *full_name)
{
    for (size_t i = 0; i < d->n_files; i++) {
        const Google__Protobuf__FileDescriptorProto *file = d->files[i];
        const char *name = below(full_name, file->package ? file->package : "");
        const message_descriptor *found =
            name ? find_nested(file->message_type, file->n_message_type, name) : NULL;
        if (found)
            return found;
    }
    return NULL;
}

/* Enums are looked for at the top of a file and one message down. */
static const enum_descriptor *find_enum(const struct draft *d, const char *full_name)
{
    for (size_t i = 0; i < d->n_files; i++) {
        const Google__Protobuf__FileDescriptorProto *file = d->files[i];
        const char *name = below(full_name, file->package ? file->package : "");
        for (size_t k = 0; name && k < file->n_enum_type; k++)
            if (strcmp(file->enum_type[k]->name, name) == 0)
                return file->enum_type[k];
        for (size_t k = 0; name && k < file->n_message_type; k++) {
            const message_descriptor *outer = file->message_type[k];
            const char *inner = below(name, outer->name);
            for (size_t j = 0; inner && j < outer->n_enum_type; j++)
                if (strcmp(outer->enum_type[j]->name, inner) == 0)
                    return outer->enum_type[j];
        }
    }
    return NULL;
}

/* --- fields --------------------------------------------------------------------------------- */

static void set_enum_values(struct draft *d, struct bb_field *field, const char *type_name)
{
    const enum_descriptor *e = find_enum(d, type_name);
    if (!e)
        return;
    uint64_t *values = draft_alloc(d, e->n_value, sizeof *values);
    const char **names = draft_alloc(d, e->n_value, sizeof *names);
    for (size_t i = 0; i < e->n_value && !d->out_of_memory; i++) {
        values[i] = (uint32_t)e->value[i]->number; /* what is negative: in two's complement */
        names[i] = e->value[i]->name;
    }
    field->values = values;
    field->value_names = names;
    field->n_values = (uint16_t)e->n_value;
}

static void set_type(struct draft *d, struct draft_message *m, struct bb_field *field,
                     const field_descriptor *descriptor)
{
    unsigned bits = 0;
    switch (descriptor->type) {
    case TYPE(BOOL): bits = 8; break;
    case TYPE(ENUM):
        bits = 8;
        set_enum_values(d, field, descriptor->type_name);
        break;
    case TYPE(UINT32):
    case TYPE(FIXED32): bits = 32; break;
    case TYPE(UINT64):
    case TYPE(FIXED64): bits = 64; break;
    case TYPE(STRING):
        field->is_text = true;
        field->type = BB_TYPE_BYTES;
        return;
    case TYPE(BYTES): field->type = BB_TYPE_BYTES; return;
    case TYPE(MESSAGE): field->type = BB_TYPE_MESSAGE; return;
    default:
        draft_error(d, m, descriptor->name,
                    "type not usable on the wire: take bool, an enum, uint32, uint64, bytes, "
                    "string or a message");
    }
    field->type = BB_TYPE_UINT;
    field->bits = (uint8_t)bits;
}

static unsigned role_of(struct draft *d, const struct draft_message *m, const char *name,
                        const Brickbat__Wire *wire)
{
    unsigned n = (wire->has_value != 0) + (wire->length != NULL) + (wire->count != NULL) +
                 (wire->digest != NULL) + (wire->has_selector && wire->selector) +
                 (wire->is != NULL);
    if (n > 1)
        draft_error(d, m, name, "takes only one of value, is, length, count, digest and selector");
    return wire->has_value                        ? BB_CONSTANT
           : wire->is                             ? BB_COMPUTED
           : wire->length                         ? BB_LENGTH
           : wire->count                          ? BB_COUNT
           : wire->digest                         ? BB_DIGEST
           : wire->has_selector && wire->selector ? BB_SELECTOR
                                                  : BB_PLAIN;
}

static void set_digits(struct draft *d, struct draft_message *m, struct bb_field *field,
                       const Brickbat__Wire *wire)
{
    field->digits = (uint8_t)(wire->digits & 127);
    field->lower_case = wire->lower_case;
    if (wire->has_digits && (wire->digits < 1 || wire->digits > BB_MAX_DIGITS))
        draft_error(d, m, field->name, "digits: %u is not within 1 to %d", wire->digits,
                    BB_MAX_DIGITS);
    if (wire->has_digits && !bb_field_is_number(field))
        draft_error(d, m, field->name, "digits: only for DECIMAL, HEX and BINARY");
    if (wire->lower_case && field->coding != BB_CODING_HEX)
        draft_error(d, m, field->name, "lower_case: only for HEX");
}

static void set_integer_options(struct draft *d, struct draft_message *m, struct bb_field *field,
                                const Brickbat__Wire *wire)
{
    field->role = (uint8_t)role_of(d, m, field->name, wire);
    draft_coding(d, m, field, wire);
    set_digits(d, m, field, wire);
    field->constant = wire->value;
    if (field->role == BB_CONSTANT && field->constant > bb_field_max(field))
        draft_error(d, m, field->name, "value: %llu does not fit in %u bits",
                    (unsigned long long)field->constant, field->bits);
    field->delta = wire->delta;
    field->ahead = wire->ahead != NULL;
    field->selects_bank = wire->selects_bank;
}

static void set_texts(struct draft *d, struct bb_field *field, const Brickbat__Wire *wire)
{
    struct bb_token *texts = draft_alloc(d, wire->n_text_case, sizeof *texts);
    for (size_t i = 0; i < wire->n_text_case && !d->out_of_memory; i++)
        texts[i] = (struct bb_token){wire->text_case[i], (uint32_t)strlen(wire->text_case[i])};
    field->texts = texts;
    field->n_texts = (uint16_t)wire->n_text_case;
}

static void fill_field(struct draft *d, struct draft_message *m, struct bb_field *field,
                       const struct draft_source *source, unsigned slot)
{
    const Brickbat__Wire *wire = source->wire;
    field->name = source->descriptor->name;
    field->slot = (uint16_t)slot;
    field->sets = -1;
    field->weight = (uint16_t)(wire->has_weight ? wire->weight : 10);
    field->max_size = wire->has_max_size ? wire->max_size : UINT32_MAX;
    field->min_size = (uint8_t)wire->min_size;
    field->little_endian = wire->has_little_endian ? wire->little_endian : m->wire->little_endian;
    set_type(d, m, field, source->descriptor);
    draft_tokens(d, m, field, wire);
    if (field->type == BB_TYPE_UINT)
        set_integer_options(d, m, field, wire);
    else if (wire->selector && field->type == BB_TYPE_BYTES)
        field->role = BB_SELECTOR;
    else if (role_of(d, m, field->name, wire) != BB_PLAIN)
        draft_error(d, m, field->name, "only integers can be constant or derived");
    if (field->type == BB_TYPE_BYTES)
        draft_literal(d, m, field, wire);
    set_texts(d, field, wire);
    draft_refer(d, m, field, wire);
    if (field->type == BB_TYPE_BYTES)
        field->constant = wire->set_to;
    if (wire->sets)
        field->sets = (int8_t)draft_context(d, wire->sets);
    field->cases = wire->case_;
    field->n_cases = (uint16_t)wire->n_case_;
    field->otherwise = wire->otherwise;
}

/* --- slots ---------------------------------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
    const field_descriptor *const *x = a;
    const field_descriptor *const *y = b;
    return (*x)->number < (*y)->number ? -1 : (*x)->number > (*y)->number;
}

/* A slot before anything is known about it. */
static struct bb_slot blank_slot(const struct bb_field *fields, size_t n_fields)
{
    return (struct bb_slot){
        .fields = fields,
        .n_fields = (uint16_t)n_fields,
        .selector = -1,
        .selects = -1,
        .length_measure = -1,
        .end_measure = -1,
        .count_measure = -1,
    };
}

static struct draft_slot *add_slot(struct draft *d, struct draft_message *m, struct bb_slot *slots,
                                   size_t n_fields)
{
    if (m->message->n_slots == DRAFT_MAX_SLOTS) {
        draft_error(d, m, NULL, "more than %d fields", DRAFT_MAX_SLOTS);
        d->out_of_memory = true;
        m->message->n_slots--;
    }
    unsigned i = m->message->n_slots++;
    struct draft_slot *s = &m->slots[i];
    s->fields = draft_alloc(d, n_fields, sizeof *s->fields);
    s->sources = draft_alloc(d, n_fields, sizeof *s->sources);
    s->slot = &slots[i];
    *s->slot = blank_slot(s->fields, n_fields);
    return s;
}

/* The length field that a `prefix` stands for, made up as if it had been written out. */
static void add_prefix(struct draft *d, struct draft_message *m, struct bb_slot *slots,
                       const field_descriptor *of, const Brickbat__Prefix *prefix)
{
    struct draft_slot *s = add_slot(d, m, slots, 1);
    Brickbat__Wire *wire = draft_alloc(d, 1, sizeof *wire);
    Brickbat__Length *length = draft_alloc(d, 1, sizeof *length);
    size_t size = strlen(of->name) + sizeof "_length";
    char *name = draft_alloc(d, size, 1);
    if (d->out_of_memory)
        return;
    brickbat__wire__init(wire);
    brickbat__length__init(length);
    snprintf(name, size, "%s_length", of->name);
    length->of = of->name;
    wire->length = length;
    wire->bits = prefix->bits;
    wire->has_bits = prefix->has_bits;
    wire->coding = prefix->coding;
    wire->extension = prefix->extension;
    wire->n_extension = prefix->n_extension;
    s->sources[0] = (struct draft_source){.wire = wire};
    s->when_text = draft_wire(d, of->options)->when;
    s->fields[0] = (struct bb_field){
        .name = name,
        .slot = (uint16_t)(s - m->slots),
        .sets = -1,
        .weight = 10,
        .max_size = UINT32_MAX,
        .role = BB_LENGTH,
        .bits = prefix->coding == BRICKBAT__CODING__BER_LENGTH ? 64 : (uint8_t)prefix->bits,
        .little_endian = prefix->has_little_endian ? prefix->little_endian : m->wire->little_endian,
    };
    draft_coding(d, m, &s->fields[0], wire);
}

/* The delimiter that the slot before, of that name, reaches to. */
static void add_trailer(struct draft *d, struct draft_message *m, struct bb_slot *slots,
                        const char *of, const struct bb_delimiters *ends)
{
    if (!ends || d->out_of_memory)
        return;
    struct draft_slot *before = &m->slots[m->message->n_slots - 1];
    struct draft_slot *s = add_slot(d, m, slots, 1);
    Brickbat__Wire *wire = draft_alloc(d, 1, sizeof *wire);
    if (d->out_of_memory)
        return;
    brickbat__wire__init(wire);
    before->slot->ends = ends;
    s->slot->trails = true;
    s->sources[0] = (struct draft_source){.wire = wire};
    s->when_text = before->when_text;
    draft_trailer(d, &s->fields[0], of, (unsigned)(s - m->slots), ends);
}

/* The delimiter of the message itself, in a slot behind its end. */
static void add_close(struct draft *d, struct draft_message *m, struct bb_slot *slots)
{
    const struct bb_delimiters *ends =
        draft_delimiters(d, m, NULL, m->wire->end, m->wire->n_end, m->wire->folds);
    unsigned slot = m->message->n_slots + 1u;
    struct bb_field *field = ends ? draft_alloc(d, 1, sizeof *field) : NULL;
    if (!ends || d->out_of_memory)
        return;
    draft_trailer(d, field, m->message->name, slot, ends);
    slots[slot] = blank_slot(field, 1);
    m->message->ends = ends;
}

static void fill_slot(struct draft *d, struct draft_message *m, struct draft_slot *s,
                      field_descriptor *const *fields)
{
    unsigned index = (unsigned)(s - m->slots);
    for (unsigned i = 0; i < s->slot->n_fields && !d->out_of_memory; i++) {
        s->sources[i] = (struct draft_source){fields[i], draft_wire(d, fields[i]->options)};
        if (!s->sources[i].wire) {
            d->out_of_memory = true;
            return;
        }
        fill_field(d, m, &s->fields[i], &s->sources[i], index);
    }
    if (d->out_of_memory)
        return;
    s->slot->rest = s->sources[0].wire->rest;
    s->slot->repeated =
        fields[0]->label == GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__LABEL__LABEL_REPEATED;
}

/* Members of the oneof that fields[0] belongs to come first in ret_members, in number order. */
static size_t gather_oneof(field_descriptor *const *fields, size_t n,
                           field_descriptor **ret_members)
{
    size_t found = 0;
    for (size_t i = 0; i < n; i++)
        if (fields[i]->has_oneof_index && fields[i]->oneof_index == fields[0]->oneof_index)
            ret_members[found++] = fields[i];
    return found;
}

static bool is_taken(field_descriptor *const *fields, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (fields[i]->has_oneof_index && fields[k]->has_oneof_index &&
            fields[k]->oneof_index == fields[i]->oneof_index)
            return true;
    return false;
}

static void add_single(struct draft *d, struct draft_message *m, struct bb_slot *slots,
                       field_descriptor *field, const Brickbat__Wire *wire)
{
    if (wire->prefix)
        add_prefix(d, m, slots, field, wire->prefix);
    struct draft_slot *s = add_slot(d, m, slots, 1);
    fill_slot(d, m, s, &field);
    s->slot->prefixed = wire->prefix;
    s->when_text = wire->when;
    add_trailer(d, m, slots, field->name,
                draft_delimiters(d, m, field->name, wire->end, wire->n_end, wire->folds));
}

static void add_oneof(struct draft *d, struct draft_message *m, struct bb_slot *slots,
                      field_descriptor *const *members, size_t n)
{
    const Google__Protobuf__OneofDescriptorProto *decl =
        m->descriptor->oneof_decl[members[0]->oneof_index];
    const Brickbat__WireOneof *oneof = draft_wire_oneof(d, decl->options);
    struct draft_slot *s = add_slot(d, m, slots, n);
    fill_slot(d, m, s, members);
    s->oneof_name = decl->name;
    if (!oneof)
        return;
    s->switch_text = oneof->switch_;
    s->when_text = oneof->when;
    s->slot->ignore_case = oneof->ignore_case;
    s->slot->rest = oneof->rest;
    add_trailer(d, m, slots, decl->name,
                draft_delimiters(d, m, decl->name, oneof->end, oneof->n_end, oneof->folds));
}

static void add_slots(struct draft *d, struct draft_message *m)
{
    const message_descriptor *descriptor = m->descriptor;
    size_t n = descriptor->n_field;
    field_descriptor **fields = draft_alloc(d, n, sizeof(void *));
    field_descriptor **members = draft_alloc(d, n, sizeof(void *));
    struct bb_slot *slots = draft_alloc(d, DRAFT_MAX_SLOTS + 2, sizeof *slots);
    m->slots = draft_alloc(d, DRAFT_MAX_SLOTS + 1, sizeof *m->slots);
    m->message->slots = slots;
    if (d->out_of_memory)
        return;
    for (size_t i = 0; i < n; i++)
        fields[i] = descriptor->field[i];
    qsort(fields, n, sizeof *fields, by_number);
    for (size_t i = 0; i < n && !d->out_of_memory; i++) {
        const Brickbat__Wire *wire = draft_wire(d, fields[i]->options);
        if (is_taken(fields, i) || !wire)
            continue;
        if (fields[i]->has_oneof_index)
            add_oneof(d, m, slots, members, gather_oneof(fields + i, n - i, members));
        else
            add_single(d, m, slots, fields[i], wire);
    }
    unsigned end = m->message->n_slots;
    slots[end] = blank_slot(NULL, 0);
    m->slots[end].slot = &slots[end];
    add_close(d, m, slots);
}

/* --- messages ------------------------------------------------------------------------------- */

static void add_parent(struct draft *d, struct draft_message *m, struct draft_message *parent)
{
    for (unsigned i = 0; i < m->n_parents; i++)
        if (m->parents[i] == parent)
            return;
    if (m->n_parents == DRAFT_MAX_PARENTS)
        draft_error(d, m, NULL, "used by more than %d messages", DRAFT_MAX_PARENTS);
    else
        m->parents[m->n_parents++] = parent;
}

static void collect_members(struct draft *d, struct draft_message *m)
{
    for (unsigned i = 0; i < m->message->n_slots; i++) {
        struct draft_slot *s = &m->slots[i];
        for (unsigned k = 0; k < s->slot->n_fields && !d->out_of_memory; k++) {
            if (s->fields[k].type != BB_TYPE_MESSAGE)
                continue;
            struct draft_message *child = draft_collect(d, s->sources[k].descriptor->type_name);
            if (!child)
                return;
            s->fields[k].message = child->message;
            add_parent(d, child, m);
        }
    }
}

struct draft_message *draft_find_message(const struct draft *d, const struct bb_message *message)
{
    for (size_t i = 0; message && i < d->n_messages; i++)
        if (d->messages[i]->message == message)
            return d->messages[i];
    return NULL;
}

void draft_forget_walk(struct draft *d)
{
    for (size_t i = 0; i < d->n_messages; i++)
        d->messages[i]->walk = UNSEEN;
}

struct draft_message *draft_collect(struct draft *d, const char *full_name)
{
    for (size_t i = 0; i < d->n_messages; i++)
        if (strcmp(d->messages[i]->full_name, full_name) == 0)
            return d->messages[i];
    const message_descriptor *descriptor = find_message(d, full_name);
    if (!descriptor || d->n_messages == DRAFT_MAX_MESSAGES) {
        draft_error(d, NULL, full_name, "no such message, or too many");
        return NULL;
    }
    struct draft_message *m = draft_alloc(d, 1, sizeof *m);
    m->message = draft_alloc(d, 1, sizeof *m->message);
    m->wire = draft_wire_message(d, descriptor->options);
    if (d->out_of_memory || !m->wire)
        return NULL;
    m->descriptor = descriptor;
    m->full_name = full_name;
    m->message->name = descriptor->name;
    m->message->delta_slot = -1;
    d->messages[d->n_messages++] = m;
    add_slots(d, m);
    if (!d->out_of_memory)
        collect_members(d, m);
    return m;
}
