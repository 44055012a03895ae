#include "capture/envelope.h"

#include "grammar/schema.h"

static bool is_length_of_all(const struct bb_field *field)
{
    return field->role == BB_LENGTH && field->type == BB_TYPE_UINT &&
           field->coding == BB_CODING_FIXED && field->bits == 16 && field->bias == 0 &&
           field->unit == 1 && field->measured == 1;
}

enum bb_envelope bb_envelope_of(const struct bb_grammar *grammar)
{
    const struct bb_message *root = grammar->root;
    if (root->n_slots != 1 || !root->slots[0].repeated || root->slots[0].n_fields != 1)
        return BB_ENVELOPE_NONE;
    const struct bb_message *element = root->slots[0].fields[0].message;
    if (!element || element->n_slots != 2 || !is_length_of_all(&element->slots[0].fields[0]))
        return BB_ENVELOPE_NONE;
    return element->slots[0].fields[0].little_endian ? BB_ENVELOPE_LITTLE : BB_ENVELOPE_BIG;
}
