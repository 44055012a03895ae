/*
 * The store of findings and runs.
 *
 *     <folder>/brickbat.db                     SQLite (WAL): what is listed, filtered, counted
 *     <folder>/findings/<id>/finding.json      the finding, as in finding.h
 *                            input             as found
 *                            input.min         minimized
 *                            stderr.txt        what the crash printed
 *                            repro.sh          reproduces it
 *                            inputs/           up to BB_STORE_INPUTS_MAX other inputs that hit it
 *     <folder>/.store.lock                     held while the database is opened or repaired
 *
 * The folders are the truth, the database is an index of them: a finding's folder appears as a
 * whole, by one rename, and before the database knows of it. So a process that is killed at any
 * moment loses nothing that bb_store_add has been given and has answered, and what it has not
 * answered is still where it came from. Several processes may use one store at once.
 *
 * A database that is damaged is set aside (renamed, with the time) and rebuilt from the folders;
 * folders that the database does not know are taken in. Both are told in `notices`.
 */
#ifndef BB_TRIAGE_STORE_H
#define BB_TRIAGE_STORE_H

#include "triage/finding.h"

enum { BB_STORE_INPUTS_MAX = 16 };

struct bb_store;

/* Opens the store in the folder (normally "reports"), making it if it is not there. Appends to
 * `notices` (may be NULL) one line for each thing that the user should know. BB_UNSUPPORTED if a
 * newer version of the program has written it, BB_IO, BB_DATABASE. End with bb_store_close. */
BB_MUST_USE enum bb_status bb_store_open(const char *folder, struct bb_store **ret_store,
                                         struct bb_buf *notices, struct bb_err *err);

/* NULL is fine. */
void bb_store_close(struct bb_store *store);

/* A crash, as it comes from the engines. */
struct bb_hit {
    /* Target, engine, report, original_name, parser, version, variant, harness_commit, runs and
     * runs_crashed are read; the store fills in the rest. */
    const struct bb_finding *finding;
    struct bb_bytes input;
    struct bb_bytes log; /* the text of stderr.txt */
    int64_t now;
};

struct bb_added {
    char id[BB_FINDING_ID_SIZE];
    bool is_new;                 /* a bug that was not in the store */
    bool is_new_input;           /* false: this very input had hit it before, nothing was counted */
    bool is_merged;              /* `id` is the finding into which the user has merged this bug */
    enum bb_finding_state state; /* afterwards; a fixed finding has become BB_FINDING_REOPENED */
};

/* Stores a crash. Once it answers BB_OK, and not before, the crash file may be removed. Adding the
 * same crash again changes nothing. A report without a crash (it did not happen again) is stored
 * under a signature of its own. BB_LIMIT for a target's name that is too long, BB_IO, BB_DATABASE.
 */
BB_MUST_USE enum bb_status bb_store_add(struct bb_store *store, const struct bb_hit *hit,
                                        struct bb_added *ret_added, struct bb_err *err);

/* Strings live in the arena. BB_NOT_FOUND. */
BB_MUST_USE enum bb_status bb_store_get(struct bb_store *store, struct bb_arena *arena,
                                        const char *id, struct bb_finding *ret_finding,
                                        struct bb_err *err);

enum bb_store_sort {
    BB_SORT_LAST_SEEN, /* newest first */
    BB_SORT_FIRST_SEEN,
    BB_SORT_SEVERITY, /* worst first */
    BB_SORT_HITS,     /* most first */
    BB_SORT_ID,
};

/* The zero value asks for everything. */
struct bb_store_filter {
    const char *target; /* NULL: all */
    unsigned states;    /* bit (1 << state) for each wanted; 0: all */
    enum bb_severity min_severity;
    bool security_only;
    int64_t seen_since; /* last_seen at or after */
    const char *words;  /* somewhere in id, type, state, place or explanation; NULL: anything */
    enum bb_store_sort sort;
    size_t max; /* 0: all */
};

/* The list lives in the arena. */
BB_MUST_USE enum bb_status bb_store_list(struct bb_store *store, struct bb_arena *arena,
                                         const struct bb_store_filter *filter,
                                         struct bb_finding **ret_findings, size_t *ret_n,
                                         struct bb_err *err);

/* What a minimizer has, at its end or on the way. */
struct bb_minimized {
    struct bb_bytes input;
    const char *explanation; /* what it says, in words; "" if there are none */
    bool is_partial;         /* the search for a smaller one is not at its end */
};

