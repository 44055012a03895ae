/*
 * Expressions to postfix code: precedence climbing over the operators of C.
 */
#include <ctype.h>
#include <stdlib.h>

#include "grammar/compiler/draft.h"

enum { MAX_OPS = 128, MAX_STACK = 16, MAX_NAME = 64, MAX_NESTING = 32, MAX_PEEK = 255 };

struct parser {
    struct draft *d;
    const struct draft_message *message;
    unsigned slot; /* whose option this is: names must be of earlier slots */
    const char *field;
    const char *option; /* "when", ... */
    const char *text;
    const char *at;
    struct bb_op ops[MAX_OPS];
    unsigned n_ops;
    unsigned depth;   /* of the stack at this point */
    unsigned nesting; /* of parentheses and negations */
    bool failed;
};

struct operator
{
    const char *text;
    uint8_t opcode;
    uint8_t precedence; /* higher binds tighter */
};

/* Longer spellings first, so that "<=" is not taken for "<". */
static const struct operator operators[] = {
    {"==", BB_OP_EQUAL, 4},      {"!=", BB_OP_NOT_EQUAL, 4},
    {"<=", BB_OP_LESS_EQUAL, 5}, {">=", BB_OP_GREATER_EQUAL, 5},
    {"<<", BB_OP_SHIFT_LEFT, 6}, {">>", BB_OP_SHIFT_RIGHT, 6},
    {"&&", BB_OP_AND, 1},        {"||", BB_OP_OR, 0},
    {"<", BB_OP_LESS, 5},        {">", BB_OP_GREATER, 5},
    {"|", BB_OP_BIT_OR, 2},      {"&", BB_OP_BIT_AND, 3},
    {"+", BB_OP_ADD, 7},         {"-", BB_OP_SUBTRACT, 7},
    {"*", BB_OP_MULTIPLY, 8},    {"/", BB_OP_DIVIDE, 8},
    {"%", BB_OP_REMAINDER, 8},
};

static void fail(struct parser *p, const char *reason, const char *what)
{
    if (!p->failed)
        draft_error(p->d, p->message, p->field, "%s: \"%s\": %s%s%s%s", p->option, p->text, reason,
                    *what ? " '" : "", what, *what ? "'" : "");
    p->failed = true;
}

static void emit(struct parser *p, unsigned opcode, unsigned levels, uint64_t arg)
{
    if (p->n_ops == MAX_OPS - 1 || p->depth >= MAX_STACK) {
        fail(p, "too long or nested too deeply", "");
        return;
    }
    p->ops[p->n_ops++] =
        (struct bb_op){.opcode = (uint8_t)opcode, .levels = (uint8_t)levels, .arg = arg};
}

static void push(struct parser *p, unsigned opcode, unsigned levels, uint64_t arg)
{
    emit(p, opcode, levels, arg);
    p->depth++;
}

static void skip_space(struct parser *p)
{
    while (isspace((unsigned char)*p->at))
        p->at++;
}

static bool accept(struct parser *p, const char *text)
{
    skip_space(p);
    size_t n = strlen(text);
    if (strncmp(p->at, text, n) != 0)
        return false;
    p->at += n;
    return true;
}

static bool take_name(struct parser *p, char *ret_name)
{
    size_t n = 0;
    while (isalnum((unsigned char)p->at[n]) || p->at[n] == '_')
        n++;
    if (n == 0 || n >= MAX_NAME) {
        fail(p, "a name is missing or too long at", p->at);
        return false;
    }
    memcpy(ret_name, p->at, n);
    ret_name[n] = '\0';
    p->at += n;
    return true;
}

/* Where the name stands in one message; -1 after reporting why it cannot be used. */
static int resolve_in(struct parser *p, const struct draft_message *m, const char *name)
{
    int slot = draft_find_slot(m, name);
    if (slot < 0) {
        fail(p, "no such field:", name);
        return -1;
    }
    const struct bb_field *field = draft_field(m, (unsigned)slot);
    bool usable =
        field->role == BB_PLAIN || field->role == BB_CONSTANT || field->role == BB_SELECTOR;
    if (m->slots[slot].slot->n_fields > 1 || field->type != BB_TYPE_UINT || !usable ||
        m->slots[slot].slot->repeated) {
        fail(p, "not a single integer that stands by itself:", name);
        return -1;
    }
    return slot;
}

