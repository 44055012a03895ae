/*
 * The live corpus: a folder of raw inputs, each named by the SHA-1 of its content, as libFuzzer
 * does it. One content is there once, whoever brought it.
 */
#ifndef BB_CAMPAIGN_CORPUS_H
#define BB_CAMPAIGN_CORPUS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"

struct bb_corpus_counts {
    size_t files; /* seen */
    size_t added; /* that were not there before */
    size_t unreadable;
};

/* Copies all files of a folder into the live corpus. A file that cannot be read is counted and
 * left out. BB_NOT_FOUND, BB_IO if the folder cannot be read. The counts are added to. */
BB_MUST_USE enum bb_status bb_corpus_import(const char *folder, const char *corpus,
                                            struct bb_corpus_counts *counts, struct bb_err *err);

/* Copies the complete new items of one AFL++ instance's queue; *next_id remembers how far it came
 * (start with 0). An item younger than min_age_ms may still be growing and waits, and all behind
 * it. A queue that is not there (yet) is fine. */
BB_MUST_USE enum bb_status bb_corpus_import_afl(const char *instance, const char *corpus,
                                                int64_t min_age_ms, unsigned *next_id,
                                                size_t *ret_added, struct bb_err *err);

/* Gives every file of the corpus the name of its content; a second copy goes. */
BB_MUST_USE enum bb_status bb_corpus_normalise(const char *corpus, struct bb_err *err);

/* Removes the input with this content from the corpus, if it is there: it crashes, and its
 * crash file is elsewhere. True if it was there. */
bool bb_corpus_drop(const char *corpus, const char *sha1);

size_t bb_corpus_count(const char *corpus);

enum { BB_INPUT_MAX_BYTES = 64 * 1024 * 1024 };

#endif
