#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "triage/finding.h"
#include "triage/json_text.h"
#include "triage/report_json.h"

/* finding.json, member by member. Strings that are "" are written too: what is missing is seen. */
static const struct {
    const char *key;
    size_t at;
} texts[] = {
    {"id", offsetof(struct bb_finding, id)},
    {"target", offsetof(struct bb_finding, target)},
    {"signature", offsetof(struct bb_finding, signature)},
    {"engine", offsetof(struct bb_finding, engine)},
    {"input", offsetof(struct bb_finding, input)},
    {"input_min", offsetof(struct bb_finding, input_min)},
    {"input_sha1", offsetof(struct bb_finding, input_sha1)},
    {"original_name", offsetof(struct bb_finding, original_name)},
    {"explanation", offsetof(struct bb_finding, explanation)},
    {"parser", offsetof(struct bb_finding, parser)},
    {"version", offsetof(struct bb_finding, version)},
    {"variant", offsetof(struct bb_finding, variant)},
    {"engines", offsetof(struct bb_finding, engines)},
    {"harness_commit", offsetof(struct bb_finding, harness_commit)},
    {"bad_commit", offsetof(struct bb_finding, bad_commit)},
    {"good_commit", offsetof(struct bb_finding, good_commit)},
    {"state_reason", offsetof(struct bb_finding, state_reason)},
    {"merged_into", offsetof(struct bb_finding, merged_into)},
    {"split_inputs", offsetof(struct bb_finding, split_inputs)},
};

static const char **text_of(struct bb_finding *finding, size_t i)
{
    return (const char **)((char *)finding + texts[i].at);
}

static bool set_time(json_t *json, const char *key, int64_t when)
{
    char text[BB_TIME_TEXT_SIZE];
    return bb_json_set_text(json, key, when ? bb_time_format((time_t)when, text) : "");
}

static bool set_command(json_t *json, const char *key, const struct bb_finding *finding,
                        enum bb_finding_command command)
{
    struct bb_buf words = BB_BUF_INIT(4096);
    bool done = bb_finding_command(finding, command, &words) &&
                bb_json_set_text(json, key, bb_buf_str(&words));
    bb_buf_free(&words);
    return done;
}

static bool set_commands(json_t *json, const struct bb_finding *finding)
{
    json_t *commands = json_object();
    if (!commands || json_object_set_new(json, "commands", commands) != 0)
        return false;
    return set_command(commands, "reproduce", finding, BB_COMMAND_REPRODUCE) &&
           set_command(commands, "debug", finding, BB_COMMAND_DEBUG) &&
           set_command(commands, "minimize", finding, BB_COMMAND_MINIMIZE) &&
           set_command(commands, "promote", finding, BB_COMMAND_PROMOTE) &&
           set_command(commands, "export", finding, BB_COMMAND_EXPORT);
}

static bool set_numbers(json_t *json, const struct bb_finding *finding)
{
    return bb_json_set_number(json, "input_bytes", finding->input_bytes) &&
           bb_json_set_number(json, "min_bytes", finding->min_bytes) &&
           bb_json_set_number(json, "hits", finding->hits) &&
           bb_json_set_number(json, "runs", finding->runs) &&
           bb_json_set_number(json, "runs_crashed", finding->runs_crashed) &&
           set_time(json, "first_seen", finding->first_seen) &&
           set_time(json, "last_seen", finding->last_seen) &&
           bb_json_set_text(json, "state", bb_finding_state_text(finding->state)) &&
           json_object_set_new(json, "min_is_partial", json_boolean(finding->min_is_partial)) ==
               0 &&
           json_object_set_new(json, "alone", json_boolean(finding->alone)) == 0;
}

static json_t *change_to_json(const struct bb_state_change *change)
{
    json_t *json = json_object();
    if (json && set_time(json, "when", change->when) &&
        bb_json_set_text(json, "from", bb_finding_state_text(change->from)) &&
        bb_json_set_text(json, "to", bb_finding_state_text(change->to)) &&
        bb_json_set_text(json, "why", change->why) &&
        bb_json_set_text(json, "commit", change->commit))
        return json;
    json_decref(json);
    return NULL;
}

static bool set_history(json_t *json, const struct bb_finding *finding)
{
    json_t *list = json_array();
    if (!list || json_object_set_new(json, "history", list) != 0)
        return false;
    for (size_t i = 0; i < finding->n_history; i++)
        if (json_array_append_new(list, change_to_json(&finding->history[i])) != 0)
            return false;
    return true;
}

json_t *bb_finding_to_json(const struct bb_finding *finding)
{
    struct bb_finding copy = *finding;
    json_t *json = json_object();
    bool done = json != NULL;
    for (size_t i = 0; done && i < sizeof texts / sizeof *texts; i++)
        done = bb_json_set_text(json, texts[i].key, *text_of(&copy, i));
    done = done && set_numbers(json, finding) && set_commands(json, finding) &&
           set_history(json, finding) &&
           json_object_set_new(json, "report", bb_report_to_json(&finding->report)) == 0;
    if (done)
        return json;
    json_decref(json);
    return NULL;
}

