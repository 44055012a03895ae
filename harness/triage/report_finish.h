/*
 * From what the parser has collected to the report. Internal to triage/.
 */
#ifndef BB_TRIAGE_REPORT_FINISH_H
#define BB_TRIAGE_REPORT_FINISH_H

#include "triage/parser.h"

/* False when the arena is full. */
bool bb_report_finish(struct bb_arena *arena, struct bb_parser *parser, struct bb_report *report);

#endif
