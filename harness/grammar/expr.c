#include "grammar/number.h"

enum { STACK_DEPTH = 16 }; /* the plugin refuses deeper expressions */

const struct bb_node *bb_node_in_slot(const struct bb_node *message, unsigned slot)
{
    const struct bb_node *node = message ? message->child : NULL;
    for (; node && node->slot <= slot; node = node->next)
        if (node->slot == slot && node->field)
            return node;
    return NULL;
}

uint64_t bb_selector_value(const struct bb_scope *frame, unsigned slot)
{
    const struct bb_node *node = bb_node_in_slot(frame->node, slot);
    if (node)
        return bb_node_value(node);
    unsigned selected = (unsigned)frame->message->slots[slot].selects;
    const struct bb_node *member = bb_node_in_slot(frame->node, selected);
    const struct bb_field *field =
        member ? member->field : &frame->message->slots[selected].fields[0];
    return field->n_cases ? field->cases[0] : 0;
}

uint64_t bb_expr_field(const struct bb_scope *frame, unsigned levels, unsigned slot)
{
    while (levels-- && frame->parent)
        frame = frame->parent;
    const struct bb_field *field = &frame->message->slots[slot].fields[0];
    if (field->role == BB_SELECTOR)
        return bb_selector_value(frame, slot);
    const struct bb_node *node = bb_node_in_slot(frame->node, slot);
    if (node)
        return bb_node_value(node);
    return field->role == BB_CONSTANT ? field->constant : 0;
}

static uint64_t binary(unsigned opcode, uint64_t a, uint64_t b)
{
    switch (opcode) {
    case BB_OP_MULTIPLY: return a * b;
    case BB_OP_DIVIDE: return b ? a / b : 0;
    case BB_OP_REMAINDER: return b ? a % b : 0;
    case BB_OP_ADD: return a + b;
    case BB_OP_SUBTRACT: return a - b;
    case BB_OP_SHIFT_LEFT: return b < 64 ? a << b : 0;
    case BB_OP_SHIFT_RIGHT: return b < 64 ? a >> b : 0;
    case BB_OP_BIT_AND: return a & b;
    case BB_OP_BIT_OR: return a | b;
    case BB_OP_EQUAL: return a == b;
    case BB_OP_NOT_EQUAL: return a != b;
    case BB_OP_LESS: return a < b;
    case BB_OP_LESS_EQUAL: return a <= b;
    case BB_OP_GREATER: return a > b;
    case BB_OP_GREATER_EQUAL: return a >= b;
    case BB_OP_AND: return a && b;
    case BB_OP_OR: return a || b;
    default: return 0;
    }
}

uint64_t bb_expr_eval(const struct bb_op *op, const struct bb_expr_env *env)
{
    uint64_t stack[STACK_DEPTH];
    unsigned n = 0;
    for (; op->opcode != BB_OP_END; op++) {
        switch (op->opcode) {
        case BB_OP_NUMBER: stack[n++] = op->arg; break;
        case BB_OP_FIELD:
            stack[n++] = bb_expr_field(env->frame, op->levels, (unsigned)op->arg);
            break;
        case BB_OP_CONTEXT: stack[n++] = env->context->variable[env->context->bank][op->arg]; break;
        case BB_OP_MORE: stack[n++] = env->more; break;
        case BB_OP_PEEK: stack[n++] = op->arg < env->room ? env->ahead[op->arg] : 256; break;
        case BB_OP_ROOM: stack[n++] = env->room; break;
        case BB_OP_INDEX: stack[n++] = env->index; break;
        case BB_OP_HERE: stack[n++] = env->here; break;
        case BB_OP_PIECE_OFFSET: stack[n++] = env->piece_offset; break;
        case BB_OP_WHOLE_SIZE: stack[n++] = env->whole_size; break;
        case BB_OP_NOT: stack[n - 1] = !stack[n - 1]; break;
        case BB_OP_COMPLEMENT: stack[n - 1] = ~stack[n - 1]; break;
        case BB_OP_SELECT:
            n -= 2;
            stack[n - 1] = stack[n - 1] ? stack[n] : stack[n + 1];
            break;
        default: n--; stack[n - 1] = binary(op->opcode, stack[n - 1], stack[n]);
        }
    }
    return stack[0];
}

bool bb_expr_is_of_tree(const struct bb_op *op, unsigned n_levels, bool knows_context)
{
    for (; op->opcode != BB_OP_END; op++) {
        bool of_place = op->opcode >= BB_OP_CONTEXT && op->opcode <= BB_OP_WHOLE_SIZE &&
                        !(op->opcode == BB_OP_CONTEXT && knows_context);
        if (of_place || (op->opcode == BB_OP_FIELD && op->levels >= n_levels))
            return false;
    }
    return true;
}

const struct bb_field *bb_slot_choose(const struct bb_slot *slot, uint64_t value)
{
    const struct bb_field *otherwise = NULL;
    for (unsigned i = 0; i < slot->n_fields; i++) {
        const struct bb_field *field = &slot->fields[i];
        for (unsigned k = 0; k < field->n_cases; k++)
            if (field->cases[k] == value)
                return field;
        if (field->otherwise)
            otherwise = field;
    }
    return otherwise;
}
