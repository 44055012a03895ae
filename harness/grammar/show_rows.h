/*
 * The rows of an input that is shown: what an observed lift sees, with the lies, which are known
 * only when their range has ended. Private to show.c.
 */
#ifndef BB_GRAMMAR_SHOW_ROWS_H
#define BB_GRAMMAR_SHOW_ROWS_H

#include "grammar/schema.h"

/* An event, packed: a large input has a row for each of its bytes. */
struct row {
    const struct bb_field *field; /* NULL for the root and for raw bytes */
    const struct bb_message *message;
    const uint8_t *data;
    uint64_t value;
    uint32_t offset;
    uint32_t len;
    uint32_t lie; /* the number of its truth, plus one; 0: it tells the truth */
    uint8_t seen; /* enum bb_seen */
    uint8_t depth;
};

/* In the order of the input. */
struct rows {
    const struct row *ptr;
    size_t n;
    const uint64_t *truths; /* of rows that lie */
};

/* Gives all rows of an input to `take`, which is called once or more; they are good until it
 * returns. */
BB_MUST_USE enum bb_status bb_show_walk(const struct bb_grammar *grammar, struct bb_bytes bytes,
                                        void (*take)(void *user, const struct rows *rows),
                                        void *user);

#endif
