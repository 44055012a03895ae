#include "grammar/compiler/draft.h"

static struct bb_token *copy_tokens(struct bb_token *to, const ProtobufCBinaryData *from, size_t n)
{
    for (size_t i = 0; i < n; i++)
        *to++ = (struct bb_token){(const char *)from[i].data, (uint32_t)from[i].len};
    return to;
}

void draft_tokens(struct draft *d, const struct draft_message *m, struct bb_field *field,
                  const Brickbat__Wire *wire)
{
    const Brickbat__Dictionary *dictionary = wire->dict ? draft_dictionary(d, wire->dict) : NULL;
    if (wire->dict && !dictionary)
        draft_error(d, m, field->name, "dict: the file has no dictionary '%s'", wire->dict);
    size_t n = wire->n_token + (dictionary ? dictionary->n_token : 0);
    if (n && field->type != BB_TYPE_BYTES)
        draft_error(d, m, field->name, "only bytes and strings have tokens");
    struct bb_token *tokens = n ? draft_alloc(d, n, sizeof *tokens) : NULL;
    if (!tokens || d->out_of_memory)
        return;
    struct bb_token *end = copy_tokens(tokens, wire->token, wire->n_token);
    if (dictionary)
        copy_tokens(end, dictionary->token, dictionary->n_token);
    field->tokens = tokens;
    field->n_tokens = (uint16_t)n;
}
