#include "triage/frame.h"

#include "triage/scan.h"

static uint32_t to_u32(uint64_t number)
{
    return number > UINT32_MAX ? UINT32_MAX : (uint32_t)number;
}

/* Takes ":123" off the end. */
static bool take_trailing_number(struct bb_bytes *text, uint32_t *ret_number)
{
    size_t colon = bb_scan_find_last_any(*text, ":");
    if (colon == BB_SCAN_NONE || colon == 0)
        return false;
    struct bb_bytes digits = bb_scan_from(*text, colon + 1);
    uint64_t number = 0;
    if (!bb_scan_take_number(&digits, &number) || digits.len)
        return false;
    *text = bb_scan_to(*text, colon);
    *ret_number = to_u32(number);
    return true;
}

static bool is_unknown(struct bb_bytes text)
{
    return bb_scan_is(text, "<null>") || bb_scan_is(text, "??") || bb_scan_is(text, "<unknown>");
}

static bool has_source_suffix(struct bb_bytes text)
{
    static const char *const suffixes[] = {".c",   ".cc",  ".cpp", ".cxx", ".h", ".hh",
                                           ".hpp", ".inc", ".S",   ".s",   ".m", ".rs"};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (bb_scan_ends(text, suffixes[i]))
            return true;
    return false;
}

bool bb_frame_read_location(struct bb_bytes text, struct bb_frame_text *frame)
{
    uint32_t last = 0;
    uint32_t before = 0;
    bool numbered = take_trailing_number(&text, &last);
    bool twice = numbered && take_trailing_number(&text, &before);
    if (!numbered && !has_source_suffix(text))
        return false;
    if (is_unknown(text))
        return true;
    frame->file = text;
    frame->line = twice ? before : last;
    frame->column = twice ? last : 0;
    return true;
}

/* Takes " file:line:column" off the end; a path without a line counts too. */
static void take_location(struct bb_bytes *text, struct bb_frame_text *frame)
{
    size_t space = bb_scan_find_last_any(*text, " \t");
    if (space == BB_SCAN_NONE)
        return;
    struct bb_bytes file = bb_scan_from(*text, space + 1);
    if (is_unknown(file) || bb_frame_read_location(file, frame))
        *text = bb_scan_trim(bb_scan_to(*text, space));
}

/* "libfoo.so+0x13bb", or a path, or "<unknown module>"; not the arguments of a function. */
static bool read_module(struct bb_bytes inside, struct bb_frame_text *frame)
{
    size_t plus = bb_scan_find_last_any(inside, "+");
    if (plus != BB_SCAN_NONE) {
        struct bb_bytes rest = bb_scan_from(inside, plus + 1);
        struct bb_bytes offset;
        if (bb_scan_take_hex(&rest, &offset) && rest.len == 0) {
            frame->module = bb_scan_to(inside, plus);
            frame->offset = bb_scan_hex_value(offset);
            return true;
        }
    }
    if (!bb_bytes_has_prefix(inside, "/") && !bb_scan_is(inside, "<unknown module>"))
        return false;
    frame->module = inside;
    return true;
}

/* Takes " (module+0x13bb) (BuildId: 0a1b2c)" off the end. */
static void take_module(struct bb_bytes *text, struct bb_frame_text *frame)
{
    size_t build_id = bb_scan_find_last(*text, "(BuildId:");
    if (build_id != BB_SCAN_NONE)
        *text = bb_scan_trim(bb_scan_to(*text, build_id));
    if (!bb_scan_ends(*text, ")"))
        return;
    size_t space = bb_scan_find_last(*text, " (");
    size_t open = bb_bytes_has_prefix(*text, "(") && space == BB_SCAN_NONE ? 0 : space + 1;
    if (open == 0 && !bb_bytes_has_prefix(*text, "("))
        return;
    struct bb_bytes inside = bb_scan_from(bb_scan_to(*text, text->len - 1), open + 1);
    if (read_module(inside, frame))
        *text = bb_scan_trim(bb_scan_to(*text, open));
}

/* "foo+0x12": an offset into the function is not part of its name. */
static struct bb_bytes without_offset(struct bb_bytes function)
{
    size_t plus = bb_scan_find_last_any(function, "+");
    if (plus == BB_SCAN_NONE || plus == 0)
        return function;
    struct bb_bytes rest = bb_scan_from(function, plus + 1);
    struct bb_bytes offset;
    return bb_scan_take_hex(&rest, &offset) && rest.len == 0 ? bb_scan_to(function, plus)
                                                             : function;
}

static void take_apart(struct bb_bytes text, struct bb_frame_text *frame)
{
    take_module(&text, frame);
    take_location(&text, frame);
    frame->function = is_unknown(text) ? (struct bb_bytes){0} : without_offset(text);
}

/* Behind an address: "in FUNCTION ...", "(MODULE)", or a name alone. */
static bool read_addressed(struct bb_bytes rest, struct bb_frame_text *frame)
{
    frame->text = rest;
    if (rest.len == 0 || bb_scan_is(rest, "in"))
        return false;
    if (bb_scan_take(&rest, "in ")) {
        frame->text = bb_scan_trim(rest);
        take_apart(frame->text, frame);
        return frame->text.len > 0;
    }
    if (rest.ptr[0] == '(') {
        take_apart(rest, frame);
        return true;
    }
    if (bb_scan_find_any(rest, "/\\") != BB_SCAN_NONE)
        return false;
    take_apart(rest, frame);
    return true;
}

bool bb_frame_parse(struct bb_bytes line, struct bb_frame_text *ret_frame)
{
    struct bb_frame_text frame = {0};
    struct bb_bytes address;
    bb_scan_take_space(&line);
    if (!bb_scan_take(&line, "#") || !bb_scan_take_number(&line, &frame.id) ||
        !bb_scan_take_space(&line))
        return false;
    if (bb_scan_take_hex(&line, &address)) {
        if (!bb_scan_take_space(&line) || !read_addressed(bb_scan_trim(line), &frame))
            return false;
    } else {
        frame.text = bb_scan_trim(line);
        take_apart(frame.text, &frame);
        /* Many other lines begin with '#' and a number; only the module tells. */
        if (frame.module.len == 0 || frame.offset == 0)
            return false;
    }
    *ret_frame = frame;
    return true;
}
