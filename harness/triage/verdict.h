/*
 * What a crash is worth: is it more than a denial of service, and how bad is it. Internal to
 * triage/.
 */
#ifndef BB_TRIAGE_VERDICT_H
#define BB_TRIAGE_VERDICT_H

#include "triage/parser.h"

/* An access below this address is one through a null pointer: nothing is ever mapped there. */
enum { BB_NULL_PAGE_END = 0x1000 };

/* Fills security, severity and severity_reason. The report's other fields are there already. */
void bb_verdict(const struct bb_parser *parser, struct bb_report *report);

#endif