/* The first slot of `parent` that can hold an `m`. */
static unsigned first_use(const struct draft_message *parent, const struct draft_message *m)
{
    for (unsigned i = 0; i < parent->message->n_slots; i++)
        for (unsigned k = 0; k < parent->slots[i].slot->n_fields; k++)
            if (parent->slots[i].fields[k].message == m->message)
                return i;
    return parent->message->n_slots;
}

/* The slot that all messages `levels` up agree on. */
static int resolve_up(struct parser *p, const struct draft_message *m, unsigned levels,
                      const char *name)
{
    if (levels == 0)
        return resolve_in(p, m, name);
    if (m->n_parents == 0) {
        fail(p, "there is no enclosing message for", name);
        return -1;
    }
    int agreed = -1;
    for (unsigned i = 0; i < m->n_parents && !p->failed; i++) {
        int slot = resolve_up(p, m->parents[i], levels - 1, name);
        if (agreed >= 0 && slot >= 0 && slot != agreed)
            fail(p, "enclosing messages have it at different places:", name);
        if (levels == 1 && slot >= (int)first_use(m->parents[i], m))
            fail(p, "an enclosing message has it only behind this one:", name);
        agreed = slot;
    }
    return agreed;
}

/* "(3)" behind `peek`; none is 0. */
static uint64_t parse_distance(struct parser *p)
{
    if (!accept(p, "("))
        return 0;
    skip_space(p);
    char *end = NULL;
    uint64_t distance = isdigit((unsigned char)*p->at) ? strtoull(p->at, &end, 0) : UINT64_MAX;
    if (distance > MAX_PEEK)
        fail(p, "peek: how many bytes ahead? A small number, not", p->at);
    else
        p->at = end;
    if (!p->failed && !accept(p, ")"))
        fail(p, "a ')' is missing before", p->at);
    return distance;
}

/* A length or count whose width varies and that is filled in only behind this slot. */
static const struct bb_field *find_open_measure(const struct parser *p)
{
    for (unsigned i = 0; i < p->slot; i++) {
        const struct bb_field *field = draft_field(p->message, i);
        bool varies = bb_has_forms(field) || (bb_field_is_number(field) && !field->digits);
        if (bb_is_measure(field) && varies && (field->to_end || field->measured >= p->slot))
            return field;
    }
    return NULL;
}

/* Names that say where the lift or rendering is. False if it is none of them. */
static bool parse_place(struct parser *p, const char *name)
{
    const struct bb_field *open = find_open_measure(p);
    if (strcmp(name, "more") == 0)
        push(p, BB_OP_MORE, 0, 0);
    else if (strcmp(name, "peek") == 0)
        push(p, BB_OP_PEEK, 0, parse_distance(p));
    else if (strcmp(name, "room") == 0)
        push(p, BB_OP_ROOM, 0, 0);
    else if (strcmp(name, "index") == 0)
        push(p, BB_OP_INDEX, 0, 0);
    else if (strcmp(name, "here") == 0)
        push(p, BB_OP_HERE, 0, 0);
    else if (strcmp(name, "piece_offset") == 0)
        push(p, BB_OP_PIECE_OFFSET, 0, 0);
    else if (strcmp(name, "whole_size") == 0)
        push(p, BB_OP_WHOLE_SIZE, 0, 0);
    else
        return false;
    if (strcmp(name, "index") == 0 && strcmp(p->option, "while") != 0)
        fail(p, "index: only in 'while'", "");
    bool of_joined = strcmp(name, "piece_offset") == 0 || strcmp(name, "whole_size") == 0;
    if (of_joined && strcmp(p->option, "is") != 0)
        fail(p, "only in 'is':", name);
    if (strcmp(name, "here") == 0 && open)
        fail(p, "here: not known behind a length of varying width:", open->name);
    return true;
}

static void parse_field_name(struct parser *p)
{
    unsigned levels = 0;
    while (accept(p, "^.") && levels < BB_MAX_DEPTH)
        levels++;
    char name[MAX_NAME];
    if (!take_name(p, name))
        return;
    if (levels == 0 && parse_place(p, name))
        return;
    int slot = resolve_up(p, p->message, levels, name);
    if (slot < 0)
        return;
    if (levels == 0 && (unsigned)slot >= p->slot)
        fail(p, "only fields that stand before this one are known, not", name);
    push(p, BB_OP_FIELD, levels, (uint64_t)slot);
}

