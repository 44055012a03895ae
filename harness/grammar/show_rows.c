#include "grammar/show_rows.h"

#include <stdlib.h>

enum {
    MAX_TREE_BYTES_FACTOR = 256,
    MIN_TREE_BYTES = 1 << 20,
    FIRST_ROWS = 64, /* that memory is had for */
};

struct collector {
    struct bb_tree tree; /* what the rows' data is in */
    struct row *ptr;
    size_t n, capacity;
    uint64_t *truths;
    size_t n_truths, truths_capacity;
    size_t open[BB_MAX_DEPTH + 2]; /* for each depth, the row of the last message entered there */
    bool exhausted;
    size_t input_len;
    bool in_parts; /* what is in the root, each by itself: nothing of the root can lie */
    void (*take)(void *user, const struct rows *rows);
    void *user;
};

/* Makes room for one more than n elements. */
static void *grow(struct collector *c, void *ptr, size_t n, size_t size, size_t *capacity)
{
    if (n < *capacity)
        return ptr;
    size_t wanted = n ? n * 2 : FIRST_ROWS;
    void *grown = realloc(ptr, wanted * size);
    c->exhausted = c->exhausted || !grown;
    *capacity = grown ? wanted : *capacity;
    return grown ? grown : ptr;
}

static void note_truth(struct collector *c, struct row *row, uint64_t truth)
{
    c->truths = grow(c, c->truths, c->n_truths, sizeof *c->truths, &c->truths_capacity);
    if (c->exhausted)
        return;
    c->truths[c->n_truths++] = truth;
    row->lie = (uint32_t)c->n_truths;
}

static void mark_lie(struct collector *c, const struct bb_lift_event *event)
{
    for (size_t i = c->n; i-- > 0;) {
        struct row *row = &c->ptr[i];
        if (row->seen == BB_SEEN_UINT && row->field == event->field && row->data == event->data) {
            note_truth(c, row, event->value);
            return;
        }
    }
}

static void take(struct collector *c)
{
    const struct rows rows = {c->ptr, c->n, c->truths};
    c->take(c->user, &rows);
    c->n = c->n_truths = 0;
}

/* The root is as long as the input, which is said as soon as it is entered. */
static void close_message(struct collector *c, const struct bb_lift_event *event)
{
    if (event->depth > 0)
        c->ptr[c->open[event->depth]].len = (uint32_t)event->len;
    if (event->depth == 1 && c->in_parts)
        take(c);
}

static void collect(void *user, const struct bb_lift_event *event)
{
    struct collector *c = user;
    if (event->seen == BB_SEEN_LIE) {
        mark_lie(c, event);
        return;
    }
    if (event->seen == BB_SEEN_LEAVE) {
        close_message(c, event);
        return;
    }
    c->ptr = grow(c, c->ptr, c->n, sizeof *c->ptr, &c->capacity);
    if (c->exhausted)
        return;
    if (event->seen == BB_SEEN_ENTER)
        c->open[event->depth] = c->n;
    c->ptr[c->n++] = (struct row){
        .field = event->field,
        .message = event->message,
        .data = event->data,
        .value = event->value,
        .offset = (uint32_t)event->offset,
        .len = (uint32_t)(event->depth ? event->len : c->input_len),
        .seen = (uint8_t)event->seen,
        .depth = (uint8_t)event->depth,
    };
}

static void free_rows(struct collector *c)
{
    bb_tree_free(&c->tree);
    free(c->ptr);
    free(c->truths);
}

enum bb_status bb_show_walk(const struct bb_grammar *grammar, struct bb_bytes bytes,
                            void (*take_rows)(void *user, const struct rows *rows), void *user)
{
    const struct bb_message *root = grammar->root;
    struct collector c = {
        .tree = BB_TREE_INIT(MIN_TREE_BYTES + bytes.len * MAX_TREE_BYTES_FACTOR),
        .input_len = bytes.len,
        .in_parts = root->n_derived == 0 && !root->labels,
        .take = take_rows,
        .user = user,
    };
    struct bb_lift_observer observer = {.see = collect, .user = &c};
    enum bb_status status = bb_lift(grammar, bytes, &c.tree, &observer);
    if (status == BB_OK && c.exhausted)
        status = BB_NO_MEMORY;
    if (status == BB_OK)
        take(&c);
    free_rows(&c);
    return status;
}
