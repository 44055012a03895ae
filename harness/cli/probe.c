#include "cli/probe.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_NAMED_LOG_BYTES = 16 << 20 };

static enum bb_status parse(struct bb_probe *probe, const char *target, struct bb_bytes log,
                            struct bb_err *err)
{
    const struct bb_report_options options = {
        .target = target,
        .signal = probe->replay.how.signal,
        .timed_out = probe->replay.how.timed_out,
    };
    probe->arena = BB_ARENA_INIT(BB_REPORT_ARENA_BYTES);
    enum bb_status status = bb_report_parse(&probe->arena, log, &options, &probe->report, err);
    if (status == BB_OK)
        bb_signature_make(&probe->report, &probe->signature);
    return status;
}

/* What a replay showed, as a probe. The replay is the probe's from here on. */
static enum bb_status take_replay(const char *target, const struct bb_replay *replay,
                                  struct bb_probe *ret_probe, struct bb_err *err)
{
    struct bb_probe probe = {.replay = *replay, .report = bb_report_empty()};
    enum bb_status status = BB_OK;
    if (bb_probe_is_crash(&probe))
        status = parse(&probe, target, bb_buf_bytes(&probe.replay.log), err);
    if (status == BB_OK)
        *ret_probe = probe;
    else
        bb_probe_free(&probe);
    return status;
}

enum bb_status bb_probe_file(const struct bb_target_info *target,
                             const struct bb_replay_options *options, const char *path,
                             struct bb_probe *ret_probe, struct bb_err *err)
{
    struct bb_replay replay;
    enum bb_status status = bb_replay_run(options, path, &replay, err);
    return status == BB_OK ? take_replay(target->name, &replay, ret_probe, err) : status;
}

void bb_prober_end(struct bb_prober *prober)
{
    if (!prober)
        return;
    bb_replay_server_stop(prober->server);
    bb_symbolizer_free(prober->symbolizer);
    if (prober->seen)
        bb_sightings_clear(prober->seen);
    free(prober->seen);
    bb_probe_free(&prober->last);
    prober->server = NULL;
    prober->symbolizer = NULL;
    prober->seen = NULL;
    prober->last = (struct bb_probe){0};
}

static enum bb_status start(struct bb_prober *prober, struct bb_err *err)
{
    return prober->server ? BB_OK : bb_replay_server_start(&prober->replay, &prober->server, err);
}

enum bb_status bb_prober_run(struct bb_prober *prober, struct bb_bytes input,
                             struct bb_probe *ret_probe, struct bb_err *err)
{
    struct bb_replay replay;
    enum bb_status status = start(prober, err);
    if (status == BB_OK)
        status = bb_replay_server_run(prober->server, input, &replay, err);
    return status == BB_OK ? take_replay(prober->target, &replay, ret_probe, err) : status;
}

enum bb_status bb_prober_send(struct bb_prober *prober, struct bb_bytes input, struct bb_err *err)
{
    enum bb_status status = start(prober, err);
    return status == BB_OK ? bb_replay_server_send(prober->server, input, err) : status;
}

enum bb_status bb_prober_receive(struct bb_prober *prober, struct bb_bytes input,
                                 struct bb_probe *ret_probe, struct bb_err *err)
{
    struct bb_replay replay;
    enum bb_status status = bb_replay_server_receive(prober->server, input, &replay, err);
    return status == BB_OK ? take_replay(prober->target, &replay, ret_probe, err) : status;
}

enum bb_status bb_prober_symbolize(struct bb_prober *prober, struct bb_probe *probe,
                                   struct bb_err *err)
{
    struct bb_replay named = probe->replay;
    struct bb_probe result;
    if (!prober->symbolizer)
        prober->symbolizer = bb_symbolizer_new();
    if (!prober->symbolizer)
        return BB_FAIL(err, BB_NO_MEMORY, "no memory for symbols");
    named.log = BB_BUF_INIT(MAX_NAMED_LOG_BYTES);
    enum bb_status status =
        bb_symbolize(prober->symbolizer, bb_buf_bytes(&probe->replay.log), &named.log, err);
    if (status != BB_OK) {
        bb_replay_free(&named);
        return status;
    }
    status = take_replay(prober->target, &named, &result, err);
    if (status != BB_OK)
        return status;
    bb_probe_free(probe);
    *probe = result;
    return BB_OK;
}

