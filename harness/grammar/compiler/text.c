/*
 * Text: literals, and the delimiters that fields, oneofs and messages reach to.
 */
#include <stdio.h>

#include "grammar/compiler/draft.h"
#include "grammar/literal.h"

static void set_token(struct bb_token *token, const ProtobufCBinaryData *bytes)
{
    *token = (struct bb_token){(const char *)bytes->data, (uint32_t)bytes->len};
}

static bool is_same(const struct bb_delimiters *a, const struct bb_delimiters *b)
{
    if (a->n != b->n || a->folds != b->folds)
        return false;
    for (unsigned i = 0; i < a->n; i++)
        if (!bb_bytes_equal(bb_token_bytes(&a->list[i]), bb_token_bytes(&b->list[i])))
            return false;
    return true;
}

static const struct bb_delimiters *add_delimiters(struct draft *d, const struct draft_message *m,
                                                  const char *field, struct bb_delimiters ends)
{
    for (unsigned i = 0; i < d->n_delimiters; i++)
        if (is_same(&d->delimiters[i], &ends))
            return &d->delimiters[i];
    if (d->n_delimiters == BB_MAX_DELIMITER_SETS) {
        draft_error(d, m, field, "end: more than %d different ones in a file",
                    BB_MAX_DELIMITER_SETS);
        return NULL;
    }
    ends.index = (uint8_t)d->n_delimiters;
    d->delimiters[d->n_delimiters] = ends;
    return &d->delimiters[d->n_delimiters++];
}

const struct bb_delimiters *draft_delimiters(struct draft *d, const struct draft_message *m,
                                             const char *field, const ProtobufCBinaryData *end,
                                             size_t n, bool folds)
{
    if (n == 0 && folds)
        draft_error(d, m, field, "folds: only with end");
    if (n == 0 || d->out_of_memory)
        return NULL;
    struct bb_token *list = draft_alloc(d, n, sizeof *list);
    for (size_t i = 0; i < n && !d->out_of_memory; i++) {
        if (end[i].len < 1 || end[i].len > BB_MAX_DELIMITER)
            draft_error(d, m, field, "end: has not 1 to %d bytes", BB_MAX_DELIMITER);
        set_token(&list[i], &end[i]);
    }
    struct bb_delimiters ends = {.list = list, .n = (uint8_t)(n & 127), .folds = folds};
    return d->out_of_memory ? NULL : add_delimiters(d, m, field, ends);
}

void draft_trailer(struct draft *d, struct bb_field *field, const char *of, unsigned slot,
                   const struct bb_delimiters *ends)
{
    size_t size = strlen(of) + sizeof "_end";
    char *name = draft_alloc(d, size, 1);
    if (d->out_of_memory)
        return;
    snprintf(name, size, "%s_end", of);
    *field = (struct bb_field){
        .name = name,
        .slot = (uint16_t)slot,
        .type = BB_TYPE_BYTES,
        .role = BB_LITERAL,
        .sets = -1,
        .weight = 10,
        .max_size = UINT32_MAX,
        .ends = ends,
        .literal = ends->list[0],
    };
}

static bool is_all_space(const struct bb_token *token)
{
    for (uint32_t i = 0; i < token->len; i++)
        if (!bb_is_space((uint8_t)token->ptr[i]))
            return false;
    return true;
}

void draft_literal(struct draft *d, const struct draft_message *m, struct bb_field *field,
                   const Brickbat__Wire *wire)
{
    field->space = wire->space;
    field->ignore_case = wire->ignore_case;
    if (wire->has_literal)
        set_token(&field->literal, &wire->literal);
    if (wire->ignore_case && (!wire->has_literal || wire->space))
        draft_error(d, m, field->name,
                    "ignore_case: only for a literal, or where a oneof switches");
    if (!wire->has_literal && !wire->space)
        return;
    field->role = BB_LITERAL;
    if (wire->prefix || wire->size || wire->rest || wire->n_end)
        draft_error(d, m, field->name, "a literal takes no prefix, size, rest or end");
    if (wire->space && !is_all_space(&field->literal))
        draft_error(d, m, field->name, "space: its literal is made of spaces and tabs");
    if (!wire->space && field->literal.len == 0)
        draft_error(d, m, field->name, "literal: of no bytes");
}
