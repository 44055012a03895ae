#include "triage/noise_lists.h"

#include "triage/frame.h"
#include "triage/scan.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static bool is_one_of(const char *name, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (name[0] == list[i][0] && strcmp(name, list[i]) == 0)
            return true;
    return false;
}

static bool begins_with_one_of(const char *name, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (name[0] == list[i][0] && strncmp(name, list[i], strlen(list[i])) == 0)
            return true;
    return false;
}

static bool is_string_function_tag(const char *tag, size_t length)
{
    if (strspn(tag, "0123456789") >= length)
        return true;
    for (size_t i = 0; i < COUNT(string_function_tags); i++)
        if (strlen(string_function_tags[i]) == length &&
            memcmp(tag, string_function_tags[i], length) == 0)
            return true;
    return false;
}

static bool are_string_function_tags(const char *rest)
{
    while (*rest) {
        if (!strchr("_-.:", *rest++))
            return false;
        size_t length = strcspn(rest, "_-.:");
        if (!is_string_function_tag(rest, length))
            return false;
        rest += length;
    }
    return true;
}

static bool is_string_function(const char *name)
{
    name += strspn(name, "_");
    for (size_t i = 0; i < COUNT(string_functions); i++) {
        size_t n = strlen(string_functions[i]);
        if (name[0] == string_functions[i][0] && strncmp(name, string_functions[i], n) == 0 &&
            are_string_function_tags(name + n))
            return true;
    }
    return false;
}

/* "operator new", "operator()", "operator=="; not "operator_create". */
static bool is_bare_operator(const char *name)
{
    size_t n = strlen("operator");
    return strncmp(name, "operator", n) == 0 && !bb_scan_is_word((uint8_t)name[n]);
}

static bool text_has_at(struct bb_bytes text, size_t at, const char *part)
{
    for (; *part; part++, at++)
        if (at >= text.len || text.ptr[at] != (uint8_t)*part)
            return false;
    return true;
}

/* Looks at all of the function but its arguments: scopes may stand behind a return type. */
static bool is_in_any_scope(struct bb_bytes function)
{
    function = bb_scan_to(function, bb_scan_find_any(function, "("));
    for (size_t at = 0; at < function.len; at++) {
        if (at > 0 && bb_scan_is_word(function.ptr[at - 1]))
            continue;
        for (size_t i = 0; i < COUNT(scopes); i++)
            if (text_has_at(function, at, scopes[i]))
                return true;
    }
    struct bb_bytes logging = bb_scan_from(function, bb_scan_find(function, "logging::"));
    return bb_scan_has(logging, "LogMessage") || bb_scan_has(logging, "NoreturnError");
}

/* assert, __assert, isc_assertion_failed, Class::assertNotHeld; not assert_valid. */
static bool is_assertion(const char *name)
{
    const char *last = strrchr(name, ':');
    if (last && strncmp(last + 1, "assert", 6) == 0 && !(last[7] >= 'a' && last[7] <= 'z') &&
        last[7] != '_')
        return true;
    if (strcmp(name + strspn(name, "_w"), "assert") == 0)
        return true;
    struct bb_bytes text = bb_bytes_str(name);
    for (size_t i = 0; i < COUNT(assertion_ends); i++)
        if (bb_scan_ends(text, assertion_ends[i]))
            return true;
    return false;
}

static bool same_path_byte(uint8_t in_path, char wanted)
{
    return in_path == (uint8_t)wanted || (wanted == '/' && in_path == '\\');
}

static bool path_has_at(struct bb_bytes path, size_t at, const char *part)
{
    for (; *part; part++, at++)
        if (at >= path.len || !same_path_byte(path.ptr[at], *part))
            return false;
    return true;
}

static bool is_runtime_path(struct bb_bytes path)
{
    for (size_t i = 0; i < COUNT(path_beginnings); i++)
        if (path_has_at(path, 0, path_beginnings[i]))
            return true;
    for (size_t at = 0; at < path.len; at++) {
        if (!same_path_byte(path.ptr[at], '/'))
            continue;
        for (size_t i = 0; i < COUNT(paths); i++)
            if (path_has_at(path, at, paths[i]))
                return true;
    }
    return false;
}

static bool is_runtime_library(struct bb_bytes name)
{
    for (size_t i = 0; i < COUNT(libraries); i++)
        if (bb_bytes_has_prefix(name, libraries[i]))
            return true;
    return bb_scan_has(name, "asan_osx_dynamic.dylib") ||
           (bb_bytes_has_prefix(name, "libc-") && bb_scan_has(name, ".so"));
}

static bool is_runtime_function(const char *name)
{
    return is_one_of(name, functions, COUNT(functions)) ||
           begins_with_one_of(name, prefixes, COUNT(prefixes)) || is_string_function(name) ||
           is_bare_operator(name) || is_assertion(name) || strncmp(name, "New<", 4) == 0 ||
           is_runtime_library(bb_bytes_str(name));
}

bool bb_frame_is_noise(const struct bb_frame_text *frame, const char *name)
{
    enum { SHORTEST_TEXT = 3 };
    return frame->text.len < SHORTEST_TEXT || !*name || is_runtime_function(name) ||
           is_in_any_scope(frame->function) || bb_scan_has(frame->text, "_asan_rtl_") ||
           is_runtime_path(frame->file) || is_runtime_path(frame->module) ||
           is_runtime_library(bb_scan_basename(frame->module));
}
