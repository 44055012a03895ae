#include "tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct tally_cell *find(const struct tally *tally, const char *bug, const char *bucket)
{
    for (size_t i = 0; i < tally->n; i++)
        if (strcmp(tally->cells[i].bug, bug) == 0 && strcmp(tally->cells[i].bucket, bucket) == 0)
            return &tally->cells[i];
    return NULL;
}

bool tally_add(struct tally *tally, const char *bug, const char *bucket)
{
    struct tally_cell *cell = find(tally, bug, bucket);
    if (cell) {
        cell->inputs++;
        return true;
    }
    if (tally->n == tally->room) {
        size_t room = tally->room ? 2 * tally->room : 64;
        struct tally_cell *larger = reallocarray(tally->cells, room, sizeof *larger);
        if (!larger)
            return false;
        tally->cells = larger;
        tally->room = room;
    }
    cell = &tally->cells[tally->n++];
    *cell = (struct tally_cell){.inputs = 1};
    snprintf(cell->bug, sizeof cell->bug, "%s", bug);
    snprintf(cell->bucket, sizeof cell->bucket, "%s", bucket);
    return true;
}

static bool is_merged(const struct tally *tally, const struct tally_cell *cell)
{
    for (size_t i = 0; i < tally->n; i++)
        if (&tally->cells[i] != cell && strcmp(tally->cells[i].bucket, cell->bucket) == 0)
            return true;
    return false;
}

static bool is_first_of(const struct tally *tally, size_t at, bool by_bug)
{
    const struct tally_cell *cell = &tally->cells[at];
    for (size_t i = 0; i < at; i++)
        if (strcmp(by_bug ? tally->cells[i].bug : tally->cells[i].bucket,
                   by_bug ? cell->bug : cell->bucket) == 0)
            return false;
    return true;
}

/* The size of a bug's largest bucket. */
static unsigned largest(const struct tally *tally, const char *bug)
{
    unsigned most = 0;
    for (size_t i = 0; i < tally->n; i++)
        if (strcmp(tally->cells[i].bug, bug) == 0 && tally->cells[i].inputs > most)
            most = tally->cells[i].inputs;
    return most;
}

struct tally_score tally_score(const struct tally *tally, const char *bug)
{
    struct tally_score score = {0};
    for (size_t i = 0; i < tally->n; i++) {
        const struct tally_cell *cell = &tally->cells[i];
        if (bug && strcmp(cell->bug, bug) != 0)
            continue;
        bool is_new = bug || is_first_of(tally, i, false);
        score.inputs += cell->inputs;
        score.outside += cell->inputs;
        score.buckets += is_new;
        score.merged += is_new && is_merged(tally, cell);
        if (bug ? score.buckets == 1 : is_first_of(tally, i, true))
            score.outside -= largest(tally, cell->bug);
    }
    return score;
}

void tally_free(struct tally *tally)
{
    free(tally->cells);
    *tally = (struct tally){0};
}
