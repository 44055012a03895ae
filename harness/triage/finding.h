/*
 * A finding: one bug as far as we can tell, with the input that shows it. What all stages behind
 * the target exchange; its JSON form is reports/findings/<id>/finding.json.
 *
 * Strings are borrowed (most live in the arena of whoever made the finding), never NULL in a
 * finding that the store or bb_finding_from_json gave out, and "" if not known. Times are seconds
 * since 1970 in UTC; 0 is unknown. Paths are relative to the project's root.
 */
#ifndef BB_TRIAGE_FINDING_H
#define BB_TRIAGE_FINDING_H

#include <jansson.h>

#include "base/buf.h"
#include "triage/report.h"
#include "triage/signature.h"

#define BB_FINDING_STATE_LIST(X)                                                  \
    X(BB_FINDING_OPEN, "open")                                                    \
    X(BB_FINDING_FIXED, "fixed")       /* the current build survives its input */ \
    X(BB_FINDING_REOPENED, "reopened") /* it was fixed, and crashes again */      \
    X(BB_FINDING_IGNORED, "ignored")   /* by the user, who gave a reason */       \
    X(BB_FINDING_MERGED, "merged")     /* by the user, into another finding */

enum bb_finding_state {
#define X(name, text) name,
    BB_FINDING_STATE_LIST(X)
#undef X
};

/* One step in the life of a finding. */
struct bb_state_change {
    int64_t when;
    enum bb_finding_state from, to;
    const char *why;    /* in words */
    const char *commit; /* of this project, when it happened; "" if not known */
};

enum { BB_FINDING_HISTORY_MAX = 64 }; /* the last ones */

struct bb_finding {
    const char *id; /* "<target>-<digits>", see signature.h */
    const char *target;
    const char *signature; /* its text */
    const char *engine;    /* that found it first: "libfuzzer", "afl", "replay", "minimizer" */
    struct bb_report report;

    const char *input;         /* as found */
    const char *input_min;     /* minimized; "" as long as it is not */
    const char *input_sha1;    /* of `input` */
    const char *original_name; /* of the crash file, as the engine called it */
    uint64_t input_bytes;
    uint64_t min_bytes;
    bool min_is_partial;     /* the search for `input_min` goes on, or was ended before its end */
    const char *explanation; /* what the input says, in words */

    const char *parser; /* under test */
    const char *version;
    const char *variant;
    const char *engines;        /* all that found it, by name, with spaces between */
    const char *harness_commit; /* of this project, when it was found */
    const char *bad_commit;     /* the last one, as far as known, with which it crashed, */
    const char *good_commit;    /* and with which its input was survived */

    int64_t first_seen;
    int64_t last_seen;
    uint64_t hits;         /* different inputs that showed it */
    unsigned runs;         /* replays of `input`, */
    unsigned runs_crashed; /* and how many of them crashed this way */

    enum bb_finding_state state;
    const char *state_reason;
    const char *merged_into; /* the finding under which its crashes are counted; "" unless merged */
    const char *split_inputs; /* SHA-1 of those that the user took out of it, with spaces between */
    bool alone;               /* kept out of groups by the user */
    const struct bb_state_change *history; /* oldest first */
    size_t n_history;
};

/* All strings "". */
struct bb_finding bb_finding_empty(void);

/* Changes the state and writes it down in the history, which is copied into the arena; strings of
 * `change` are borrowed, its `from` is not read. False, and nothing done, when the arena is full.
 */
bool bb_finding_change_state(struct bb_finding *finding, struct bb_arena *arena,
                             const struct bb_state_change *change);

/* Whether the engine is among those that found it. */
bool bb_finding_has_engine(const struct bb_finding *finding, const char *engine);

/* Whether the input is among those that the user took out. */
bool bb_finding_has_split(const struct bb_finding *finding, const char *sha1);

/* The signature of an input that the user took out of the finding with signature `of`: of its own,
 * and known to be of that bug. */
void bb_signature_split(const struct bb_signature *of, const char *sha1,
                        struct bb_signature *ret_signature);

/* Whether a finding's signature is that of a crash, or of an input taken out from such a finding.
 */
bool bb_signature_is_of(const char *finding, const char *crash);

/* "open", "fixed", ...; never NULL. BB_MALFORMED for other words. */
const char *bb_finding_state_text(enum bb_finding_state state);
BB_MUST_USE enum bb_status
bb_finding_state_parse(const char *text, enum bb_finding_state *ret_state, struct bb_err *err);

/* What the user types. All are run verbatim by tests. */
enum bb_finding_command {
    BB_COMMAND_REPRODUCE, /* brickbat replay TARGET reports/findings/ID/input.min */
    BB_COMMAND_DEBUG,     /* brickbat replay --gdb TARGET reports/findings/ID/input.min */
    BB_COMMAND_MINIMIZE,  /* brickbat tmin TARGET reports/findings/ID/input */
    BB_COMMAND_PROMOTE,   /* brickbat promote ID */
    BB_COMMAND_EXPORT,    /* brickbat finding ID --export DIR */
};

/* The minimized input if there is one, else the input as found. */
const char *bb_finding_best_input(const struct bb_finding *finding);

/* Appends the command. */
bool bb_finding_command(const struct bb_finding *finding, enum bb_finding_command command,
                        struct bb_buf *out);

/* Appends a shell script that reproduces the finding from wherever it is called. */
bool bb_finding_repro_script(const struct bb_finding *finding, struct bb_buf *out);

/* A new reference, for the caller to release; NULL when memory is out. */
json_t *bb_finding_to_json(const struct bb_finding *finding);

/* The text of finding.json, appended. BB_LIMIT when it does not fit the buffer. */
BB_MUST_USE enum bb_status bb_finding_write_json(const struct bb_finding *finding,
                                                 struct bb_buf *out, struct bb_err *err);

/* Strings are copied into the arena. BB_MALFORMED without id, target or signature; BB_LIMIT when
 * the arena is full. */
BB_MUST_USE enum bb_status bb_finding_from_json(struct bb_arena *arena, const json_t *json,
                                                struct bb_finding *ret_finding, struct bb_err *err);

/* The same from text. */
BB_MUST_USE enum bb_status bb_finding_read_json(struct bb_arena *arena, struct bb_bytes text,
                                                struct bb_finding *ret_finding, struct bb_err *err);

enum { BB_CRASH_NAME_SIZE = 64 };

/* How crash files are called: "crash-", "timeout-", "oom-", "leak-" or "slow-unit-", and the
 * input's SHA-1. ret_name is also returned. */
const char *bb_crash_name(const struct bb_report *report, const char *sha1,
                          char ret_name[static BB_CRASH_NAME_SIZE]);

#endif
