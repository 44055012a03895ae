/*
 * Assertions, and what glibc says before it aborts:
 *
 *     prog: tree.c:860: Node *insert(Tree *): Assertion `record' failed.
 *     vector:1562: assertion __n < size() failed: vector[] index out of bounds
 *     [critical] address.cc:87] assert failure: len == 0
 *     assertion "len == 0" failed: file "tree.c", line 12, function "insert"      (BSD, newlib)
 *     ASSERT: "len == 0" in file tree.cpp, line 12                                (Qt)
 *     *** stack smashing detected ***: terminated
 *
 * The signal that follows only carries it out; its stack is the assertion's.
 */
#include <ctype.h>

#include "triage/rules.h"
#include "triage/scan.h"

/* Words to look for are in lower case. */
static bool has_prefix_nocase(struct bb_bytes text, size_t at, const char *prefix)
{
    size_t i = 0;
    for (; prefix[i]; i++)
        if (at + i >= text.len || tolower(text.ptr[at + i]) != prefix[i])
            return false;
    return true;
}

static bool may_begin(struct bb_bytes text, size_t at, const char *word)
{
    return (text.ptr[at] | 0x20) == word[0] && has_prefix_nocase(text, at, word);
}

static size_t find_nocase(struct bb_bytes text, const char *word)
{
    for (size_t at = 0; at < text.len; at++)
        if (may_begin(text, at, word))
            return at;
    return BB_SCAN_NONE;
}

static void begin_assertion(struct bb_parser *parser, struct bb_bytes line, struct bb_bytes text,
                            const char *tool)
{
    bb_parser_begin(parser, bb_bytes_str("ASSERT"), tool);
    bb_parser_set_line(parser, text, false);
    parser->detail = bb_scan_trim(line);
}

static bool names_source_file(struct bb_bytes text)
{
    static const char *const suffixes[] = {".c:", ".cc:", ".cpp:", ".cxx:",
                                           ".h:", ".hh:", ".hpp:", ".hxx:"};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (bb_scan_has(text, suffixes[i]))
            return true;
    return false;
}

/* Alone in its line, or behind "[tag]" or "file.c:12: "; not in the middle of a sentence. */
static bool may_announce(struct bb_bytes before)
{
    before = bb_scan_trim(before);
    return before.len == 0 || (before.ptr[0] == '[' && bb_scan_ends(before, "]")) ||
           names_source_file(before);
}

/* "assertion failed: TEXT", "assert failure: TEXT", "panic: TEXT", in any case */
bool bb_rule_assertion_failed(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    static const char *const words[] = {"assertion failed: ", "assertion failure: ",
                                        "assert failed: ", "assert failure: ", "panic: "};
    (void)at;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t start = find_nocase(line, words[i]);
        if (start == BB_SCAN_NONE || !may_announce(bb_scan_to(line, start)))
            continue;
        if (bb_bytes_has_prefix(bb_scan_from(line, start), "panic: runtime error: "))
            continue; /* Go */
        begin_assertion(parser, line, bb_scan_from(line, start + strlen(words[i])), "");
        return false;
    }
    return false;
}

/* One quotation mark of any kind off both ends. */
static struct bb_bytes unquote(struct bb_bytes text)
{
    static const char quotes[] = "`'\"";
    if (text.len && strchr(quotes, text.ptr[0]))
        text = bb_scan_from(text, 1);
    if (text.len && strchr(quotes, text.ptr[text.len - 1]))
        text.len--;
    return text;
}

static bool stands_behind_colon(struct bb_bytes line, size_t at)
{
    static const char hardening[] = "libc++ Hardening ";
    if (bb_scan_ends(bb_scan_to(line, at), hardening))
        at -= strlen(hardening);
    while (at > 0 && line.ptr[at - 1] == ' ')
        at--;
    return at > 0 && line.ptr[at - 1] == ':';
}

/* The last "assertion " behind a colon. */
static size_t find_assertion(struct bb_bytes line)
{
    size_t found = BB_SCAN_NONE;
    for (size_t at = 0; at < line.len; at++)
        if (may_begin(line, at, "assertion ") && stands_behind_colon(line, at))
            found = at;
    return found;
}

static bool ends_with_line_number(struct bb_bytes place)
{
    if (!bb_scan_ends(place, ":"))
        return false;
    size_t n = place.len - 1;
    while (n > 0 && bb_scan_is_digit(place.ptr[n - 1]))
        n--;
    return n > 0 && n < place.len - 1 && place.ptr[n - 1] == ':' && bb_scan_has(place, "/");
}

/* "dir/file:12:" */
static struct bb_bytes place_of(struct bb_bytes line, size_t assertion)
{
    struct bb_bytes place = bb_scan_to(line, assertion);
    size_t hardening = bb_scan_find(place, "libc++ Hardening ");
    return bb_scan_trim(bb_scan_to(place, hardening));
}

