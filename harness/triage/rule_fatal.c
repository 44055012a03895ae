/*
 * The fatal errors of V8 and of what has its macros:
 *
 *     #
 *     # Fatal error in ../../src/parser.cc, line 23
 *     # Debug check failed: n < size.
 *
 * The file comes first, what was checked behind it.
 */
#include "triage/rules.h"
#include "triage/scan.h"

/* "# Fatal error in FILE, line 23", "# Fatal error in , line 0" */
bool bb_rule_fatal_error(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    static const char words[] = "# Fatal error in ";
    struct bb_bytes file = bb_scan_from(line, at + strlen(words));
    if (at != 0 || bb_parser_has_report(parser))
        return false;
    bb_parser_begin(parser, bb_bytes_str("Fatal error"), "V8");
    parser->fatal_file = bb_scan_basename(bb_scan_to(file, bb_scan_find_any(file, ",")));
    bb_parser_set_line(parser, parser->fatal_file, false);
    parser->detail = line;
    parser->fatal_open = true;
    return true;
}

/* "X in FILE", or what there is of it. */
static void name_failure(struct bb_parser *parser, const char *type, struct bb_bytes text)
{
    struct bb_bytes file = parser->fatal_file;
    bb_parser_begin(parser, bb_bytes_str(type), "V8");
    parser->detail = text;
    text = bb_rules_check_text(bb_scan_trim(text));
    bb_parser_set_line(parser, text.len ? text : file, false);
    if (text.len && file.len)
        bb_parser_extend_line(parser, " in ", file);
    parser->state[0][BB_STATE_LINE_SHOWN] = '\0';
}

/* The lines behind it that begin with "# ". */
bool bb_rule_fatal_words(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    static const struct {
        const char *words;
        const char *type;
    } kinds[] = {
        {"Debug check failed: ", "DCHECK failure"},
        {"Check failed: ", "CHECK failure"},
        {"unreachable code", "Unreachable code"},
        {"unimplemented code", "Unreachable code"},
        {"", "Fatal error"},
    };
    if (!parser->fatal_open || at != 0)
        return false;
    struct bb_bytes text = bb_scan_trim(bb_scan_from(line, 1));
    for (size_t i = 0; text.len && i < sizeof kinds / sizeof *kinds; i++) {
        struct bb_bytes rest = text;
        if (!bb_scan_take(&rest, kinds[i].words))
            continue;
        name_failure(parser, kinds[i].type,
                     bb_scan_is(bb_bytes_str(kinds[i].type), "Unreachable code")
                         ? (struct bb_bytes){0}
                         : rest);
        parser->fatal_open = false;
        return true;
    }
    return false;
}
