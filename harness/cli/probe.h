/*
 * What an input does to a target: one replay, its report, and which bug that is.
 */
#ifndef BB_CLI_PROBE_H
#define BB_CLI_PROBE_H

#include "campaign/replay.h"
#include "campaign/targets.h"
#include "cli/sightings.h"
#include "triage/signature.h"
#include "triage/symbolize.h"

struct bb_probe {
    struct bb_replay replay;
    struct bb_report report;
    struct bb_signature signature; /* "" if nothing crashed */
    struct bb_arena arena;         /* holds the report's strings */
};

/* Many inputs of one target: a fork server, and one symbolizer for what is looked at. */
struct bb_prober {
    const char *target;               /* borrowed */
    struct bb_replay_options replay;  /* borrowed strings */
    struct bb_replay_server *server;  /* owned; started when it is needed */
    struct bb_symbolizer *symbolizer; /* owned; the same */
    struct bb_sightings *seen;        /* owned; the same */
    struct bb_probe last;             /* of bb_prober_look, where it is not kept */
};

#define BB_PROBER_INIT(name, options) ((struct bb_prober){.target = (name), .replay = (options)})

/* NULL is fine. It can be used again afterwards. */
void bb_prober_end(struct bb_prober *prober);

/* What the input does: a report without names, which is quick. Errors as of bb_replay_server_start
 * and _run. */
BB_MUST_USE enum bb_status bb_prober_run(struct bb_prober *prober, struct bb_bytes input,
                                         struct bb_probe *ret_probe, struct bb_err *err);

/* The same in two halves: bb_replay_server_send and _receive. */
BB_MUST_USE enum bb_status bb_prober_send(struct bb_prober *prober, struct bb_bytes input,
                                          struct bb_err *err);
BB_MUST_USE enum bb_status bb_prober_receive(struct bb_prober *prober, struct bb_bytes input,
                                             struct bb_probe *ret_probe, struct bb_err *err);

/* Adds the names to such a probe: log, report and signature are then those of bb_probe_file. Errors
 * as of bb_symbolize. */
BB_MUST_USE enum bb_status bb_prober_symbolize(struct bb_prober *prober, struct bb_probe *probe,
                                               struct bb_err *err);

/* What the input does, with names; a crash that this prober has seen before is recognised by its
 * addresses, which is quicker still. Its log and its report are then those of the first. The probe
 * is the prober's, good until the next call. Errors as of bb_prober_run and bb_symbolize. */
BB_MUST_USE enum bb_status bb_prober_look(struct bb_prober *prober, struct bb_bytes input,
                                          const struct bb_probe **ret_probe, struct bb_err *err);

/* Replays the file. Errors as of bb_replay_run. End with bb_probe_free. */
BB_MUST_USE enum bb_status bb_probe_file(const struct bb_target_info *target,
                                         const struct bb_replay_options *options, const char *path,
                                         struct bb_probe *ret_probe, struct bb_err *err);

/* The same from a log that is already there. */
BB_MUST_USE enum bb_status bb_probe_log(const char *target, struct bb_bytes log,
                                        struct bb_probe *ret_probe, struct bb_err *err);

void bb_probe_free(struct bb_probe *probe);

/* It failed, and is no file that could not be read. */
bool bb_probe_is_crash(const struct bb_probe *probe);

/* "heap-buffer-overflow READ 1 in modbus_reply (src/modbus.c:812)", appended. */
void bb_probe_describe(const struct bb_report *report, struct bb_buf *text);

/* The first frame that means something, or NULL. */
const struct bb_frame *bb_probe_place(const struct bb_report *report);

#endif
