/*
 * Crashes that have been seen and understood, to be recognised without names.
 *
 * Where two crashes have equal addresses, they have equal names, too. So a crash is looked up by
 * what it says without symbols: by the hash that the fork server gives it, or by the report's own.
 * The whole stack counts: which frames are noise is not known before they have names.
 */
#ifndef BB_CLI_SIGHTINGS_H
#define BB_CLI_SIGHTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bb_probe;
struct bb_report;

enum { BB_SIGHTINGS_MAX = 1024, BB_SIGHTINGS_SLOTS = 4 * BB_SIGHTINGS_MAX };

/* Empty when zeroed. */
struct bb_sightings {
    struct bb_probe *probe[BB_SIGHTINGS_MAX]; /* owned; with names */
    size_t n;
    struct {
        uint64_t hash;
        const struct bb_probe *probe; /* NULL: free */
    } key[BB_SIGHTINGS_SLOTS];        /* open addressing, at most half full */
    size_t n_keys;
};

/* The hash of a report without symbols; not 0. */
uint64_t bb_sightings_hash(const struct bb_report *report);

/* NULL if there is none; for 0 there is none. */
const struct bb_probe *bb_sightings_find(const struct bb_sightings *sightings, uint64_t hash);

/* Another hash of one that is kept; 0 adds nothing. */
void bb_sightings_name(struct bb_sightings *sightings, const struct bb_probe *probe, uint64_t hash);

/* Takes the probe over and gives it back at a place where it stays. NULL, and nothing taken, when
 * there is no room. */
const struct bb_probe *bb_sightings_keep(struct bb_sightings *sightings, struct bb_probe *probe);

/* Forgets everything; usable again. */
void bb_sightings_clear(struct bb_sightings *sightings);

#endif
