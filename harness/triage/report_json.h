/*
 * Reports as JSON, and back.
 *
 *     crash_type, crash_address          strings
 *     crash_state                        array of strings
 *     security                           true or false
 *     severity, severity_reason          strings
 *     access                             string; size: bytes
 *     frames, allocated_at, freed_at,    arrays, innermost first, of
 *     origin                             {function, name, file, line, column, module, offset,
 * noise}; what is not known is left out summary, detail, tool, location    strings leak_bytes
 * number complete                           false if the log was cut
 */
#ifndef BB_TRIAGE_REPORT_JSON_H
#define BB_TRIAGE_REPORT_JSON_H

#include <jansson.h>

#include "triage/report.h"

/* A new reference, for the caller to release; NULL when memory is out. */
json_t *bb_report_to_json(const struct bb_report *report);

/* Reads what bb_report_to_json wrote. Strings are copied into the arena; members that are missing
 * or of another kind count as unknown. BB_LIMIT when the arena is full, BB_MALFORMED if it is no
 * object. */
BB_MUST_USE enum bb_status bb_report_from_json(struct bb_arena *arena, const json_t *json,
                                               struct bb_report *ret_report, struct bb_err *err);

#endif
