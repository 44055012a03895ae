/*
 * Other looks of literals: delimiters, white space and words as lenient readers take them, and as
 * they do not.
 */
#include "grammar/literal.h"
#include "mutate/edit.h"

enum { MAX_LITERAL_BYTES = 256 };

static size_t store(uint8_t *to, const void *from, size_t len)
{
    if (len > MAX_LITERAL_BYTES)
        len = MAX_LITERAL_BYTES;
    if (len)
        memcpy(to, from, len);
    return len;
}

/* Another one of the set, one twice, none, or one that is folded. */
static size_t other_delimiter(const struct bb_field *field, struct bb_rng *rng, uint8_t *to)
{
    const struct bb_delimiters *ends = field->ends;
    const struct bb_token *token = &ends->list[bb_rng_below(rng, ends->n)];
    size_t len = store(to, token->ptr, token->len);
    switch (bb_rng_below(rng, 4)) {
    case 0: return 0;
    case 1: return len + store(to + len, field->literal.ptr, field->literal.len);
    case 2: to[len] = bb_rng_one_in(rng, 2) ? ' ' : '\t'; return len + 1;
    default: return len;
    }
}

static size_t other_space(struct bb_rng *rng, uint8_t *to)
{
    static const char *const spaces[] = {"", " ", "  ", "\t", " \t ", "\v", "\r\n ", "\r"};
    const char *space = spaces[bb_rng_below(rng, sizeof spaces / sizeof *spaces)];
    if (!bb_rng_one_in(rng, 8))
        return store(to, space, strlen(space));
    size_t len = 1 + bb_rng_below(rng, MAX_LITERAL_BYTES);
    memset(to, ' ', len);
    return len;
}

static size_t other_word(const struct bb_field *field, struct bb_rng *rng, uint8_t *to)
{
    size_t len = store(to, field->literal.ptr, field->literal.len);
    size_t at = bb_rng_below(rng, len);
    switch (bb_rng_below(rng, 5)) {
    case 0: return 0;
    case 1: return at;
    case 2: return len + store(to + len, field->literal.ptr, len < 64 ? len : 64);
    case 3: to[at] = (uint8_t)bb_rng_next(rng); return len;
    default:
        for (size_t i = at; i < len; i++)
            to[i] ^= (to[i] | 0x20) >= 'a' && (to[i] | 0x20) <= 'z' ? 0x20 : 0;
        return len;
    }
}

bool bb_edit_deform(struct bb_edit *e, struct bb_node *node)
{
    uint8_t bytes[2 * MAX_LITERAL_BYTES];
    const struct bb_field *field = node->field;
    size_t len = field->ends    ? other_delimiter(field, e->rng, bytes)
                 : field->space ? other_space(e->rng, bytes)
                                : other_word(field, e->rng, bytes);
    node->data = bb_arena_copy(&e->tree->arena, bb_bytes_of(bytes, len));
    node->len = (uint32_t)len;
    return node->data;
}
