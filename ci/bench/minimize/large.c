/*
 * bench_large SEED N DIR: N documents of nested values, up to some 2,000 bytes long, that crash
 * planted_nested (harness/tests/planted), as DIR/BUG.large.NUMBER. The same seed makes the same
 * files.
 *
 * Lists and maps in each other, all of them right, and a bug at the end. Others are near: an array
 * whose items are not moved grows as soon as enough values before it are gone, and a value that is
 * there once more is out of range then. Both fire before the bug that the document is about.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "tests/planted/generate.h"

enum { BYTES = 1900, MAP = 130, LIST = 80, DEEPEST = 3, FIRST_ROOM = 4 };
enum { MOST_ITEMS = 110, MOST_IN_ARRAY = 80 };

struct large {
    struct bb_rng rng;
    unsigned n, room; /* the parser's items after what is written so far */
};

static void number(struct large *large, struct bb_buf *out)
{
    planted_u8(out, 3);
    planted_noise(&large->rng, 2, 2, out);
    if (large->n == large->room)
        large->room = large->room ? 2 * large->room : FIRST_ROOM;
    large->n++;
}

static void key(struct large *large, unsigned depth, struct bb_buf *out)
{
    unsigned n = planted_between(&large->rng, depth ? 4 : 20, depth ? 20 : 60);
    planted_u8(out, n);
    planted_noise(&large->rng, n, n, out);
}

/* Some value that is there, or a number if there is none. */
static void again(struct large *large, struct bb_buf *out)
{
    if (large->n == 0 || large->n == large->room) {
        number(large, out);
        return;
    }
    planted_u8(out, 7);
    planted_u8(out, planted_between(&large->rng, large->n / 2, large->n - 1));
    large->n++;
}

/* As many numbers as fit without the items being moved; a number if none does. */
static void array(struct large *large, struct bb_buf *out)
{
    if (large->room < large->n + 2) {
        number(large, out);
        return;
    }
    large->n++;
    unsigned fit = large->room - large->n;
    unsigned n = planted_between(&large->rng, 1, fit < 6 ? fit : 6);
    planted_u8(out, 5);
    planted_u8(out, 3 * n);
    for (; n > 0; n--)
        number(large, out);
}

/* A list or a map of at most MAP or LIST bytes and what its last value takes: one byte says how
 * many. */
static void part(struct large *large, unsigned depth, struct bb_buf *out)
{
    struct bb_buf values = BB_BUF_INIT(255);
    bool is_map = !bb_rng_one_in(&large->rng, 6);
    size_t bytes = planted_between(&large->rng, 10, (is_map ? MAP : LIST) >> depth);
    while (values.len < bytes && large->n < MOST_ITEMS) {
        if (is_map)
            key(large, depth, &values);
        switch (planted_between(&large->rng, 0, 5)) {
        case 0: again(large, &values); break;
        case 1: array(large, &values); break;
        case 2:
            if (depth < DEEPEST && values.len < bytes / 4) {
                part(large, depth + 1, &values);
                break;
            }
            /* fall through */
        default: number(large, &values);
        }
    }
    planted_u8(out, is_map ? 2 : 1);
    planted_u8(out, (unsigned)values.len);
    bb_buf_append(out, bb_buf_bytes(&values));
    out->failed |= values.failed;
    bb_buf_free(&values);
}

/* An index right behind the room that there is. */
static void heap_read(struct large *large, struct bb_buf *out)
{
    planted_u8(out, 7);
    planted_u8(out, planted_between(&large->rng, large->room, large->room + 3));
}

/* An array whose numbers do not fit. */
static void use_after_free(struct large *large, struct bb_buf *out)
{
    while (large->room - large->n >= MOST_IN_ARRAY || large->room == large->n)
        number(large, out);
    unsigned n = large->room - large->n;
    planted_u8(out, 5);
    planted_u8(out, 3 * n);
    for (large->n++; n > 0; n--)
        number(large, out);
}

static void document(struct large *large, bool reads, struct bb_buf *out)
{
    large->n = large->room = 0;
    planted_u8(out, 1);
    for (unsigned n = planted_between(&large->rng, 1, 3); n > 0; n--) {
        planted_u8(out, 1); /* a list that goes to the end */
        planted_u8(out, 0);
    }
    while (out->len < BYTES && large->n < MOST_ITEMS)
        part(large, 0, out);
    if (reads)
        heap_read(large, out);
    else
        use_after_free(large, out);
}

int main(int argc, char **argv)
{
    struct bb_err err = {0};
    struct bb_buf out = BB_BUF_INIT(4 * BYTES);
    struct large large = {0};
    if (argc != 4) {
        fprintf(stderr, "usage: bench_large SEED N DIR\n");
        return 2;
    }
    bb_rng_seed(&large.rng, strtoull(argv[1], NULL, 10));
    enum bb_status status = bb_dir_make(argv[3], &err);
    for (unsigned long i = 0; i < strtoul(argv[2], NULL, 10) && status == BB_OK; i++) {
        char path[4096];
        bool reads = i % 2 == 0;
        bb_buf_reset(&out);
        document(&large, reads, &out);
        snprintf(path, sizeof path, "%s/nested-%s.large.%lu", argv[3],
                 reads ? "heap-read" : "use-after-free", i);
        status = out.failed ? BB_FAIL(&err, BB_LIMIT, "'%s' is too long", path)
                            : bb_file_create(path, bb_buf_bytes(&out), &err);
    }
    bb_buf_free(&out);
    if (status != BB_OK)
        fprintf(stderr, "bench_large: %s\n", err.what);
    return status == BB_OK ? 0 : 3;
}