/* "prog: file.c:12: f: Assertion `TEXT' failed." and "dir/file:12: assertion EXPR failed: TEXT" */
bool bb_rule_glibc_assertion(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    (void)at;
    size_t start = find_assertion(line);
    if (start == BB_SCAN_NONE)
        return false;
    struct bb_bytes text = bb_scan_from(line, start + strlen("assertion "));
    size_t why = bb_scan_find_last(text, " failed: ");
    if (bb_scan_ends(text, "."))
        text.len--;
    if (bb_scan_ends(text, " failed"))
        begin_assertion(parser, line, unquote(bb_scan_to(text, text.len - strlen(" failed"))),
                        "glibc");
    else if (why != BB_SCAN_NONE && ends_with_line_number(place_of(line, start)))
        begin_assertion(parser, line,
                        bb_scan_trim(bb_scan_from(line, start + strlen("assertion ") + why +
                                                            strlen(" failed: "))),
                        "libc++");
    return false;
}

/* BSD's words; and Qt's, which begin a line "ASSERT" and quote what was asserted. */
bool bb_rule_quoted_assertion(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    static const struct {
        const char *before;
        const char *behind;
    } forms[] = {
        {"assertion \"", "\" failed: file \""},
        {"ASSERT: \"", "\" in file "},
        {"ASSERT failure in ", ", file "},
    };
    (void)at;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct bb_bytes text = line;
        if (!bb_scan_take(&text, forms[i].before))
            continue;
        size_t end = bb_scan_find_last(text, forms[i].behind);
        if (end == BB_SCAN_NONE)
            continue;
        text = bb_scan_to(text, end);
        size_t quote = bb_scan_find(text, ": \""); /* Qt's third: where, and then a message */
        if (i == 2 && quote != BB_SCAN_NONE)
            text = unquote(bb_scan_from(text, quote + strlen(": ")));
        begin_assertion(parser, line, text, i == 0 ? "libc" : "Qt");
        break;
    }
    return false;
}

/* "SHOULD NEVER BE REACHED", alone in its line */
bool bb_rule_not_reached(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    (void)at;
    if (bb_scan_is(bb_scan_trim(line), "SHOULD NEVER BE REACHED"))
        bb_parser_begin(parser, bb_bytes_str("ASSERT_NOT_REACHED"), "");
    return false;
}

/* glibc's malloc.c, debug/ and stack protector; messages as of glibc 2.23 to 2.39. */
static const struct {
    const char *words;
    const char *type;
} aborts[] = {
    {"*** stack smashing detected ***", "Stack-smashing"},
    {"*** buffer overflow detected ***", "Fortify-failure"},
    {"*** %n in writable segment", "Fortify-failure"},
    {"*** invalid %N$ use detected ***", "Fortify-failure"},
    {"double free or corruption", "Heap-double-free"},
    {"free(): double free detected", "Heap-double-free"},
    {"free(): invalid pointer", "Invalid-free"},
    {"munmap_chunk(): invalid pointer", "Invalid-free"},
    {"realloc(): invalid pointer", "Invalid-free"},
    {"free(): invalid", "Heap-corruption"},
    {"free(): corrupted", "Heap-corruption"},
    {"free(): too many chunks", "Heap-corruption"},
    {"realloc(): invalid", "Heap-corruption"},
    {"malloc(): corrupted", "Heap-corruption"},
    {"malloc(): invalid", "Heap-corruption"},
    {"malloc(): memory corruption", "Heap-corruption"},
    {"malloc(): mismatching", "Heap-corruption"},
    {"malloc(): smallbin", "Heap-corruption"},
    {"malloc(): largebin", "Heap-corruption"},
    {"malloc(): unaligned", "Heap-corruption"},
    {"malloc(): unsorted", "Heap-corruption"},
    {"malloc_consolidate(): ", "Heap-corruption"},
    {"corrupted size vs. prev_size", "Heap-corruption"},
    {"corrupted double-linked list", "Heap-corruption"},
};

/* At the beginning of the line, or as "*** Error in `prog': WORDS: 0x12 ***" (glibc to 2.25). */
bool bb_rule_glibc_abort(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    static const char old[] = "': ";
    (void)at;
    if (bb_parser_has_report(parser))
        return false;
    struct bb_bytes words = line;
    if (bb_bytes_has_prefix(line, "*** Error in `"))
        words = bb_scan_from(line, bb_scan_find(line, old) + strlen(old));
    for (size_t i = 0; i < sizeof aborts / sizeof *aborts; i++) {
        if (!bb_bytes_has_prefix(words, aborts[i].words))
            continue;
        bb_parser_begin(parser, bb_bytes_str(aborts[i].type), "glibc");
        parser->detail = words;
        break;
    }
    return false;
}
