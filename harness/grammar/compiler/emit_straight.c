/*
 * Prints a message's straight-line code: a function that renders the slots of a regular one, see
 * grammar/render_straight.h. A slot that has anything which is not known here is left to
 * bb_render_slot.
 */
#include "grammar/compiler/emit.h"

#include <inttypes.h>
#include <stdio.h>

#include "grammar/coding.h"

#define PRINT(e, ...) bb_buf_printf((e)->out, __VA_ARGS__)

struct emitter {
    const struct bb_compiled *compiled;
    const struct bb_message *message;
    unsigned index; /* of the message: the prefix of its names */
    struct bb_buf *out;
    uint8_t run_bytes[BB_MAX_MEASURES]; /* of the last field that is the measure; 0: no run */
    const struct bb_field *measures[BB_MAX_MEASURES]; /* that field; NULL: not straight */
    bool at_hand[UINT16_MAX + 1]; /* slots of integers whose node is a variable by now: n<slot> */
};

/* --- what is straight ----------------------------------------------------------------------- */

static bool is_measure(const struct bb_field *field)
{
    return field->role == BB_LENGTH || field->role == BB_COUNT;
}

/* A value in its bits, as it is in the tree. */
bool bb_emit_is_quick(const struct bb_field *field)
{
    return field->type == BB_TYPE_UINT && field->coding == BB_CODING_FIXED && !field->bias &&
           !field->delta && !field->reference && !field->ahead &&
           (field->role == BB_PLAIN || field->role == BB_CONSTANT || field->role == BB_SELECTOR);
}

unsigned bb_emit_regular(const struct bb_field *field)
{
    bool derived = is_measure(field) || field->role == BB_DIGEST || field->role == BB_LITERAL ||
                   field->role == BB_COMPUTED;
    return derived ? UINT8_MAX : field->type;
}

static bool is_straight_field(const struct bb_field *field)
{
    return !field->transform && !field->piece && !field->anchor && !field->reference &&
           !field->label && !field->each && !field->ahead && field->role != BB_COMPUTED &&
           !(field->message && field->message->reference_base);
}

static bool is_straight_run(const struct bb_slot *slot)
{
    for (unsigned i = 0; i < slot->run_fields; i++) {
        const struct bb_field *field = slot[i].fields;
        bool fixed = field->coding == BB_CODING_FIXED && !field->label;
        if (!bb_emit_is_quick(field) && !(fixed && (is_measure(field) || field->role == BB_DIGEST)))
            return false;
    }
    return true;
}

static bool is_straight_slot(const struct bb_slot *slot)
{
    for (unsigned i = 0; i < slot->n_fields; i++)
        if (!is_straight_field(&slot->fields[i]))
            return false;
    if (slot->size || slot->label || slot->carries || slot->joins || slot->each ||
        slot->sized_run || slot->n_fields == 0)
        return false;
    return slot->run_fields ? is_straight_run(slot)
                            : slot->fields[0].role != BB_DIGEST || slot->n_fields > 1;
}

/* --- expressions ---------------------------------------------------------------------------- */

static void print_value(struct emitter *e, const struct bb_op *op)
{
    unsigned slot = (unsigned)op->arg;
    if (op->levels || !e->at_hand[slot]) {
        PRINT(e, "bb_expr_field(&f->base, %u, %u)", op->levels, slot);
        return;
    }
    const struct bb_field *field = e->message->slots[slot].fields;
    if (field->role == BB_SELECTOR)
        PRINT(e, "bb_straight_selector(f, n%u, %u)", slot, slot);
    else
        PRINT(e, "bb_straight_value(n%u, %" PRIu64 "u)", slot,
              field->role == BB_CONSTANT ? field->constant : 0);
}

static void print_operator(struct emitter *e, unsigned opcode, unsigned n)
{
    static const char *const operators[] = {
        [BB_OP_MULTIPLY] = "*",       [BB_OP_ADD] = "+",          [BB_OP_SUBTRACT] = "-",
        [BB_OP_BIT_AND] = "&",        [BB_OP_BIT_OR] = "|",       [BB_OP_EQUAL] = "==",
        [BB_OP_NOT_EQUAL] = "!=",     [BB_OP_LESS] = "<",         [BB_OP_LESS_EQUAL] = "<=",
        [BB_OP_GREATER] = ">",        [BB_OP_AND] = "&&",         [BB_OP_OR] = "||",
        [BB_OP_GREATER_EQUAL] = ">=", [BB_OP_DIVIDE] = "/",       [BB_OP_REMAINDER] = "%",
        [BB_OP_SHIFT_LEFT] = "<<",    [BB_OP_SHIFT_RIGHT] = ">>",
    };
    const char *sign = operators[opcode];
    if (opcode == BB_OP_DIVIDE || opcode == BB_OP_REMAINDER)
        PRINT(e, "t[%u] ? t[%u] %s t[%u] : 0", n + 1, n, sign, n + 1);
    else if (opcode == BB_OP_SHIFT_LEFT || opcode == BB_OP_SHIFT_RIGHT)
        PRINT(e, "t[%u] < 64 ? t[%u] %s t[%u] : 0", n + 1, n, sign, n + 1);
    else
        PRINT(e, "t[%u] %s t[%u]", n, sign, n + 1);
}