enum bb_status bb_finding_write_json(const struct bb_finding *finding, struct bb_buf *out,
                                     struct bb_err *err)
{
    json_t *json = bb_finding_to_json(finding);
    char *text = json ? json_dumps(json, JSON_INDENT(2)) : NULL;
    json_decref(json);
    if (!text)
        return BB_FAIL(err, BB_NO_MEMORY, "cannot write finding '%s' as JSON", finding->id);
    bb_buf_append_str(out, text);
    bb_buf_append_byte(out, '\n');
    free(text);
    return bb_buf_status(out, err);
}

/* "2024-01-31T23:59:59Z"; 0 if it is no such time. */
static int64_t get_time(const json_t *json, const char *key)
{
    const char *text = json_string_value(json_object_get(json, key));
    struct tm when = {0};
    const char *end = text ? strptime(text, "%Y-%m-%dT%H:%M:%SZ", &when) : NULL;
    if (!end || *end)
        return 0;
    return (int64_t)timegm(&when);
}

static void get_numbers(const json_t *json, struct bb_finding *finding)
{
    finding->input_bytes = bb_json_get_number(json, "input_bytes");
    finding->min_bytes = bb_json_get_number(json, "min_bytes");
    finding->hits = bb_json_get_number(json, "hits");
    finding->runs = (unsigned)bb_json_get_number(json, "runs");
    finding->runs_crashed = (unsigned)bb_json_get_number(json, "runs_crashed");
    finding->first_seen = get_time(json, "first_seen");
    finding->last_seen = get_time(json, "last_seen");
    const char *state = json_string_value(json_object_get(json, "state"));
    if (!state || bb_finding_state_parse(state, &finding->state, NULL) != BB_OK)
        finding->state = BB_FINDING_OPEN;
    finding->min_is_partial = json_is_true(json_object_get(json, "min_is_partial"));
    finding->alone = json_is_true(json_object_get(json, "alone"));
}

/* The one says nothing without the other. */
static void check_merge(struct bb_finding *finding)
{
    if (finding->state != BB_FINDING_MERGED)
        finding->merged_into = "";
    else if (!*finding->merged_into)
        finding->state = BB_FINDING_OPEN;
}

static bool get_change(struct bb_arena *arena, const json_t *json, struct bb_state_change *ret)
{
    const char *from = json_string_value(json_object_get(json, "from"));
    const char *to = json_string_value(json_object_get(json, "to"));
    struct bb_state_change change = {
        .when = get_time(json, "when"),
        .why = bb_json_get_text(arena, json, "why"),
        .commit = bb_json_get_text(arena, json, "commit"),
    };
    if (!from || !to || !change.why || !change.commit ||
        bb_finding_state_parse(from, &change.from, NULL) != BB_OK ||
        bb_finding_state_parse(to, &change.to, NULL) != BB_OK)
        return false;
    *ret = change;
    return true;
}

/* What is no change of a state is left out. */
static bool get_history(struct bb_arena *arena, const json_t *json, struct bb_finding *finding)
{
    const json_t *list = json_object_get(json, "history");
    size_t n = json_array_size(list);
    size_t first = n > BB_FINDING_HISTORY_MAX ? n - BB_FINDING_HISTORY_MAX : 0;
    if (n == 0)
        return true;
    struct bb_state_change *history = bb_arena_alloc(arena, (n - first) * sizeof *history);
    if (!history)
        return false;
    finding->history = history;
    for (size_t i = first; i < n; i++)
        if (get_change(arena, json_array_get(list, i), &history[finding->n_history]))
            finding->n_history++;
    return true;
}

enum bb_status bb_finding_from_json(struct bb_arena *arena, const json_t *json,
                                    struct bb_finding *ret_finding, struct bb_err *err)
{
    struct bb_finding finding = bb_finding_empty();
    if (!json_is_object(json))
        return BB_FAIL(err, BB_MALFORMED, "a finding must be a JSON object");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!(*text_of(&finding, i) = bb_json_get_text(arena, json, texts[i].key)))
            return BB_FAIL(err, BB_LIMIT, "no memory left for a finding");
    if (!*finding.id || !*finding.target || !*finding.signature)
        return BB_FAIL(err, BB_MALFORMED, "a finding needs id, target and signature");
    get_numbers(json, &finding);
    check_merge(&finding);
    if (!*finding.engines) /* written before there was a list */
        finding.engines = finding.engine;
    if (!get_history(arena, json, &finding))
        return BB_FAIL(err, BB_LIMIT, "no memory left for a finding");
    const json_t *report = json_object_get(json, "report");
    if (report) {
        enum bb_status status = bb_report_from_json(arena, report, &finding.report, err);
        if (status != BB_OK)
            return status;
    }
    *ret_finding = finding;
    return BB_OK;
}

enum bb_status bb_finding_read_json(struct bb_arena *arena, struct bb_bytes text,
                                    struct bb_finding *ret_finding, struct bb_err *err)
{
    json_error_t where;
    json_t *json = json_loadb((const char *)text.ptr, text.len, 0, &where);
    if (!json)
        return BB_FAIL(err, BB_MALFORMED, "no JSON: %s (line %d)", where.text, where.line);
    enum bb_status status = bb_finding_from_json(arena, json, ret_finding, err);
    json_decref(json);
    return status;
}
