#include "grammar/lift_private.h"
#include "grammar/literal.h"

/* --- delimiters ----------------------------------------------------------------------------- */

/* The length of the longest delimiter that stands at `at`, 0 if none does. */
static size_t delimiter_at(const struct lifter *l, const struct bb_delimiters *ends, size_t at,
                           size_t end)
{
    size_t longest = 0;
    for (unsigned i = 0; i < ends->n; i++) {
        const struct bb_token *token = &ends->list[i];
        if (l->bytes[at] != (uint8_t)token->ptr[0] || token->len > end - at ||
            token->len <= longest || memcmp(l->bytes + at, token->ptr, token->len) != 0)
            continue;
        bool folded =
            ends->folds && at + token->len < end && bb_is_space(l->bytes[at + token->len]);
        longest = folded ? longest : token->len;
    }
    return longest;
}

static size_t scan(const struct lifter *l, const struct bb_delimiters *ends, size_t from,
                   size_t end)
{
    while (from < end && !delimiter_at(l, ends, from, end))
        from++;
    return from;
}

static size_t max_size(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* A search of a wider scope tells all but about what its end cuts in two or makes the last. */
static size_t find_within(const struct lifter *l, const struct bb_delimiters *ends,
                          const struct search *known, size_t end)
{
    size_t found = known->found < end ? known->found : end;
    size_t doubtful = end > BB_MAX_DELIMITER + 1 ? end - BB_MAX_DELIMITER - 1 : 0;
    return found < doubtful ? found : scan(l, ends, max_size(doubtful, l->at), end);
}

/* Linear in all: bytes are looked at again only where a scope ends. */
size_t bb_lift_find_end(const struct lifter *l, const struct bb_delimiters *ends, size_t end)
{
    struct search *known = &l->searches[ends->index];
    size_t from = l->at;
    bool covered = known->bytes == l->bytes && known->from <= l->at && l->at <= known->found;
    if (covered && end <= known->to)
        return find_within(l, ends, known, end);
    if (covered && known->found == known->to)
        from = max_size(from, known->to > BB_MAX_DELIMITER ? known->to - BB_MAX_DELIMITER - 1 : 0);
    size_t found = scan(l, ends, from, end);
    *known = (struct search){.bytes = l->bytes, .from = l->at, .to = end, .found = found};
    return found;
}

/* --- literals ------------------------------------------------------------------------------- */

static size_t count_space(const struct lifter *l, size_t end)
{
    size_t n = 0;
    while (l->at + n < end && bb_is_space(l->bytes[l->at + n]))
        n++;
    return n;
}

/* How many bytes are this literal here; SIZE_MAX if it is not there. */
static size_t literal_here(const struct lifter *l, const struct bb_field *field, size_t end)
{
    if (field->ends)
        return l->at < end ? delimiter_at(l, field->ends, l->at, end) : 0;
    if (field->space)
        return count_space(l, end);
    struct bb_bytes rest = bb_bytes_of(l->bytes + l->at, end - l->at);
    bool here = bb_literal_begins(&field->literal, field->ignore_case, rest);
    return here ? field->literal.len : SIZE_MAX;
}

/* Takes n bytes as the literal, whatever they are. */
static void take_literal(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                         size_t n)
{
    struct bb_bytes bytes = bb_bytes_of(l->bytes + l->at, n);
    bool differs = !bb_bytes_equal(bytes, bb_bytes_of(field->literal.ptr, field->literal.len));
    if (differs) {
        struct bb_node *node = bb_lift_append(l, f, BB_NODE_BYTES, field, field->slot);
        node->data = bytes.ptr;
        node->len = (uint32_t)n;
    }
    if (differs || !field->ends)
        bb_lift_see(l, BB_SEEN_BYTES, f->base.message, field, l->at, n, 0);
    l->at += n;
    bb_context_note(&l->context, field, field->constant);
}

bool bb_lift_literal(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                     size_t end)
{
    size_t n = literal_here(l, field, end);
    if (n == SIZE_MAX)
        return false;
    take_literal(l, f, field, n);
    return true;
}

void bb_lift_close(struct lifter *l, struct lift_frame *f, size_t end)
{
    const struct bb_message *message = f->base.message;
    bb_lift_literal(l, f, message->slots[message->n_slots + 1].fields, end);
}

const struct bb_field *bb_lift_opening(const struct lifter *l, const struct bb_slot *slot,
                                       size_t end)
{
    struct bb_bytes rest = bb_bytes_of(l->bytes + l->at, end - l->at);
    for (unsigned i = 0; i < slot->n_fields; i++)
        if (slot->fields[i].opening.len &&
            bb_literal_begins(&slot->fields[i].opening, slot->fields[i].opening_ignores_case, rest))
            return &slot->fields[i];
    return NULL;
}
