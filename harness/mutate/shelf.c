#include "mutate/shelf.h"

enum {
    MIN_TREE_BYTES = 8 << 20,
    TREE_BYTES_PER_BYTE = 160,  /* of the input: 5 nodes for each of its bytes */
    MAX_KEPT_BYTES = 16 * 1024, /* larger inputs are lifted each time */
};

void bb_shelf_init(struct bb_shelf *shelf, const struct bb_grammar *grammar)
{
    *shelf = (struct bb_shelf){.grammar = grammar};
    for (unsigned i = 0; i < BB_SHELF_SLOTS; i++)
        shelf->slots[i] = BB_SPECIMEN_INIT(MIN_TREE_BYTES);
}

void bb_shelf_free(struct bb_shelf *shelf)
{
    for (unsigned i = 0; i < BB_SHELF_SLOTS; i++)
        bb_specimen_free(&shelf->slots[i]);
}

static struct bb_specimen *find(struct bb_shelf *shelf, struct bb_bytes bytes)
{
    for (unsigned i = 0; i < BB_SHELF_SLOTS; i++) {
        struct bb_specimen *s = &shelf->slots[i];
        if (s->lifted_root && bb_bytes_equal(bb_buf_bytes(&s->input), bytes))
            return s;
    }
    return NULL;
}

static struct bb_specimen *free_slot(struct bb_shelf *shelf, struct bb_bytes bytes, bool passing)
{
    if (passing || bytes.len > MAX_KEPT_BYTES)
        return &shelf->slots[0];
    shelf->next = shelf->next % (BB_SHELF_SLOTS - 1) + 1;
    return &shelf->slots[shelf->next];
}

struct bb_specimen *bb_shelf_take(struct bb_shelf *shelf, struct bb_bytes bytes, bool passing)
{
    struct bb_specimen *s = shelf->current;
    bool is_fit = s && s->usable && !bb_specimen_is_worn(s);
    if (is_fit && bb_bytes_equal(s->bytes, bytes))
        return s;
    if (is_fit && passing && bb_specimen_follow(s, bytes))
        return s;
    s = shelf->current = find(shelf, bytes);
    if (s) {
        bb_specimen_restore(s);
        return s;
    }
    s = free_slot(shelf, bytes, passing);
    shelf->lifts++;
    size_t need = bytes.len * TREE_BYTES_PER_BYTE;
    if (need > s->tree.arena.max_bytes)
        s->tree.arena.max_bytes = need;
    shelf->current = bb_specimen_lift(s, shelf->grammar, bytes) ? s : NULL;
    return shelf->current;
}
