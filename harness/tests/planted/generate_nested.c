/* Inputs for nested.c. */
#include "tests/planted/generate.h"

enum { MESSAGES = 3, PLACES = 4, MOST_VALUES = 80, LEAST_LEVELS = 28000, MOST_LEVELS = 32000 };

static void text(struct bb_rng *rng, struct bb_buf *out)
{
    unsigned n = planted_between(rng, 0, 20);
    planted_u8(out, n);
    planted_noise(rng, n, n, out);
}

static void begin(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    planted_u8(out, 1 + way % MESSAGES);
    if (way % MESSAGES == 1)
        planted_u8(out, planted_between(rng, 0, 127));
    else if (way % MESSAGES == 2)
        text(rng, out);
}

static void number(struct bb_rng *rng, struct bb_buf *out)
{
    planted_u8(out, 3);
    planted_noise(rng, 2, 2, out);
}

/* A list, a map or an array (1, 2, 5) that goes to the end, and values that are right in it. */
static void open(struct bb_rng *rng, unsigned type, struct bb_buf *out)
{
    planted_u8(out, type);
    planted_u8(out, 0);
    for (unsigned n = planted_between(rng, 0, 2); n > 0; n--) {
        if (type == 2)
            text(rng, out);
        number(rng, out);
    }
    if (type == 2)
        text(rng, out);
}

/* A message up to a value at one of several places in it. */
static void start(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    static const unsigned types[PLACES] = {0, 1, 2, 5};
    unsigned type = types[way / MESSAGES % PLACES];
    begin(rng, way, out);
    if (type)
        open(rng, type, out);
}

static void end(struct bb_rng *rng, struct bb_buf *out)
{
    if (bb_rng_one_in(rng, 2))
        planted_noise(rng, 0, 40, out);
}

/* Lists, maps, or both in any order. */
static void recursion(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    begin(rng, way, out);
    for (unsigned n = planted_between(rng, LEAST_LEVELS, MOST_LEVELS); n > 0; n--) {
        unsigned type = way < MESSAGES ? 1 : way < 2 * MESSAGES ? 5 : planted_between(rng, 1, 2);
        planted_u8(out, type);
        planted_u8(out, 0);
        if (type == 2)
            planted_u8(out, 0); /* no name */
    }
}

static void endless_padding(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    unsigned steps = planted_between(rng, 0, 9);
    start(rng, way, out);
    planted_u8(out, 6);
    planted_u8(out, steps + planted_between(rng, 1, 9));
    for (; steps > 0; steps--)
        planted_u8(out, 1);

    for (unsigned n = 0; n < 10; n++)
        planted_u8(out, 0);
    end(rng, out);
}

/* Values to which links can go, and a link from one of them back. */
static void endless_links(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    unsigned n = planted_between(rng, 1, 6);
    begin(rng, way, out);
    if (way >= MESSAGES) {
        planted_u8(out, way < 2 * MESSAGES ? 1 : 5);
        planted_u8(out, 0);
    }
    /* an array is a value itself */
    unsigned before = way >= 2 * MESSAGES;
    for (unsigned i = 0; i < n - 1 && way % MESSAGES < 2; i++)
        number(rng, out);
    planted_u8(out, 8);
    planted_u8(out, before + (way % MESSAGES < 2 ? n - 1 : 0));
    end(rng, out);
}

static void heap_read(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    start(rng, way, out);
    if (way / MESSAGES % PLACES == 0 && way % MESSAGES == 2)
        open(rng, 1, out);
    number(rng, out);
    if (way / MESSAGES % PLACES == 2)
        text(rng, out);
    planted_u8(out, 7);
    planted_u8(out, planted_between(rng, 4, 255));
    end(rng, out);
}

/* An array with more values than there is room for: numbers, and some of them again. */
static void use_after_free(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    unsigned n = planted_between(rng, 9, MOST_VALUES);
    start(rng, way, out);
    planted_u8(out, 5);
    struct bb_buf values = BB_BUF_INIT(3 * MOST_VALUES);
    for (; n > 0; n--) {
        if (bb_rng_one_in(rng, 3)) {
            planted_u8(&values, 7);
            planted_u8(&values, 0);
        } else {
            number(rng, &values);
        }
    }
    planted_u8(out, (unsigned)values.len);
    bb_buf_append(out, bb_buf_bytes(&values));
    bb_buf_free(&values);
    end(rng, out);
}

/* In an array two at most, which is one value itself: it must not grow. */
static void leak(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    unsigned place = way / MESSAGES % PLACES;
    unsigned n = place == 3 ? 2 : planted_between(rng, 2, 5);
    if (place == 3) {
        begin(rng, way, out);
        planted_u8(out, 5);
        planted_u8(out, 0);
    } else {
        start(rng, way, out);
    }
    if (place == 0 && way % MESSAGES == 2)
        open(rng, 1, out);
    for (; n > 0; n--) {
        planted_u8(out, 4);
        text(rng, out);
        if (place == 2)
            text(rng, out);
    }
}

const struct planted_bug planted_nested_bugs[] = {
    {"nested-recursion", 3 * MESSAGES, recursion},
    {"nested-endless-padding", PLACES *MESSAGES, endless_padding},
    {"nested-endless-links", 3 * MESSAGES, endless_links},
    {"nested-heap-read", PLACES *MESSAGES, heap_read},
    {"nested-use-after-free", PLACES *MESSAGES, use_after_free},
    {"nested-leak", PLACES *MESSAGES, leak},
    {0},
};
