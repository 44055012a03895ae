#include "grammar/compiler/emit.h"

#include <inttypes.h>
#include <stdio.h>

struct emitter {
    const struct bb_compiled *compiled;
    struct bb_buf *out;
    unsigned message; /* index of the one under way: the prefix of its names */
};

#define PRINT(e, ...) bb_buf_printf((e)->out, __VA_ARGS__)

unsigned bb_emit_index(const struct bb_compiled *compiled, const struct bb_message *message)
{
    unsigned i = 0;
    while (compiled->messages[i] != message)
        i++;
    return i;
}

static void print_string(struct emitter *e, const char *text, size_t len)
{
    PRINT(e, "\"");
    for (size_t i = 0; i < len; i++) {
        uint8_t byte = (uint8_t)text[i];
        if (byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\' && byte != '?')
            PRINT(e, "%c", byte);
        else
            PRINT(e, "\\%03o", byte);
    }
    PRINT(e, "\"");
}

static void print_numbers(struct emitter *e, const char *name, const uint64_t *numbers, unsigned n)
{
    PRINT(e, "static const uint64_t %s[] = {", name);
    for (unsigned i = 0; i < n; i++)
        PRINT(e, "%s%" PRIu64 "u", i ? ", " : "", numbers[i]);
    PRINT(e, "};\n");
}

static void print_code(struct emitter *e, const char *what, unsigned slot, const struct bb_op *code)
{
    if (!code)
        return;
    PRINT(e, "static const struct bb_op m%u_s%u_%s[] = {", e->message, slot, what);
    for (; code->opcode != BB_OP_END; code++)
        PRINT(e, "{%u, %u, %" PRIu64 "u}, ", code->opcode, code->levels, code->arg);
    PRINT(e, "{BB_OP_END, 0, 0}};\n");
}

static void print_reference(struct emitter *e, const char *member, const char *what, unsigned slot,
                            const struct bb_op *code)
{
    if (code)
        PRINT(e, " .%s = m%u_s%u_%s,", member, e->message, slot, what);
}

static void print_token(struct emitter *e, const struct bb_token *token)
{
    PRINT(e, "{");
    print_string(e, token->ptr, token->len);
    PRINT(e, ", %u}", token->len);
}

static void print_tokens(struct emitter *e, const char *name, const struct bb_token *tokens,
                         unsigned n)
{
    if (n == 0)
        return;
    PRINT(e, "static const struct bb_token %s[] = {", name);
    for (unsigned k = 0; k < n; k++) {
        print_token(e, &tokens[k]);
        PRINT(e, ", ");
    }
    PRINT(e, "};\n");
}

/* Arrays that a field points to, named m<message>_s<slot>_<field>_<what>. */
static void print_field_arrays(struct emitter *e, unsigned slot, unsigned i,
                               const struct bb_field *field)
{
    char name[64];
    snprintf(name, sizeof name, "m%u_s%u_%u", e->message, slot, i);
    char array[80];
    snprintf(array, sizeof array, "%s_tokens", name);
    print_tokens(e, array, field->tokens, field->n_tokens);
    snprintf(array, sizeof array, "%s_texts", name);
    print_tokens(e, array, field->texts, field->n_texts);
    if (field->n_values) {
        snprintf(array, sizeof array, "%s_values", name);
        print_numbers(e, array, field->values, field->n_values);
        PRINT(e, "static const char *const %s_names[] = {", name);
        for (unsigned k = 0; k < field->n_values; k++)
            PRINT(e, "\"%s\", ", field->value_names[k]);
        PRINT(e, "};\n");
    }
    if (field->n_extensions) {
        PRINT(e, "static const struct bb_extension %s_extensions[] = {", name);
        for (unsigned k = 0; k < field->n_extensions; k++)
            PRINT(e, "{%" PRIu64 "u, %u, %u, %d}, ", field->extensions[k].bias,
                  field->extensions[k].marker, field->extensions[k].bytes,
                  field->extensions[k].little_endian);
        PRINT(e, "};\n");
    }
    if (field->n_cases) {
        snprintf(array, sizeof array, "%s_cases", name);
        print_numbers(e, array, field->cases, field->n_cases);
    }
    if (field->n_also) {
        PRINT(e, "static const struct bb_covered %s_also[] = {", name);
        for (unsigned k = 0; k < field->n_also; k++)
            PRINT(e, "{%" PRIu64 "u, %u, %u, %d}, ", field->also[k].value, field->also[k].bytes,
                  field->also[k].noted, field->also[k].size);
        PRINT(e, "};\n");
    }
}

static void print_literal(struct emitter *e, const struct bb_field *field)
{
    PRINT(e, " .role = BB_LITERAL, .ignore_case = %d, .space = %d,", field->ignore_case,
          field->space);
    if (field->literal.len) {
        PRINT(e, " .literal = ");
        print_token(e, &field->literal);
        PRINT(e, ",");
    }
    if (field->ends)
        PRINT(e, " .ends = &delimiters[%u],", field->ends->index);
}

static void print_form(struct emitter *e, const struct bb_field *field)
{
    PRINT(e, " .transform = %u, .piece = %d,", field->transform, field->piece);
    if (field->lower_case)
        PRINT(e, " .lower_case = 1,");
    if (field->key_bytes)
        PRINT(e, " .key_bytes = %u,", field->key_bytes);
}

static void print_hook(struct emitter *e, const char *hook)
{
    PRINT(e, " .hook = ");
    print_string(e, hook, strlen(hook));
    PRINT(e, ",");
}

static void print_marks(struct emitter *e, const struct bb_field *field)
{
    PRINT(e, " .regular = %u,", bb_emit_regular(field));
    if (bb_emit_is_quick(field))
        PRINT(e, " .quick = true,");
    if (field->ahead || field->late)
        PRINT(e, " .ahead = %d, .late = %d,", field->ahead, field->late);
    if (field->indefinite)
        PRINT(e, " .indefinite = 1,");
    if (field->min_size)
        PRINT(e, " .min_size = %u,", field->min_size);
    if (field->anchor || field->reference || field->each)
        PRINT(e, " .anchor = %d, .reference = %d, .each = %d,", field->anchor, field->reference,
              field->each);
}

static void print_field(struct emitter *e, unsigned slot, unsigned i, const struct bb_field *field)
{
    PRINT(e,
          "    {.name = \"%s\", .slot = %u, .weight = %u, .max_size = %" PRIu32
          "u, .type = %u, .sets = %d,",
          field->name, field->slot, field->weight, field->max_size, field->type, field->sets);
    if (field->message)
        PRINT(e, " .message = &m%u,", bb_emit_index(e->compiled, field->message));
    if (field->n_tokens)
        PRINT(e, " .tokens = m%u_s%u_%u_tokens, .n_tokens = %u,", e->message, slot, i,
              field->n_tokens);
    if (field->n_values)
        PRINT(e, " .values = m%u_s%u_%u_values, .value_names = m%u_s%u_%u_names, .n_values = %u,",
              e->message, slot, i, e->message, slot, i, field->n_values);
    if (field->n_cases)
        PRINT(e, " .cases = m%u_s%u_%u_cases, .n_cases = %u,", e->message, slot, i, field->n_cases);
    if (field->n_extensions)
        PRINT(e, " .extensions = m%u_s%u_%u_extensions, .n_extensions = %u,", e->message, slot, i,
              field->n_extensions);
    if (field->type == BB_TYPE_UINT)
        PRINT(e,
              " .coding = %u, .role = %u, .bits = %u, .shift = %u, .little_endian = %d, "
              ".constant = %" PRIu64 "u, .bias = %d, .digits = %u, .lower_case = %d,",
              field->coding, field->role, field->bits, field->shift, field->little_endian,
              field->constant, field->bias, field->digits, field->lower_case);
    if (field->role == BB_LENGTH || field->role == BB_COUNT)
        PRINT(e, " .measure = %u, .to_end = %d, .measured = %u, .unit = %u, .before = %u,",
              field->measure, field->to_end, field->measured, field->unit, field->before);
    print_marks(e, field);
    if (field->role == BB_DIGEST)
        PRINT(e, " .digest = %u, .range = %u, .zero_means_none = %d,", field->digest, field->range,
              field->zero_means_none);
    if (field->transform || field->piece)
        print_form(e, field);
    if (field->hook)
        print_hook(e, field->hook);
    if (field->n_also)
        PRINT(e, " .also = m%u_s%u_%u_also, .n_also = %u,", e->message, slot, i, field->n_also);
    if (field->label)
        PRINT(e, " .label = %u,", field->label);
    if (field->type == BB_TYPE_BYTES && field->sets >= 0)
        PRINT(e, " .constant = %" PRIu64 "u,", field->constant);
    if (field->n_texts)
        PRINT(e, " .texts = m%u_s%u_%u_texts, .n_texts = %u,", e->message, slot, i, field->n_texts);
    if (field->role == BB_LITERAL)
        print_literal(e, field);
    if (field->type == BB_TYPE_BYTES && field->role == BB_SELECTOR)
        PRINT(e, " .role = BB_SELECTOR,");
    if (field->opening.len) {
        PRINT(e, " .opening_ignores_case = %d, .opening = ", field->opening_ignores_case);
        print_token(e, &field->opening);
        PRINT(e, ",");
    }
    if (field->tag_mask)
        PRINT(e, " .tag = %" PRIu64 "u, .tag_mask = %" PRIu64 "u,", field->tag, field->tag_mask);
    PRINT(e, " .is_text = %d, .delta = %d, .otherwise = %d, .selects_bank = %d},\n", field->is_text,
          field->delta, field->otherwise, field->selects_bank);
}

static void print_slot_parts(struct emitter *e, unsigned i, const struct bb_slot *slot)
{
    print_code(e, "when", i, slot->when);
    print_code(e, "while", i, slot->repeat_while);
    print_code(e, "size", i, slot->size);
    print_code(e, "choose", i, slot->choose);
    print_code(e, "is", i, slot->is);
    print_code(e, "ahead", i, slot->ahead);
    print_code(e, "key", i, slot->key);
    for (unsigned k = 0; k < slot->n_fields; k++)
        print_field_arrays(e, i, k, &slot->fields[k]);
    PRINT(e, "static const struct bb_field m%u_s%u_fields[] = {\n", e->message, i);
    for (unsigned k = 0; k < slot->n_fields; k++)
        print_field(e, i, k, &slot->fields[k]);
    PRINT(e, "};\n");
}

static bool is_quick_slot(const struct bb_slot *slot)
{
    for (unsigned i = 0; i < slot->n_fields; i++)
        if (slot->fields[i].transform)
            return false;
    return slot->n_fields && !slot->when && !slot->size && !slot->prefixed && !slot->trails &&
           !slot->optional && !slot->label && !slot->each && !slot->run_fields &&
           slot->count_measure < 0 && !slot->range_begins && !slot->range_ends && !slot->carries &&
           !slot->joins;
}

static void print_slot(struct emitter *e, unsigned i, const struct bb_slot *slot)
{
    PRINT(e, "    {");
    if (is_quick_slot(slot))
        PRINT(e, ".quick = true,");
    if (slot->n_fields)
        PRINT(e, ".fields = m%u_s%u_fields, .n_fields = %u,", e->message, i, slot->n_fields);
    print_reference(e, "when", "when", i, slot->when);
    print_reference(e, "repeat_while", "while", i, slot->repeat_while);
    print_reference(e, "size", "size", i, slot->size);
    print_reference(e, "choose", "choose", i, slot->choose);
    print_reference(e, "is", "is", i, slot->is);
    print_reference(e, "ahead", "ahead", i, slot->ahead);
    print_reference(e, "key", "key", i, slot->key);
    if (slot->ends)
        PRINT(e, " .ends = &delimiters[%u],", slot->ends->index);
    if (slot->label)
        PRINT(e, " .label = %u,", slot->label);
    if (slot->reserve_varies)
        PRINT(e, " .reserve_varies = 1,");
    if (slot->trails || slot->text_switch)
        PRINT(e, " .trails = %d, .text_switch = %d, .ignore_case = %d,", slot->trails,
              slot->text_switch, slot->ignore_case);
    PRINT(e,
          " .carries = %d, .joins = %d, .each = %d, .selector = %d, .selects = %d, .reserve = %u, "
          ".length_measure = %d, "
          ".end_measure = %d, .count_measure = %d, .begins = %u, .range_begins = %u, "
          ".range_ends = %u, .run_fields = %u, "
          ".run_bytes = %u, .tag_bytes = %u, .repeated = %d, .rest = %d, .optional = %d, "
          ".prefixed = %d, .sized_run = %d},\n",
          slot->carries, slot->joins, slot->each, slot->selector, slot->selects, slot->reserve,
          slot->length_measure, slot->end_measure, slot->count_measure, slot->begins,
          slot->range_begins, slot->range_ends, slot->run_fields, slot->run_bytes, slot->tag_bytes,
          slot->repeated, slot->rest, slot->optional, slot->prefixed, slot->sized_run);
}

static void print_message(struct emitter *e)
{
    const struct bb_message *message = e->compiled->messages[e->message];
    PRINT(e, "\n/* %s */\n", message->name);
    for (unsigned i = 0; i < message->n_slots; i++)
        print_slot_parts(e, i, &message->slots[i]);
    if (message->ends)
        print_slot_parts(e, message->n_slots + 1u, &message->slots[message->n_slots + 1]);
    PRINT(e, "static const struct bb_slot m%u_slots[] = {\n", e->message);
    for (unsigned i = 0; i <= message->n_slots + (message->ends ? 1u : 0u); i++)
        print_slot(e, i, &message->slots[i]);
    PRINT(e, "};\n");
    bb_emit_straight(e->compiled, e->message, e->out);
    PRINT(e,
          "static const struct bb_message m%u = {.name = \"%s\", .slots = m%u_slots, "
          ".straight = m%u_straight, .reference_base = %d,",
          e->message, message->name, e->message, e->message, message->reference_base);
    PRINT(e, " .n_slots = %u, .n_derived = %u, .n_measures = %u, .delta_slot = %d, .sorts = %d,",
          message->n_slots, message->n_derived, message->n_measures, message->delta_slot,
          message->sorts);
    if (message->labels)
        PRINT(e, " .labels = %u,", message->labels);
    if (message->ends)
        PRINT(e, " .ends = &delimiters[%u],", message->ends->index);
    if (message->n_ranges) {
        PRINT(e, " .n_ranges = %u, .n_digests = %u, .noted = {", message->n_ranges,
              message->n_digests);
        for (unsigned i = 0; i < message->n_ranges; i++)
            PRINT(e, "%u, ", message->noted[i]);
        PRINT(e, "},");
    }
    PRINT(e, "};\n");
}

static bool has_banks(const struct bb_compiled *compiled)
{
    for (size_t m = 0; m < compiled->n_messages; m++) {
        const struct bb_message *message = compiled->messages[m];
        for (unsigned i = 0; i < message->n_slots; i++)
            for (unsigned k = 0; k < message->slots[i].n_fields; k++)
                if (message->slots[i].fields[k].selects_bank)
                    return true;
    }
    return false;
}

static bool has_sorts(const struct bb_compiled *compiled)
{
    for (size_t m = 0; m < compiled->n_messages; m++)
        if (compiled->messages[m]->sorts)
            return true;
    return false;
}

static void print_grammar(struct emitter *e, const struct bb_grammar *grammar)
{
    PRINT(e, "\nconst struct bb_grammar bb_grammar_%s = {.name = \"%s\", .title = ", grammar->name,
          grammar->name);
    print_string(e, grammar->title, strlen(grammar->title));
    PRINT(e, ", .proto = \"%s\", .root = &m%u,", grammar->proto,
          bb_emit_index(e->compiled, grammar->root));
    if (grammar->n_context)
        PRINT(e, " .context_names = context_names,");
    unsigned n_banks = has_banks(e->compiled) ? BB_CONTEXT_BANKS : grammar->n_context > 0;
    PRINT(e, " .n_banks = %u,", n_banks);
    PRINT(e, " .n_context = %u, .n_delimiters = %u, .refers = %d, .sorts = %d};\n",
          grammar->n_context, grammar->n_delimiters, grammar->refers, has_sorts(e->compiled));
}

static void print_delimiters(struct emitter *e)
{
    char name[32];
    const struct bb_delimiters *sets = e->compiled->delimiters;
    for (unsigned i = 0; i < e->compiled->n_delimiters; i++) {
        snprintf(name, sizeof name, "delimiters_%u", i);
        print_tokens(e, name, sets[i].list, sets[i].n);
    }
    if (e->compiled->n_delimiters)
        PRINT(e, "static const struct bb_delimiters delimiters[] = {\n");
    for (unsigned i = 0; i < e->compiled->n_delimiters; i++)
        PRINT(e, "    {.list = delimiters_%u, .n = %u, .index = %u, .folds = %d},\n", i, sets[i].n,
              i, sets[i].folds);
    if (e->compiled->n_delimiters)
        PRINT(e, "};\n");
}

void bb_emit_header(const struct bb_compiled *compiled, struct bb_buf *ret_text)
{
    struct emitter e = {.compiled = compiled, .out = ret_text};
    PRINT(&e,
          "/* Written by protoc-gen-wire. */\n#pragma once\n\n#include <brickbat/grammar.h>\n\n");
    for (size_t i = 0; i < compiled->n_grammars; i++)
        PRINT(&e, "extern const struct bb_grammar bb_grammar_%s;\n", compiled->grammars[i].name);
}

void bb_emit_source(const struct bb_compiled *compiled, struct bb_buf *ret_text)
{
    struct emitter e = {.compiled = compiled, .out = ret_text};
    PRINT(&e, "/* Written by protoc-gen-wire. The tables' meaning is in grammar/schema.h. */\n"
              "#include \"grammar/render_straight.h\"\n\n");
    for (size_t i = 0; i < compiled->n_messages; i++)
        PRINT(&e,
              "static const struct bb_message m%zu;\n"
              "static void m%zu_straight(struct renderer *r, struct render_frame *f);\n",
              i, i);
    print_delimiters(&e);
    for (e.message = 0; e.message < compiled->n_messages; e.message++)
        print_message(&e);
    const struct bb_grammar *first = compiled->grammars;
    if (compiled->n_grammars && first->n_context) {
        PRINT(&e, "\nstatic const char *const context_names[] = {");
        for (unsigned i = 0; i < first->n_context; i++)
            PRINT(&e, "\"%s\", ", first->context_names[i]);
        PRINT(&e, "};\n");
    }
    for (size_t i = 0; i < compiled->n_grammars; i++)
        print_grammar(&e, &compiled->grammars[i]);
}