/* One step of a stack machine whose stack is t[]; the compiler makes an expression of it again. */
static unsigned print_step(struct emitter *e, const struct bb_op *op, unsigned n)
{
    unsigned pops = op->opcode == BB_OP_SELECT                                  ? 3
                    : op->opcode == BB_OP_NOT || op->opcode == BB_OP_COMPLEMENT ? 1
                    : op->opcode < BB_OP_NOT                                    ? 0
                                                                                : 2;
    n -= pops;
    PRINT(e, "t[%u] = ", n);
    switch (op->opcode) {
    case BB_OP_NUMBER: PRINT(e, "%" PRIu64 "u", op->arg); break;
    case BB_OP_FIELD: print_value(e, op); break;
    case BB_OP_CONTEXT:
        PRINT(e, "r->context->variable[r->context->bank][%" PRIu64 "]", op->arg);
        break;
    case BB_OP_MORE: PRINT(e, "bb_straight_more(c, %u)", e->message->n_slots); break;
    case BB_OP_PEEK: PRINT(e, "256"); break;
    case BB_OP_HERE: PRINT(e, "r->at - f->start"); break;
    case BB_OP_ROOM:
    case BB_OP_INDEX: PRINT(e, "0"); break;
    case BB_OP_NOT: PRINT(e, "!t[%u]", n); break;
    case BB_OP_COMPLEMENT: PRINT(e, "~t[%u]", n); break;
    case BB_OP_SELECT: PRINT(e, "t[%u] ? t[%u] : t[%u]", n, n + 1, n + 2); break;
    default: print_operator(e, op->opcode, n);
    }
    PRINT(e, "; ");
    return n + 1;
}

/* Defines p<slot>: whether the slot is there. */
static void print_presence(struct emitter *e, unsigned i)
{
    const struct bb_slot *slot = &e->message->slots[i];
    if (slot->prefixed || slot->trails) {
        PRINT(e, "    const bool p%u = f->absent != %u;\n", i, i);
    } else if (slot->optional) {
        PRINT(e, "    const bool p%u = c && c->slot <= %u;\n", i, i + slot[1].prefixed);
    } else if (slot->when) {
        unsigned n = 0;
        PRINT(e, "    bool p%u;\n    { uint64_t t[16]; ", i);
        for (const struct bb_op *op = slot->when; op->opcode != BB_OP_END; op++)
            n = print_step(e, op, n);
        PRINT(e, "p%u = t[0]; }\n", i);
    }
}

static bool is_conditional(const struct bb_slot *slot)
{
    return slot->prefixed || slot->trails || slot->optional || slot->when;
}

/* --- slots ---------------------------------------------------------------------------------- */

static void print_note(struct emitter *e, unsigned i, const char *value)
{
    const struct bb_field *field = e->message->slots[i].fields;
    if (field->sets >= 0 || field->selects_bank)
        PRINT(e, "        bb_context_note(r->context, &m%u_s%u_fields[0], %s);\n", e->index, i,
              value);
}

static void print_bits(struct emitter *e, unsigned i, const struct bb_field *field,
                       unsigned run_bytes)
{
    uint64_t mask = UINT64_MAX >> (64 - field->bits);
    if (is_measure(field)) {
        e->measures[field->measure] = field;
        e->run_bytes[field->measure] = (uint8_t)run_bytes;
        PRINT(e, "        bb_straight_dig(f, &m%u_s%u_fields[0], r->at, %u);\n", e->index, i,
              run_bytes);
        return;
    }
    if (field->role == BB_DIGEST) {
        PRINT(e, "        bb_render_dig_digest(f, &m%u_s%u_fields[0], NULL, r->at);\n", e->index,
              i);
        return;
    }
    PRINT(e, "        v = ");
    if (field->role == BB_SELECTOR)
        PRINT(e, "bb_straight_selector(f, n%u, %u)", i, i);
    else
        PRINT(e, "bb_straight_value(n%u, %" PRIu64 "u)", i,
              field->role == BB_CONSTANT ? field->constant : 0);
    PRINT(e, " & %" PRIu64 "u;\n        word |= v << %u;\n", mask, field->shift);
    print_note(e, i, "v");
}

