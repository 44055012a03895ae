#include "triage/rules.h"

#include "triage/scan.h"

/* A stack frame behind other output that did not end its line. */
static bool bb_rule_frame_behind(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    struct bb_frame_text frame;
    if (bb_parser_has_report(parser) && bb_frame_parse(bb_scan_from(line, at), &frame))
        bb_parser_add_frame(parser, &frame);
    return false;
}

/* A browser quotes what a page says, and a page can say anything. */
static bool bb_rule_quotation(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    (void)parser;
    (void)line;
    (void)at;
    return true;
}

/* In the order in which they are asked. Every line that a rule can read holds one of its needles; a
 * rule with several has them in a row, and is asked once. */
static const struct {
    const char *needle;
    bb_rule *rule;
} rules[] = {
    {"text run at (", bb_rule_quotation},
    {":INFO:CONSOLE", bb_rule_quotation},
    {"SUMMARY:", bb_rule_summary},
    {"ssert", bb_rule_assertion_failed},
    {"SSERT", bb_rule_assertion_failed},
    {"anic: ", bb_rule_assertion_failed},
    {"ssertion ", bb_rule_glibc_assertion},
    {"assertion \"", bb_rule_quoted_assertion},
    {"ASSERT: \"", bb_rule_quoted_assertion},
    {"ASSERT failure in ", bb_rule_quoted_assertion},
    {"SHOULD NEVER BE REACHED", bb_rule_not_reached},
    {"***", bb_rule_glibc_abort},
    {"(): ", bb_rule_glibc_abort},
    {"corrupt", bb_rule_glibc_abort},
    {" leak of ", bb_rule_leak},
    {": runtime error: ", bb_rule_runtime_error},
    {"note: ", bb_rule_cast_note},
    {"CFI: Most likely a control flow integrity violation;", bb_rule_cfi_trap},
    {"Sanitizer", bb_rule_headline},
    {"The signal is caused by a ", bb_rule_signal_access},
    {" of size ", bb_rule_access},
    {"===BUG DETECTED: ", bb_rule_systemsan},
    {"ERROR: brickbat: ", bb_rule_brickbat},
    {"libFuzzer:", bb_rule_libfuzzer},
    {"========= ", bb_rule_centipede},
    {"emory", bb_rule_memory},
    {"anitizer", bb_rule_memory},
    {"rss limit", bb_rule_memory},
    {"invalid size error", bb_rule_memory},
    {" CHECK failed:", bb_rule_check},
    {" DCHECK failed:", bb_rule_check},
    {"Check failed:", bb_rule_check},
    {"NOTREACHED hit.", bb_rule_check},
    {"RAW: Check ", bb_rule_raw_check},
    {"F", bb_rule_fatal_log},
    {"# Fatal error in ", bb_rule_fatal_error},
    {"# ", bb_rule_fatal_words},
    {" received signal ", bb_rule_gdb_signal},
    {"rip ", bb_rule_gdb_address},
    {" in ", bb_rule_gdb_address},
    {"Received signal 11 SEGV_", bb_rule_segv_handler},
    {"terminate called", bb_rule_terminate},
    {"pure virtual method called", bb_rule_terminate},
    {"libc++abi: ", bb_rule_terminate},
    {"error while loading shared libraries: ", bb_rule_missing_library},
    {"Slowest unit: ", bb_rule_slow_unit},
    {"slow-unit-", bb_rule_slow_unit},
    {"freed by", bb_rule_section},
    {"allocated ", bb_rule_section},
    {"Uninitialized value", bb_rule_section},
    {" created ", bb_rule_section},
    {"located in stack", bb_rule_section},
    {"global variable '", bb_rule_global},
    {"Previous ", bb_rule_section},
    {"As if synchronized", bb_rule_section},
    {"ABORTING", bb_rule_end},
    {"[end of stack trace]", bb_rule_end},
    {"    #", bb_rule_frame_behind},
};

enum { RULES = sizeof rules / sizeof *rules };
_Static_assert((int)RULES <= (int)BB_NEEDLES_MAX, "more rules than needles");

void bb_rules_init(struct bb_needles *ret_needles)
{
    *ret_needles = (struct bb_needles){0};
    for (size_t i = 0; i < RULES; i++)
        bb_needles_add(ret_needles, rules[i].needle);
}

void bb_rules_apply(const struct bb_needles *needles, struct bb_parser *parser,
                    struct bb_bytes line)
{
    size_t at[BB_NEEDLES_MAX];
    uint64_t found = bb_needles_find(needles, line, at);
    bb_rule *asked = NULL;
    for (size_t i = 0; found && i < RULES; i++, found >>= 1) {
        if (!(found & 1) || rules[i].rule == asked)
            continue;
        asked = rules[i].rule;
        if (asked(parser, line, at[i]))
            return;
    }
}
