#include "triage/named.h"

#include "triage/scan.h"

/* Behind "file.c:12: ". */
static struct bb_bytes behind_line_number(struct bb_bytes text)
{
    for (size_t at = 0; at < text.len; at++) {
        struct bb_bytes rest = bb_scan_from(text, at);
        uint64_t line;
        if (bb_scan_take(&rest, ":") && bb_scan_take_number(&rest, &line) &&
            bb_scan_take(&rest, ": "))
            return rest;
    }
    return (struct bb_bytes){0};
}

/* gcc says "f", clang "const int *f(char *)". */
struct bb_bytes bb_named_function(struct bb_bytes detail)
{
    size_t end = bb_scan_find(detail, ": Assertion `");
    if (end == BB_SCAN_NONE)
        return (struct bb_bytes){0};
    struct bb_bytes name = behind_line_number(bb_scan_to(detail, end));
    name = bb_scan_to(name, bb_scan_find(name, "("));
    size_t before = bb_scan_find_last_any(name, " *&");
    return before == BB_SCAN_NONE ? name : bb_scan_from(name, before + 1);
}

struct bb_bytes bb_named_variable(struct bb_bytes detail)
{
    static const char words[] = "global variable '";
    size_t start = bb_scan_find(detail, words);
    if (start == BB_SCAN_NONE)
        return (struct bb_bytes){0};
    struct bb_bytes name = bb_scan_from(detail, start + strlen(words));
    return bb_scan_to(name, bb_scan_find(name, "'"));
}
