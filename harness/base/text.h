/*
 * Words and numbers as people type and read them.
 */
#ifndef BB_BASE_TEXT_H
#define BB_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

enum { BB_COUNT_TEXT_SIZE = 24 };

/* A whole decimal number from min to max; no sign, no space, nothing behind. BB_MALFORMED. */
BB_MUST_USE enum bb_status bb_number_parse(const char *text, uint64_t min, uint64_t max,
                                           uint64_t *ret_number, struct bb_err *err);

/* For one look: "999", "12.3k", "4.56M", "7.89G". ret_text is also returned. */
const char *bb_count_format(uint64_t count, char ret_text[static BB_COUNT_TEXT_SIZE]);

/* How many insertions, deletions, replacements and swaps of neighbours turn a into b. Only the
 * first 63 bytes of each count. */
size_t bb_text_distance(const char *a, const char *b);

/* The name that was most likely meant: the shortest that `text` is a part of, or else the nearest
 * one, if less than half of its letters differ, or less than a quarter of those of the text from
 * one of its words ("mosquito": mqtt_mosquitto_broker). NULL if none is near. Borrowed from
 * `names`. */
const char *bb_text_nearest(const char *text, const char *const *names, size_t n_names);

bool bb_text_starts_with(const char *text, const char *prefix);

/* True if the word consists of letters, digits, '_', '-' and '.' only, does not begin with '.' or
 * '-', and is not empty: fit to be one part of a path. */
bool bb_text_is_plain_name(const char *text);

#endif