/* Understands what is in prober->last, and remembers it under the hash. */
static enum bb_status understand(struct bb_prober *prober, const struct bb_probe **ret_probe,
                                 struct bb_err *err)
{
    struct bb_probe *last = &prober->last;
    uint64_t raw = bb_sightings_hash(&last->report);
    uint64_t stack = last->replay.stack;
    const struct bb_probe *probe = bb_sightings_find(prober->seen, raw);
    if (!probe) {
        enum bb_status status = bb_prober_symbolize(prober, last, err);
        if (status != BB_OK)
            return status;
        probe = bb_sightings_keep(prober->seen, last);
        if (probe)
            *last = (struct bb_probe){.report = bb_report_empty()};
        bb_sightings_name(prober->seen, probe, probe ? raw : 0);
    }
    bb_sightings_name(prober->seen, probe, probe ? stack : 0);
    *ret_probe = probe ? probe : last;
    return BB_OK;
}

/* Brief first. That the server has told of a crash, and we do not know it any more, is no reason to
 * go without: then it is asked again. */
static enum bb_status replay_briefly(struct bb_prober *prober, struct bb_bytes input,
                                     struct bb_replay *ret_replay, struct bb_err *err)
{
    struct bb_replay replay;
    enum bb_status status = bb_replay_server_brief(prober->server, input, &replay, err);
    if (status == BB_OK && replay.is_repeated && !bb_sightings_find(prober->seen, replay.stack)) {
        bb_replay_free(&replay);
        status = bb_replay_server_run(prober->server, input, &replay, err);
    }
    if (status == BB_OK)
        *ret_replay = replay;
    return status;
}

enum bb_status bb_prober_look(struct bb_prober *prober, struct bb_bytes input,
                              const struct bb_probe **ret_probe, struct bb_err *err)
{
    struct bb_replay replay;
    if (!prober->seen && !(prober->seen = calloc(1, sizeof *prober->seen)))
        return BB_FAIL(err, BB_NO_MEMORY, "no memory to remember crashes");
    enum bb_status status = start(prober, err);
    if (status == BB_OK)
        status = replay_briefly(prober, input, &replay, err);
    if (status != BB_OK)
        return status;
    if (replay.is_repeated) {
        *ret_probe = bb_sightings_find(prober->seen, replay.stack);
        bb_replay_free(&replay);
        return BB_OK;
    }
    bb_probe_free(&prober->last);
    prober->last = (struct bb_probe){.report = bb_report_empty()};
    status = take_replay(prober->target, &replay, &prober->last, err);
    if (status == BB_OK && bb_probe_is_crash(&prober->last))
        return understand(prober, ret_probe, err);
    *ret_probe = &prober->last;
    return status;
}

enum bb_status bb_probe_log(const char *target, struct bb_bytes log, struct bb_probe *ret_probe,
                            struct bb_err *err)
{
    struct bb_probe probe = {.report = bb_report_empty()};
    enum bb_status status = parse(&probe, target, log, err);
    if (status == BB_OK)
        *ret_probe = probe;
    else
        bb_probe_free(&probe);
    return status;
}

void bb_probe_free(struct bb_probe *probe)
{
    bb_replay_free(&probe->replay);
    bb_arena_free(&probe->arena);
}

bool bb_probe_is_crash(const struct bb_probe *probe)
{
    return probe->replay.outcome != BB_REPLAY_OK && probe->replay.outcome != BB_REPLAY_UNREADABLE;
}

const struct bb_frame *bb_probe_place(const struct bb_report *report)
{
    for (size_t i = 0; i < report->frames.n; i++) {
        if (!report->frames.frames[i].noise && report->frames.frames[i].name[0])
            return &report->frames.frames[i];
    }
    return NULL;
}

/* The type's first line: what stands behind it, size included, is said better by access and size.
 */
static void append_type(const struct bb_report *report, struct bb_buf *text)
{
    const char *type = report->crash_type;
    size_t n = strcspn(type, "\n");
    bool lower = n > 1 && islower((unsigned char)type[1]); /* not for an acronym */
    bb_buf_append_byte(text, (uint8_t)(lower ? tolower((unsigned char)type[0]) : type[0]));
    bb_buf_append(text, bb_bytes_of(type + 1, n - 1));
    if (report->access[0])
        bb_buf_printf(text, " %s", report->access);
    if (report->access[0] && report->size)
        bb_buf_printf(text, " %llu", (unsigned long long)report->size);
}

void bb_probe_describe(const struct bb_report *report, struct bb_buf *text)
{
    const struct bb_frame *place = bb_probe_place(report);
    if (report->crash_type[0])
        append_type(report, text);
    else
        bb_buf_append_str(text, "crash without a report");
    if (!place)
        return;
    bb_buf_printf(text, " in %s", place->name);
    if (place->file[0])
        bb_buf_printf(text, " (%s:%u)", place->file, place->line);
}
