/*
 * The rules by which a line of a log is understood. Internal to triage/.
 *
 * Each is called for a line that holds the rule's needle, which stands at `at`; rules.c has the
 * table, in the order in which they are asked. A rule returns true if the line is used up and no
 * further rule may see it.
 */
#ifndef BB_TRIAGE_RULES_H
#define BB_TRIAGE_RULES_H

#include "triage/needles.h"
#include "triage/parser.h"

typedef bool bb_rule(struct bb_parser *parser, struct bb_bytes line, size_t at);

/* rule_assert.c: assertions, and glibc's aborts. */
bb_rule bb_rule_assertion_failed;
bb_rule bb_rule_glibc_assertion;
bb_rule bb_rule_glibc_abort;
bb_rule bb_rule_quoted_assertion;
bb_rule bb_rule_not_reached;

/* rule_check.c: CHECK macros and fatal log lines. */
bb_rule bb_rule_check;
bb_rule bb_rule_raw_check;
/* What a CHECK says without the values, which differ from run to run. */
struct bb_bytes bb_rules_check_text(struct bb_bytes text);
bb_rule bb_rule_fatal_log;

/* rule_fatal.c: V8's fatal errors. */
bb_rule bb_rule_fatal_error;
bb_rule bb_rule_fatal_words;

/* rule_signal.c: debuggers, signal handlers, and the C++ runtime. */
bb_rule bb_rule_gdb_signal;
bb_rule bb_rule_gdb_address;
bb_rule bb_rule_segv_handler;
bb_rule bb_rule_terminate;
bb_rule bb_rule_missing_library;

/* rule_headline.c: how ASan, HWASan, MSan, TSan and all signal handlers begin. */
bb_rule bb_rule_headline;
/* "AddressSanitizer" or what else the line names; static. "" if it names none. */
const char *bb_rules_tool_of(struct bb_bytes line);

/* rule_ubsan.c: "runtime error: ", casts, control flow integrity. */
bb_rule bb_rule_runtime_error;
bb_rule bb_rule_cast_note;
bb_rule bb_rule_cfi_trap;

/* rule_engine.c: libFuzzer, Centipede, SystemSan, our driver, and memory limits. */
bb_rule bb_rule_libfuzzer;
bb_rule bb_rule_centipede;
bb_rule bb_rule_brickbat;
bb_rule bb_rule_systemsan;
bb_rule bb_rule_memory;
bb_rule bb_rule_slow_unit;

/* rule_detail.c: what adds to a report. */
bb_rule bb_rule_leak;
bb_rule bb_rule_access;
bb_rule bb_rule_signal_access;
bb_rule bb_rule_section;
bb_rule bb_rule_global;
bb_rule bb_rule_summary;
bb_rule bb_rule_end;

/* Every needle of the table, ready for bb_rules_apply. */
void bb_rules_init(struct bb_needles *ret_needles);

/* Shows the line to all rules whose needle it holds. */
void bb_rules_apply(const struct bb_needles *needles, struct bb_parser *parser,
                    struct bb_bytes line);

#endif
