#include "triage/report_json.h"

#include "triage/json_text.h"

static json_t *frame_to_json(const struct bb_frame *frame)
{
    json_t *json = json_object();
    if (json && bb_json_set_known_text(json, "function", frame->function) &&
        bb_json_set_known_text(json, "name", frame->name) &&
        bb_json_set_known_text(json, "file", frame->file) &&
        bb_json_set_known_number(json, "line", frame->line) &&
        bb_json_set_known_number(json, "column", frame->column) &&
        bb_json_set_known_text(json, "module", frame->module) &&
        bb_json_set_known_number(json, "offset", frame->offset) &&
        (!frame->noise || json_object_set_new(json, "noise", json_true()) == 0))
        return json;
    json_decref(json);
    return NULL;
}

static bool set_stack(json_t *json, const char *key, const struct bb_stack *stack)
{
    json_t *frames = json_array();
    if (!frames)
        return false;
    for (size_t i = 0; i < stack->n; i++) {
        if (json_array_append_new(frames, frame_to_json(&stack->frames[i])) != 0) {
            json_decref(frames);
            return false;
        }
    }
    return json_object_set_new(json, key, frames) == 0;
}

static bool set_state(json_t *json, const struct bb_report *report)
{
    json_t *lines = json_array();
    bool done = lines != NULL;
    for (size_t i = 0; done && i < report->n_state; i++)
        done = json_array_append_new(lines, json_string(report->crash_state[i])) == 0;
    if (!done) {
        json_decref(lines);
        return false;
    }
    return json_object_set_new(json, "crash_state", lines) == 0;
}

static bool set_words(json_t *json, const struct bb_report *report)
{
    return bb_json_set_text(json, "severity", bb_severity_text(report->severity)) &&
           bb_json_set_text(json, "severity_reason", report->severity_reason) &&
           bb_json_set_text(json, "access", report->access) &&
           bb_json_set_number(json, "size", report->size) &&
           bb_json_set_text(json, "tool", report->tool) &&
           bb_json_set_text(json, "summary", report->summary) &&
           bb_json_set_text(json, "detail", report->detail) &&
           bb_json_set_text(json, "location", report->location) &&
           bb_json_set_number(json, "leak_bytes", report->leak_bytes) &&
           json_object_set_new(json, "complete", json_boolean(report->complete)) == 0;
}

json_t *bb_report_to_json(const struct bb_report *report)
{
    json_t *json = json_object();
    if (json && bb_json_set_text(json, "crash_type", report->crash_type) &&
        bb_json_set_text(json, "crash_address", report->crash_address) && set_state(json, report) &&
        json_object_set_new(json, "security", json_boolean(report->security)) == 0 &&
        set_words(json, report) && set_stack(json, "frames", &report->frames) &&
        set_stack(json, "allocated_at", &report->allocated_at) &&
        set_stack(json, "freed_at", &report->freed_at) &&
        set_stack(json, "origin", &report->origin))
        return json;
    json_decref(json);
    return NULL;
}

static bool frame_from_json(struct bb_arena *arena, const json_t *json, struct bb_frame *ret_frame)
{
    *ret_frame = (struct bb_frame){
        .function = bb_json_get_text(arena, json, "function"),
        .name = bb_json_get_text(arena, json, "name"),
        .file = bb_json_get_text(arena, json, "file"),
        .module = bb_json_get_text(arena, json, "module"),
        .offset = bb_json_get_number(json, "offset"),
        .line = (uint32_t)bb_json_get_number(json, "line"),
        .column = (uint32_t)bb_json_get_number(json, "column"),
        .noise = json_is_true(json_object_get(json, "noise")),
    };
    return ret_frame->function && ret_frame->name && ret_frame->file && ret_frame->module;
}

static bool get_stack(struct bb_arena *arena, const json_t *json, const char *key,
                      struct bb_stack *ret_stack)
{
    const json_t *frames = json_object_get(json, key);
    struct bb_stack stack = {.n = json_array_size(frames)};
    if (stack.n && !(stack.frames = bb_arena_alloc(arena, stack.n * sizeof *stack.frames)))
        return false;
    for (size_t i = 0; i < stack.n; i++)
        if (!frame_from_json(arena, json_array_get(frames, i), &stack.frames[i]))
            return false;
    *ret_stack = stack;
    return true;
}

static bool get_stacks(struct bb_arena *arena, const json_t *json, struct bb_report *report)
{
    return get_stack(arena, json, "frames", &report->frames) &&
           get_stack(arena, json, "allocated_at", &report->allocated_at) &&
           get_stack(arena, json, "freed_at", &report->freed_at) &&
           get_stack(arena, json, "origin", &report->origin);
}

static bool get_state(struct bb_arena *arena, const json_t *json, struct bb_report *report)
{
    const json_t *lines = json_object_get(json, "crash_state");
    size_t n = json_array_size(lines);
    for (size_t i = 0; i < n && i < BB_REPORT_STATE_MAX; i++) {
        const char *line = json_string_value(json_array_get(lines, i));
        if (!line)
            continue;
        const char *copy = bb_arena_copy(arena, bb_bytes_of(line, strlen(line) + 1));
        if (!copy)
            return false;
        report->crash_state[report->n_state++] = copy;
    }
    return true;
}

static bool get_words(struct bb_arena *arena, const json_t *json, struct bb_report *report)
{
    report->crash_type = bb_json_get_text(arena, json, "crash_type");
    report->crash_address = bb_json_get_text(arena, json, "crash_address");
    report->severity_reason = bb_json_get_text(arena, json, "severity_reason");
    report->access = bb_json_get_text(arena, json, "access");
    report->tool = bb_json_get_text(arena, json, "tool");
    report->summary = bb_json_get_text(arena, json, "summary");
    report->detail = bb_json_get_text(arena, json, "detail");
    report->location = bb_json_get_text(arena, json, "location");
    return report->crash_type && report->crash_address && report->severity_reason &&
           report->access && report->tool && report->summary && report->detail && report->location;
}

enum bb_status bb_report_from_json(struct bb_arena *arena, const json_t *json,
                                   struct bb_report *ret_report, struct bb_err *err)
{
    struct bb_report report = bb_report_empty();
    if (!json_is_object(json))
        return BB_FAIL(err, BB_MALFORMED, "a report must be a JSON object");
    if (!get_words(arena, json, &report) || !get_state(arena, json, &report) ||
        !get_stacks(arena, json, &report))
        return BB_FAIL(err, BB_LIMIT, "no memory left for a report");
    const char *severity = json_string_value(json_object_get(json, "severity"));
    if (!severity || bb_severity_parse(severity, &report.severity, NULL) != BB_OK)
        report.severity = BB_SEVERITY_NONE;
    report.security = json_is_true(json_object_get(json, "security"));
    report.complete = json_is_true(json_object_get(json, "complete"));
    report.size = bb_json_get_number(json, "size");
    report.leak_bytes = bb_json_get_number(json, "leak_bytes");
    *ret_report = report;
    return BB_OK;
}