static void print_run(struct emitter *e, unsigned first)
{
    const struct bb_slot *slot = &e->message->slots[first];
    PRINT(e, "        uint64_t v = 0, word = 0;\n        (void)v;\n");
    for (unsigned i = 0; i < slot->run_fields; i++)
        print_bits(e, first + i, slot[i].fields, slot->run_bytes);
    PRINT(e, "        bb_put_uint(r, %u, %d, word);\n", slot->run_bytes,
          slot->fields[0].little_endian);
}

/* The field, whose node or NULL is `node`. */
static void print_only_field(struct emitter *e, unsigned i, const char *node)
{
    const struct bb_field *field = e->message->slots[i].fields;
    char value[32];
    snprintf(value, sizeof value, "%" PRIu64 "u", field->constant);
    if (field->type == BB_TYPE_MESSAGE && !field->message->ends) {
        unsigned inner = bb_emit_index(e->compiled, field->message);
        PRINT(e, "        bb_straight_message(r, f, %s, &m%u, m%u_straight);\n", node, inner,
              inner);
    } else if (field->type == BB_TYPE_MESSAGE) {
        PRINT(e, "        bb_render_message(r, f, %s, m%u_s%u_fields[0].message);\n", node,
              e->index, i);
    } else if (field->role == BB_LITERAL) {
        PRINT(e,
              "        bb_put(r, (const uint8_t *)m%u_s%u_fields[0].literal.ptr, "
              "m%u_s%u_fields[0].literal.len);\n",
              e->index, i, e->index, i);
        print_note(e, i, value);
    } else if (field->type == BB_TYPE_BYTES && field->role == BB_PLAIN) {
        PRINT(e, "        if (%s)\n            bb_put(r, %s->data, %s->len);\n", node, node, node);
        print_note(e, i, value);
    } else if (is_measure(field) && bb_is_varint(field)) {
        e->measures[field->measure] = field;
        e->run_bytes[field->measure] = 0;
        PRINT(e, "        bb_straight_dig(f, &m%u_s%u_fields[0], r->at, 0);\n", e->index, i);
        PRINT(e, "        bb_put_zeros(r, 1);\n");
    } else {
        if (is_measure(field))
            e->measures[field->measure] = NULL;
        PRINT(e, "        bb_render_field(r, f, &m%u_s%u_fields[0], %s, NULL);\n", e->index, i,
              node);
    }
}

static void print_field(struct emitter *e, unsigned i, const char *node, bool is_there)
{
    const struct bb_slot *slot = &e->message->slots[i];
    if (slot->n_fields == 1 && !slot->choose && !slot->text_switch) {
        print_only_field(e, i, node);
        return;
    }
    if (!is_there)
        PRINT(e,
              "        if (!%s)\n            bb_render_default(r, f, &m%u_slots[%u]);\n        "
              "else ",
              node, e->index, i);
    PRINT(e, "if (%s->kind == BB_NODE_MESSAGE)\n", node);
    PRINT(e, "            bb_render_message(r, f, %s, %s->field->message);\n", node, node);
    PRINT(e, "        else\n            bb_render_field(r, f, %s->field, %s, NULL);\n", node, node);
}

static void print_list(struct emitter *e, unsigned i)
{
    PRINT(e, "        uint64_t k = 0;\n");
    PRINT(e, "        for (; c && c->slot == %u && !r->overflow; k++) {\n", i);
    PRINT(e, "        const struct bb_node *n = bb_straight_take(&c, %u);\n", i);
    print_field(e, i, "n", true);
    PRINT(e, "        }\n");
    if (e->message->slots[i].count_measure < 0)
        PRINT(e, "        (void)k;\n");
}

static void print_fill(struct emitter *e, int measure, const char *actual)
{
    const struct bb_field *field = e->measures[measure];
    if (!field) {
        PRINT(e, "        if (f->holes[%d].field)\n", measure);
        PRINT(e, "            bb_render_fill(r, f, &f->holes[%d], %s);\n", measure, actual);
        return;
    }
    PRINT(e, "        bb_straight_fill(r, f, &m%u_s%u_fields[0], %u, %" PRIu64 "u, %s);\n",
          e->index, field->slot, e->run_bytes[measure], bb_field_max(field), actual);
}

static void print_fills(struct emitter *e, const struct bb_slot *slot)
{
    char actual[64];
    snprintf(actual, sizeof actual, "r->at - f->holes[%d].start", slot->length_measure);
    if (slot->count_measure >= 0)
        print_fill(e, slot->count_measure, slot->repeated ? "k" : "1");
    if (slot->length_measure >= 0)
        print_fill(e, slot->length_measure, actual);
}

