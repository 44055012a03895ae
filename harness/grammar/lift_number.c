#include "grammar/lift_private.h"
#include "grammar/number.h"

/* A spelling that rendering would not choose is kept, whatever its value. */
static void keep_spelling(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                          struct bb_bytes spelling)
{
    size_t offset = l->at;
    uint64_t value = bb_number_read(field, spelling);
    bb_lift_see(l, BB_SEEN_UINT, f->base.message, field, offset, spelling.len, value);
    if (field->role == BB_LENGTH || field->role == BB_COUNT) {
        bb_lift_read_measure(l, f,
                             (struct measure){.field = field,
                                              .wire = value,
                                              .offset = offset,
                                              .misspelt = true,
                                              .spelling_len = (uint32_t)spelling.len});
        return;
    }
    if (field->role == BB_DIGEST) {
        bb_lift_read_digest(f, field, value, offset, spelling.len);
        f->ranges[field->range].misspelt = true;
        return;
    }
    struct bb_node *node = bb_lift_append(l, f, BB_NODE_BYTES, field, field->slot);
    node->data = spelling.ptr;
    node->len = (uint32_t)spelling.len;
    if (field->role == BB_CONSTANT || field->role == BB_COMPUTED)
        bb_lift_see(l, BB_SEEN_LIE, f->base.message, field, offset, 0,
                    field->role == BB_CONSTANT ? field->constant : bb_lift_computed(l, f, field));
    bb_context_note(&l->context, field, value);
}

bool bb_lift_number(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                    size_t end, bool owned)
{
    struct bb_bytes spelling = bb_bytes_of(l->bytes + l->at, end - l->at);
    size_t width = field->digits;
    if (!owned) {
        if (width && width < spelling.len)
            spelling.len = width;
        spelling.len = bb_number_span(field, spelling);
        if (spelling.len == 0 || (width && spelling.len != width))
            return false;
    }
    if (owned && f->base.message->slots[field->slot].size)
        width = spelling.len;
    if (!bb_number_is_canonical(field, spelling, width))
        keep_spelling(l, f, field, spelling);
    else
        bb_lift_uint(l, f, field, bb_number_read(field, spelling), 0, l->at, spelling.len);
    l->at += spelling.len;
    return true;
}
