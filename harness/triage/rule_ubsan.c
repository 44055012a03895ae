/*
 * UBSan and control flow integrity: "file.c:12:3: runtime error: WORDS", and the notes behind it.
 *
 * A message of UBSan never displaces a report that is there already: by itself it does not stop a
 * program, so what stopped it came later and is what is shown.
 */
#include "triage/rules.h"
#include "triage/scan.h"

/* The words of the message, and the type that they mean. Two parts: both, in this order. More
 * special words come first. clang's and GCC's wording. */
static const struct {
    const char *words;
    const char *more;
    const char *type;
} messages[] = {
    {"division by zero", NULL, "Divide-by-zero"},
    {"outside the range of representable values", NULL, "Float-cast-overflow"},
    {"implicit conversion from type", NULL, "Implicit-conversion"},
    {"call to function ", " through pointer to incorrect function type",
     "Incorrect-function-pointer-type"},
    {"out of bounds for type", NULL, "Index-out-of-bounds"},
    {"not a valid value for type 'bool'", NULL, "Invalid-bool-value"},
    {"not a valid value for type 'BOOL'", NULL, "Invalid-bool-value"},
    {"not a valid value for type '_Bool'", NULL, "Invalid-bool-value"},
    {", which is not a valid argument", NULL, "Invalid-builtin-use"},
    {"misaligned address", NULL, "Misaligned-address"},
    {"assumption of ", " alignment", "Misaligned-address"},
    {"reached the end of a value-returning function", NULL, "No-return-value"},
    {"null pointer passed as ", ", which is declared to never be null", "Invalid-null-argument"},
    {"load of null pointer", NULL, "Null-dereference READ"},
    {"binding to null pointer", NULL, "Null-dereference"},
    {"access within null pointer", NULL, "Null-dereference"},
    {"call on null pointer", NULL, "Null-dereference"},
    {"store to null pointer", NULL, "Null-dereference WRITE"},
    {"address ", " with insufficient space for an object of type", "Object-size"},
    {"addition of unsigned offset ", NULL, "Pointer-overflow"},
    {"subtraction of unsigned offset ", NULL, "Pointer-overflow"},
    {"pointer index expression with base ", NULL, "Pointer-overflow"},
    {"applying non-zero offset ", " to null pointer", "Pointer-overflow"},
    {"applying zero offset to null pointer", NULL, "Pointer-overflow"},
    {"applying non-zero offset ", " produced null pointer", "Pointer-overflow"},
    {"null pointer returned from function declared to never return null", NULL,
     "Invalid-null-return"},
    {"shift", NULL, "Undefined-shift"},
    {"execution reached an unreachable program point", NULL, "Unreachable code"},
    {"execution reached a __builtin_unreachable() call", NULL, "Unreachable code"},
    {"unsigned integer overflow", NULL, "Unsigned-integer-overflow"},
    {"upcast of null pointer of type", NULL, "Upcast-of-null-pointer"},
    {"variable length array bound evaluates to non-positive value", NULL,
     "Non-positive-vla-bound-value"},
    {"not a valid value for type", NULL, "Invalid-enum-value"},
    {"integer overflow", NULL, "Integer-overflow"},
    {"negation of", "cannot be represented in type", "Integer-overflow"},
    {"division of", "cannot be represented in type", "Integer-overflow"},
    {"assumption is violated during execution", NULL, "Assumption-violation"},
};

static const char *type_of_message(struct bb_bytes words)
{
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
        size_t at = bb_scan_find(words, messages[i].words);
        if (at == BB_SCAN_NONE)
            continue;
        if (!messages[i].more || bb_scan_has(bb_scan_from(words, at), messages[i].more))
            return messages[i].type;
    }
    return "UNKNOWN";
}

/* "Null-dereference READ": the access is kept apart. */
static void begin_ubsan(struct bb_parser *parser, const char *type)
{
    struct bb_bytes name = bb_bytes_str(type);
    bool reads = bb_scan_ends(name, " READ");
    bool writes = bb_scan_ends(name, " WRITE");
    if (reads || writes)
        name = bb_scan_to(name, bb_scan_find(name, " "));
    bb_parser_begin(parser, name, "UndefinedBehaviorSanitizer");
    if (reads || writes)
        bb_parser_set_access(parser, bb_bytes_str(reads ? "READ" : "WRITE"), BB_ACCESS_IN_WORDS);
}