static void parse_context_name(struct parser *p)
{
    char name[MAX_NAME];
    if (!take_name(p, name))
        return;
    for (unsigned i = 0; i < p->d->n_context; i++) {
        if (strcmp(p->d->context[i], name) == 0) {
            push(p, BB_OP_CONTEXT, 0, i);
            return;
        }
    }
    fail(p, "no field sets the context variable", name);
}

static void parse_conditional(struct parser *p);

static void parse_operand(struct parser *p)
{
    skip_space(p);
    if (++p->nesting > MAX_NESTING) {
        fail(p, "nested too deeply", "");
    } else if (accept(p, "!")) {
        parse_operand(p);
        emit(p, BB_OP_NOT, 0, 0);
    } else if (accept(p, "~")) {
        parse_operand(p);
        emit(p, BB_OP_COMPLEMENT, 0, 0);
    } else if (accept(p, "(")) {
        parse_conditional(p);
        if (!accept(p, ")"))
            fail(p, "a ')' is missing before", p->at);
    } else if (isdigit((unsigned char)*p->at)) {
        char *end = NULL;
        uint64_t number = strtoull(p->at, &end, 0);
        p->at = end;
        push(p, BB_OP_NUMBER, 0, number);
    } else if (accept(p, "$")) {
        parse_context_name(p);
    } else {
        parse_field_name(p);
    }
    p->nesting--;
}

static const struct operator* accept_operator(struct parser *p, unsigned lowest)
{
    skip_space(p);
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        const struct operator* op = & operators[i];
        if (strncmp(p->at, op->text, strlen(op->text)) != 0)
            continue;
        if (op->precedence < lowest)
            return NULL;
        p->at += strlen(op->text);
        return op;
    }
    return NULL;
}

static void parse_binary(struct parser *p, unsigned lowest)
{
    parse_operand(p);
    while (!p->failed) {
        const struct operator* op = accept_operator(p, lowest);
        if (!op)
            return;
        parse_binary(p, op->precedence + 1u);
        emit(p, op->opcode, 0, 0);
        p->depth--;
    }
}

static void parse_conditional(struct parser *p)
{
    if (++p->nesting > MAX_NESTING)
        fail(p, "nested too deeply", "");
    parse_binary(p, 0);
    if (!p->failed && accept(p, "?")) {
        parse_conditional(p);
        if (!p->failed && !accept(p, ":"))
            fail(p, "a ':' is missing before", p->at);
        if (!p->failed)
            parse_conditional(p);
        emit(p, BB_OP_SELECT, 0, 0);
        p->depth -= 2;
    }
    p->nesting--;
}

static const struct bb_op *compile(struct draft *d, const struct draft_message *m, unsigned slot,
                                   const char *option, const char *text)
{
    if (!text || d->out_of_memory)
        return NULL;
    struct parser p = {.d = d,
                       .message = m,
                       .slot = slot,
                       .option = option,
                       .text = text,
                       .at = text,
                       .field = draft_field(m, slot)->name};
    parse_conditional(&p);
    skip_space(&p);
    if (*p.at)
        fail(&p, "cannot read on at", p.at);
    if (p.failed)
        return NULL;
    struct bb_op *code = draft_alloc(d, p.n_ops + 1, sizeof *code);
    memcpy(code, p.ops, p.n_ops * sizeof *code);
    return code;
}

static bool uses(const struct bb_op *code, unsigned opcode)
{
    for (; code && code->opcode != BB_OP_END; code++)
        if (code->opcode == opcode)
            return true;
    return false;
}

/* Fields that cost no node cannot be told from missing ones unless their `when` can be computed
 * from the tree. */
static bool leaves_trace(const struct draft_message *m, unsigned i)
{
    const struct bb_slot *slot = m->slots[i].slot;
    if (slot[1].prefixed)
        return !slot[1].repeated;
    for (unsigned k = 0; k < (slot->run_fields ? slot->run_fields : 1u); k++) {
        const struct bb_field *field = draft_field(m, i + k);
        if (field->role == BB_PLAIN || field->role == BB_SELECTOR)
            return true;
    }
    return false;
}

static void check_when(struct draft *d, const struct draft_message *m, unsigned i)
{
    const struct bb_slot *slot = m->slots[i].slot;
    if (!uses(slot->when, BB_OP_MORE) && !slot->optional)
        return;
    if (!slot->prefixed && !slot->trails && !leaves_trace(m, i))
        draft_error(d, m, draft_field(m, i)->name,
                    "when: nothing in the tree would tell whether it was there: put it into a "
                    "message with what comes along with it, and 'when' before that");
}

