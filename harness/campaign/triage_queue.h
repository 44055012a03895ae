/*
 * Crash files on their way to becoming findings, in the background: those that wait are handed
 * together to one `brickbat triage`, which replays and stores them, removes them, makes new
 * findings small, and tells of each file as soon as it is done with. A file that this process loses
 * sight of is still there for the next run.
 */
#ifndef BB_CAMPAIGN_TRIAGE_QUEUE_H
#define BB_CAMPAIGN_TRIAGE_QUEUE_H

#include "base/folder.h"
#include "base/subprocess.h"
#include "campaign/notes.h"
#include "campaign/workdir.h"

struct bb_triage_counts {
    unsigned n_new;      /* findings that the store did not have */
    unsigned n_known;    /* findings that it had */
    unsigned n_seen;     /* crash files of either */
    unsigned n_unproven; /* crash files that did not crash again */
    unsigned n_failed;   /* that could not be triaged; they are kept */
};

struct bb_triage_queue {
    /* Set by the caller. */
    const char *program; /* brickbat */
    const char *target;
    int64_t timeout_s;
    unsigned rss_limit_mb;
    int64_t minimize_s; /* 0: not at all */
    const struct bb_workdir *dir;
    const struct bb_notes *notes;
    void (*found)(void *user, const char *id, bool is_new); /* once per finding */
    void *user;

    /* Zero at first. */
    struct bb_triage_counts counts;
    struct bb_paths waiting;
    struct bb_paths working; /* that the child has and has not told of yet */
    struct bb_paths failed;  /* not tried again */
    struct bb_paths ids;     /* of findings of this run */
    bool is_busy;
    struct bb_subprocess child;
    struct bb_buf out;
    size_t out_read;  /* bytes of it that have been understood */
    int64_t heard_ms; /* when the child last said something */
    struct bb_buf err;
};

/* Takes over the caller's settings, prepares the rest. End with bb_triage_queue_free, which kills
 * the child. */
void bb_triage_queue_init(struct bb_triage_queue *queue);
void bb_triage_queue_free(struct bb_triage_queue *queue);

/* Looks for new crash files that have not changed for min_age_ms. */
void bb_triage_queue_scan(struct bb_triage_queue *queue, int64_t min_age_ms);

/* Hears the child, or starts the next if that one is done. Never waits. */
void bb_triage_queue_step(struct bb_triage_queue *queue);

/* A child is at work. */
bool bb_triage_queue_is_busy(const struct bb_triage_queue *queue);

/* Files that wait or are worked on. */
size_t bb_triage_queue_pending(const struct bb_triage_queue *queue);

#endif