/* Keeps it. A longer one than there is already is refused with BB_EXISTS, and so is one of the same
 * length that is partial where the other is not. BB_NOT_FOUND. */
BB_MUST_USE enum bb_status bb_store_set_minimized(struct bb_store *store, const char *id,
                                                  const struct bb_minimized *minimized,
                                                  struct bb_err *err);

/* Changes the state as told, by the user or for a reason of the caller's. `from` is not read.
 * BB_NOT_FOUND; BB_USAGE if it is merged into another, or is to be (bb_store_merge does that). */
BB_MUST_USE enum bb_status bb_store_set_state(struct bb_store *store, const char *id,
                                              const struct bb_state_change *change,
                                              struct bb_err *err);

/* --- the user's own buckets --- */

/* When something was said of a finding, and the commit of this project at that time, "" if not
 * known. */
struct bb_when {
    int64_t now;
    const char *commit;
};

/* From now on, crashes with the signature of `other` are counted under `id`, whose state they may
 * change, and `other` is in the state BB_FINDING_MERGED. What was counted stays where it is.
 * BB_NOT_FOUND; BB_USAGE with a reason if they are one finding or of two targets, or one of them is
 * merged into a third or into the other. */
BB_MUST_USE enum bb_status bb_store_merge(struct bb_store *store, const char *id, const char *other,
                                          const struct bb_when *when, struct bb_err *err);

/* Undoes a merge: the finding is in the state that it had before, and counts its own crashes.
 * BB_NOT_FOUND; BB_USAGE if it is not merged. */
BB_MUST_USE enum bb_status bb_store_unmerge(struct bb_store *store, const char *id,
                                            const struct bb_when *when, struct bb_err *err);

/* Takes an input out of a finding: it does not count there any more, and is a bug of its own from
 * the next time on that it is added. BB_NOT_FOUND also if the input did not hit the finding;
 * BB_USAGE if it is the one that the finding is known by. */
BB_MUST_USE enum bb_status bb_store_split_input(struct bb_store *store, const char *id,
                                                const char *sha1, const struct bb_when *when,
                                                struct bb_err *err);

/* Keeps a finding out of groups, or lets it into them again. Nothing is done if it is so already.
 * BB_NOT_FOUND. */
BB_MUST_USE enum bb_status bb_store_set_alone(struct bb_store *store, const char *id, bool alone,
                                              const struct bb_when *when, struct bb_err *err);

/* What replays of a finding's input with the current build showed. */
struct bb_recheck {
    unsigned runs;
    unsigned runs_crashed; /* in whatever way */
    const char *commit;    /* of this project, "" if not known */
    int64_t now;
};

/* Notes it: an open or reopened finding whose input is survived becomes fixed, a fixed one that
 * crashes again reopened, an ignored or merged one stays so; good_commit or bad_commit follow.
 * ret_state (may be NULL) is the state afterwards. BB_NOT_FOUND. */
BB_MUST_USE enum bb_status bb_store_recheck(struct bb_store *store, const char *id,
                                            const struct bb_recheck *recheck,
                                            enum bb_finding_state *ret_state, struct bb_err *err);

/* One campaign of one engine on one target. Strings as in a finding. */
struct bb_run {
    int64_t id; /* given by bb_store_run_begin */
    const char *target;
    const char *engine;
    int64_t started;
    int64_t ended; /* 0: it still runs, or was killed */
    uint64_t executions;
    uint64_t coverage; /* edges, as the engine counts them */
    uint64_t corpus;   /* inputs */
    uint64_t findings_new;
    uint64_t findings_known;
};

/* Notes the beginning of a run and gives it a number. */
BB_MUST_USE enum bb_status bb_store_run_begin(struct bb_store *store, struct bb_run *run,
                                              struct bb_err *err);

/* Writes the figures of a run that has begun; also its end, if `ended` is set. */
BB_MUST_USE enum bb_status bb_store_run_update(struct bb_store *store, const struct bb_run *run,
                                               struct bb_err *err);

/* The run of the target that began last. BB_NOT_FOUND if there is none. */
BB_MUST_USE enum bb_status bb_store_last_run(struct bb_store *store, struct bb_arena *arena,
                                             const char *target, struct bb_run *ret_run,
                                             struct bb_err *err);

#endif