/* How far a `rest` reaches must be known before what is behind it has been read. */
static void check_reserve(struct draft *d, const struct draft_message *m, unsigned rest)
{
    for (unsigned i = rest + 1; i < m->message->n_slots; i++) {
        const struct bb_op *code = m->slots[i].slot->when;
        bool early = !uses(code, BB_OP_MORE) && !uses(code, BB_OP_PEEK) &&
                     !uses(code, BB_OP_ROOM) && !uses(code, BB_OP_HERE);
        for (; early && code && code->opcode != BB_OP_END; code++)
            early = code->opcode != BB_OP_FIELD || code->levels || code->arg < rest;
        if (!early)
            draft_error(d, m, draft_field(m, i)->name,
                        "when: '%s' reaches up to here, so it can only ask for what is before that",
                        draft_field(m, rest)->name);
    }
}

/* Reports what the option may not ask for. */
static void refuse(struct draft *d, const struct draft_message *m, unsigned i, const char *option,
                   const struct bb_op *code, const uint8_t *opcodes)
{
    static const char *const names[] = {
        [BB_OP_MORE] = "more",
        [BB_OP_PEEK] = "peek",
        [BB_OP_ROOM] = "room",
        [BB_OP_HERE] = "here",
    };
    for (; *opcodes; opcodes++)
        if (uses(code, *opcodes))
            draft_error(d, m, draft_field(m, i)->name, "%s: it cannot ask for %s", option,
                        names[*opcodes]);
}

/* All that a carrier knows of the whole when it is read is that it is not known yet. */
static void check_late(struct draft *d, const struct draft_message *m, unsigned i)
{
    struct bb_field *field = &m->slots[i].fields[0];
    const struct bb_op *code = m->slots[i].slot->is;
    field->late = uses(code, BB_OP_WHOLE_SIZE);
    if (!field->late)
        return;
    if (uses(code, BB_OP_FIELD) || uses(code, BB_OP_CONTEXT) || uses(code, BB_OP_PIECE_OFFSET))
        draft_error(d, m, field->name, "is: whole_size goes together with numbers only");
    if (field->sets >= 0 || field->selects_bank)
        draft_error(d, m, field->name,
                    "is: what is known only behind all pieces can set no variable");
}

static void compile_values(struct draft *d, struct draft_message *m, unsigned i)
{
    static const uint8_t of_bytes[] = {BB_OP_MORE, BB_OP_PEEK, BB_OP_ROOM, BB_OP_HERE, 0};
    struct draft_slot *s = &m->slots[i];
    const Brickbat__Wire *wire = s->sources[0].wire;
    s->slot->is = compile(d, m, i, "is", wire->is);
    s->slot->ahead = compile(d, m, i, "ahead", wire->ahead);
    s->slot->key = compile(d, m, i, "key", wire->transform ? wire->transform->key : NULL);
    refuse(d, m, i, "is", s->slot->is, of_bytes);
    refuse(d, m, i, "key", s->slot->key, of_bytes);
    check_late(d, m, i);
}

void draft_expressions(struct draft *d, struct draft_message *m)
{
    for (unsigned i = 0; i < m->message->n_slots; i++) {
        struct draft_slot *s = &m->slots[i];
        const Brickbat__Wire *wire = s->sources[0].wire;
        s->slot->when = compile(d, m, i, "when", s->when_text);
        s->slot->repeat_while = compile(d, m, i, "while", wire->while_);
        s->slot->size = compile(d, m, i, "size", wire->size);
        if (!s->slot->text_switch)
            s->slot->choose = compile(d, m, i, "switch", s->switch_text);
        compile_values(d, m, i);
        s->slot->optional = uses(s->slot->when, BB_OP_PEEK) || uses(s->slot->when, BB_OP_ROOM);
        const struct bb_op *size = s->slot->size;
        if (uses(size, BB_OP_MORE) || uses(size, BB_OP_PEEK) || uses(size, BB_OP_ROOM))
            draft_error(d, m, s->fields[0].name,
                        "size: 'more', 'peek' and 'room' have no meaning here");
        check_when(d, m, i);
    }
    for (unsigned i = 0; i < m->message->n_slots; i++)
        if (m->slots[i].slot->reserve_varies)
            check_reserve(d, m, i);
}