/* Opens a bad cast; the note that follows tells the object's real type. */
static void begin_cast(struct bb_parser *parser, struct bb_bytes type)
{
    bb_parser_begin(parser, bb_bytes_str("Bad-cast"), "UndefinedBehaviorSanitizer");
    bb_parser_extend_line(parser, "Bad-cast to ", bb_scan_strip(type, "'"));
    parser->cast_open = true;
}

/* "member call on address 0x12 which does not point to an object of type 'B'" */
static bool read_vptr(struct bb_parser *parser, struct bb_bytes words)
{
    struct bb_bytes address;
    if (!bb_scan_take(&words, "member access within address ") &&
        !bb_scan_take(&words, "member call on address ") &&
        !bb_scan_take(&words, "downcast of address "))
        return false;
    if (!bb_scan_take_hex(&words, &address) || bb_scan_has(words, "insufficient space"))
        return false;
    size_t type = bb_scan_find_last(words, " of type ");
    if (type == BB_SCAN_NONE)
        return false;
    begin_cast(parser, bb_scan_from(words, type + strlen(" of type ")));
    parser->address = address;
    return true;
}

/* "control flow integrity check for type 'B' failed during cast (vtable address 0x12)" */
static bool read_cfi(struct bb_parser *parser, struct bb_bytes words)
{
    static const char vtable[] = "vtable address ";
    if (!bb_scan_take(&words, "control flow integrity check for type "))
        return false;
    size_t failed = bb_scan_find_last(words, " failed during ");
    if (failed == BB_SCAN_NONE)
        return false;
    begin_cast(parser, bb_scan_to(words, failed));
    struct bb_bytes rest = bb_scan_from(words, bb_scan_find(words, vtable));
    struct bb_bytes address;
    if (bb_scan_take(&rest, vtable) && bb_scan_take_hex(&rest, &address))
        parser->address = address;
    return true;
}

/* The place before ": runtime error:"; other output may stand before it in the line. */
static struct bb_bytes location_of(struct bb_bytes before)
{
    size_t space = bb_scan_find_last_any(before, " \t");
    return space == BB_SCAN_NONE ? before : bb_scan_from(before, space + 1);
}

bool bb_rule_runtime_error(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    if (bb_parser_has_report(parser)) {
        bb_parser_enter(parser, BB_SECTION_OTHER); /* its stack is not ours */
        parser->state_closed |= parser->n_state > 0;
        return false;
    }
    struct bb_bytes words = bb_scan_from(line, at + strlen(": runtime error: "));
    if (bb_scan_is(bb_scan_to(line, at), "panic")) /* Go's */
        return false;
    if (!read_vptr(parser, words) && !read_cfi(parser, words))
        begin_ubsan(parser, type_of_message(words));
    parser->location = location_of(bb_scan_to(line, at));
    parser->detail = words;
    return false;
}

/* "object is base class subobject at offset 16 within object of type 'C'" */
static bool read_subobject(struct bb_parser *parser, struct bb_bytes note)
{
    static const char words[] = "at offset ";
    struct bb_bytes offset = bb_scan_from(note, bb_scan_find(note, words));
    if (!bb_scan_take(&offset, words) || !bb_scan_has(offset, " within object of type "))
        return false;
    offset = bb_scan_to(offset, bb_scan_find(offset, " "));
    bb_parser_extend_line(parser, " from base class subobject at offset ", offset);
    return true;
}

bool bb_rule_cast_note(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    if (!parser->cast_open)
        return false;
    struct bb_bytes note = bb_scan_from(line, at + strlen("note: "));
    if (bb_scan_take(&note, "object is of type ") || bb_scan_take(&note, "vtable is of type "))
        bb_parser_extend_line(parser, " from ", bb_scan_strip(note, "'"));
    else if (bb_bytes_has_prefix(note, "object has invalid vptr") ||
             bb_scan_is(note, "invalid vtable"))
        bb_parser_extend_line(parser, " from invalid vptr", (struct bb_bytes){0});
    else if (!read_subobject(parser, note) && !bb_scan_ends(note, " defined here"))
        return false;
    parser->cast_open = false;
    return false;
}

bool bb_rule_cfi_trap(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    if (at == 0 && !bb_parser_has_report(parser)) {
        bb_parser_begin(parser, bb_bytes_str("Bad-cast"), "CFI");
        parser->detail = line;
    }
    return false;
}
