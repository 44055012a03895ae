#include "cli/sightings.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "cli/probe.h"

static uint64_t hash_text(uint64_t hash, const char *text)
{
    return bb_hash_bytes(hash, bb_bytes_of(text, strlen(text) + 1));
}

uint64_t bb_sightings_hash(const struct bb_report *report)
{
    uint64_t hash = BB_HASH_START;
    hash = hash_text(hash, report->crash_type);
    hash = hash_text(hash, report->location);
    hash =
        hash_text(hash, report->n_state ? report->crash_state[0] : ""); /* an assertion's words */
    if (report->frames.n == 0) /* then its words say where */
        hash = hash_text(hash, report->detail);
    for (size_t i = 0; i < report->frames.n; i++) {
        const struct bb_frame *frame = &report->frames.frames[i];
        hash = hash_text(hash, frame->module);
        hash = bb_hash_bytes(hash, bb_bytes_of(&frame->offset, sizeof frame->offset));
    }
    return hash ? hash : 1;
}

/* The hash's slot, or the free one where it belongs. There are always free ones. */
static size_t find(const struct bb_sightings *sightings, uint64_t hash)
{
    size_t at = hash % BB_SIGHTINGS_SLOTS;
    while (sightings->key[at].probe && sightings->key[at].hash != hash)
        at = (at + 1) % BB_SIGHTINGS_SLOTS;
    return at;
}

const struct bb_probe *bb_sightings_find(const struct bb_sightings *sightings, uint64_t hash)
{
    return hash ? sightings->key[find(sightings, hash)].probe : NULL;
}

void bb_sightings_name(struct bb_sightings *sightings, const struct bb_probe *probe, uint64_t hash)
{
    size_t at = find(sightings, hash);
    if (hash == 0 || sightings->key[at].probe || sightings->n_keys == BB_SIGHTINGS_SLOTS / 2)
        return;
    sightings->key[at].hash = hash;
    sightings->key[at].probe = probe;
    sightings->n_keys++;
}

const struct bb_probe *bb_sightings_keep(struct bb_sightings *sightings, struct bb_probe *probe)
{
    struct bb_probe *kept = NULL;
    if (sightings->n < BB_SIGHTINGS_MAX)
        kept = malloc(sizeof *kept);
    if (!kept)
        return NULL;
    *kept = *probe;
    sightings->probe[sightings->n++] = kept;
    return kept;
}

void bb_sightings_clear(struct bb_sightings *sightings)
{
    for (size_t i = 0; i < sightings->n; i++) {
        bb_probe_free(sightings->probe[i]);
        free(sightings->probe[i]);
    }
    memset(sightings, 0, sizeof *sightings);
}