static void print_marks(struct emitter *e, const struct bb_slot *slot)
{
    for (unsigned i = 0; i < BB_MAX_MEASURES; i++)
        if (slot->begins >> i & 1)
            PRINT(e, "    bb_straight_begin(r, f, %u);\n", i);
    if (slot->range_begins | slot->range_ends)
        PRINT(e, "    bb_ranges_mark(f->ranges, %u, %u, r->at);\n", slot->range_begins,
              slot->range_ends);
}

/* The nodes of the slot, or of its run, as n<slot>; lists stay where they are. */
static void print_nodes(struct emitter *e, unsigned i, unsigned n)
{
    for (unsigned k = i; k < i + n; k++) {
        const struct bb_slot *slot = &e->message->slots[k];
        bool none = bb_emit_regular(slot->fields) == UINT8_MAX && slot->n_fields == 1;
        if (slot->repeated || none)
            continue;
        PRINT(e, "    const struct bb_node *n%u = bb_straight_take(&c, %u);\n", k, k);
        PRINT(e, "    (void)n%u;\n", k);
        e->at_hand[k] = slot->n_fields == 1 && bb_emit_regular(slot->fields) == BB_TYPE_UINT;
    }
}

static void print_straight_slot(struct emitter *e, unsigned i)
{
    const struct bb_slot *slot = &e->message->slots[i];
    char node[16];
    bool none = slot->n_fields == 1 && bb_emit_regular(slot->fields) == UINT8_MAX;
    snprintf(node, sizeof node, none ? "NULL" : "n%u", i);
    print_marks(e, slot);
    print_presence(e, i);
    print_nodes(e, i, slot->run_fields ? slot->run_fields : 1);
    if (is_conditional(slot))
        PRINT(e, "    if (!p%u) {\n        f->absent = %u;\n    } else {\n", i, i + 1);
    else
        PRINT(e, "    {\n");
    if (slot->run_fields) {
        print_run(e, i);
    } else {
        PRINT(e, "        f->running = 0;\n");
        if (slot->repeated)
            print_list(e, i);
        else
            print_field(e, i, node, false);
        print_fills(e, slot);
    }
    PRINT(e, "    }\n");
    if (slot->repeated)
        PRINT(e, "    c = bb_straight_skip(c, %u);\n", i);
}

/* By the tables. */
static void print_other_slot(struct emitter *e, unsigned i, unsigned n)
{
    for (unsigned k = i; k < i + n; k++)
        if (is_measure(e->message->slots[k].fields))
            e->measures[e->message->slots[k].fields->measure] = NULL;
    PRINT(e, "    f->cursor = c;\n    bb_render_slot(r, f, %u);\n", i);
    PRINT(e, "    c = bb_straight_skip(f->cursor, %u);\n", i + n - 1);
}

/* The length to the end, if nothing else is still to be filled. */
static void print_end(struct emitter *e)
{
    const struct bb_field *field = e->measures[0];
    print_marks(e, &e->message->slots[e->message->n_slots]);
    if (e->message->n_measures && field && field->to_end) {
        PRINT(e, "    if (!r->n_pending && f->holes[0].begun");
        for (unsigned i = 1; i < e->message->n_measures; i++)
            PRINT(e, " && !f->holes[%u].field", i);
        PRINT(e, ") {\n");
        print_fill(e, 0, "r->at - f->holes[0].start");
        PRINT(e, "    }\n");
    }
    PRINT(e, "    f->cursor = NULL;\n");
}

void bb_emit_straight(const struct bb_compiled *compiled, unsigned index, struct bb_buf *ret_text)
{
    const struct bb_message *message = compiled->messages[index];
    struct emitter e = {.compiled = compiled, .message = message, .index = index, .out = ret_text};
    PRINT(&e, "static void m%u_straight(struct renderer *r, struct render_frame *f)\n{\n", index);
    PRINT(&e, "    const struct bb_node *c = f->cursor;\n");
    for (unsigned i = 0; i < message->n_slots;) {
        unsigned n = message->slots[i].run_fields ? message->slots[i].run_fields : 1;
        if (is_straight_slot(&message->slots[i]))
            print_straight_slot(&e, i);
        else
            print_other_slot(&e, i, n);
        PRINT(&e, "    if (r->overflow)\n        return;\n");
        i += n;
    }
    PRINT(&e, "    (void)c;\n    (void)r;\n");
    print_end(&e);
    PRINT(&e, "}\n");
}
