/*
 * Fields that stand on the wire in another form.
 */
#include "grammar/compiler/draft.h"

static void set_key(struct draft *d, const struct draft_message *m, struct bb_field *field,
                    const Brickbat__Transform *transform)
{
    bool is_xor = transform->kind == BRICKBAT__TRANSFORM_KIND__XOR;
    field->key_bytes = is_xor ? (uint8_t)transform->key_bytes : 0;
    if (is_xor && !transform->key)
        draft_error(d, m, field->name, "transform: XOR needs a key");
    if (!is_xor && (transform->key || transform->has_key_bytes))
        draft_error(d, m, field->name, "transform: key, key_bytes: only for XOR");
    if (transform->key_bytes < 1 || transform->key_bytes > sizeof(uint64_t))
        draft_error(d, m, field->name, "transform: key_bytes: 1 to 8");
}

static void set_transform(struct draft *d, struct draft_message *m, struct draft_slot *s,
                          unsigned i)
{
    struct bb_field *field = &s->fields[i];
    const Brickbat__Wire *wire = s->sources[i].wire;
    const Brickbat__Transform *transform = wire->transform;
    bool is_cipher = transform->kind == BRICKBAT__TRANSFORM_KIND__CIPHER;
    field->transform = (uint8_t)transform->kind;
    field->lower_case = wire->lower_case;
    field->hook = transform->hook;
    set_key(d, m, field, transform);
    if (transform->kind == BRICKBAT__TRANSFORM_KIND__NO_TRANSFORM)
        draft_error(d, m, field->name, "transform: of which kind?");
    if (is_cipher && !transform->hook)
        draft_error(d, m, field->name, "transform: a CIPHER needs a hook");
    if (!is_cipher && transform->hook)
        draft_error(d, m, field->name, "transform: hook: only for a CIPHER");
    if (field->type == BB_TYPE_UINT || s->slot->repeated)
        draft_error(d, m, field->name, "transform: only for single bytes, strings and messages");
    else if (wire->size)
        draft_error(d, m, field->name,
                    "transform: its size follows from its content, so it cannot be stated");
    else if (!draft_has_extent(s))
        draft_error(d, m, field->name,
                    "transform: where does it end? Say prefix or rest, or have a length measure "
                    "it");
}

void draft_transforms(struct draft *d, struct draft_message *m)
{
    for (unsigned i = 0; i < m->message->n_slots; i++)
        for (unsigned k = 0; k < m->slots[i].slot->n_fields; k++)
            if (m->slots[i].sources[k].wire->transform)
                set_transform(d, m, &m->slots[i], k);
}
