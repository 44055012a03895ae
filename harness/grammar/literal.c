#include "grammar/literal.h"

static bool stands_for(const struct bb_slot *slot, const struct bb_field *member,
                       struct bb_bytes text)
{
    for (unsigned i = 0; i < member->n_texts; i++)
        if (member->texts[i].len == text.len &&
            bb_literal_begins(&member->texts[i], slot->ignore_case, text))
            return true;
    return false;
}

const struct bb_field *bb_slot_choose_text(const struct bb_slot *slot, struct bb_bytes text)
{
    const struct bb_field *otherwise = NULL;
    for (unsigned i = 0; i < slot->n_fields; i++) {
        if (stands_for(slot, &slot->fields[i], text))
            return &slot->fields[i];
        if (slot->fields[i].otherwise)
            otherwise = &slot->fields[i];
    }
    return otherwise;
}

struct bb_bytes bb_selector_text(const struct bb_scope *frame, unsigned slot)
{
    const struct bb_node *node = bb_node_in_slot(frame->node, slot);
    if (node)
        return bb_bytes_of(node->data, node->len);
    unsigned selected = (unsigned)frame->message->slots[slot].selects;
    const struct bb_node *member = bb_node_in_slot(frame->node, selected);
    const struct bb_field *field =
        member ? member->field : &frame->message->slots[selected].fields[0];
    return field->n_texts ? bb_token_bytes(&field->texts[0]) : (struct bb_bytes){0};
}
