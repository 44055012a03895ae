#include "triage/frame.h"

#include <stdio.h>

#include "triage/scan.h"

/* Parts of a name that depend on how the compiler or the demangler saw it. */
static const char *const dropped_parts[] = {
    "non-virtual thunk to ",
    "(anonymous namespace)::",
    "`anonymous namespace'::",
};

/* Copies made by GCC and clang of one function: "parse.part.0", "parse.cold". */
static const char *const clone_suffixes[] = {
    ".isra",   ".part",       ".constprop", ".cold", ".cfi",
    ".cfi_jt", ".localalias", ".lto_priv",  ".llvm", ".clone",
};

static size_t length_of_dropped_part(struct bb_bytes text)
{
    for (size_t i = 0; i < sizeof dropped_parts / sizeof *dropped_parts; i++)
        if (bb_bytes_has_prefix(text, dropped_parts[i]))
            return strlen(dropped_parts[i]);
    return 0;
}

static void copy_without_dropped_parts(struct bb_bytes text, char ret_name[BB_FRAME_NAME_SIZE])
{
    size_t n = 0;
    for (size_t i = 0; i < text.len && n + 1 < BB_FRAME_NAME_SIZE;) {
        size_t skip = length_of_dropped_part(bb_scan_from(text, i));
        if (skip)
            i += skip;
        else
            ret_name[n++] = (char)text.ptr[i++];
    }
    ret_name[n] = '\0';
}

/* Windows: "module!function". */
static struct bb_bytes without_windows_module(struct bb_bytes function)
{
    for (size_t i = 0; i < function.len; i++) {
        uint8_t c = function.ptr[i];
        if (c == '!' && i > 0)
            return bb_scan_from(function, i + 1);
        if (!bb_scan_is_word(c) && c != '.' && c != '-')
            break;
    }
    return function;
}

/* Cuts off arguments; without any, what stands behind a space is no part of the name either. */
static void cut_arguments(char *name)
{
    size_t arguments = strcspn(name, "([");
    if (arguments && name[arguments]) {
        name[arguments] = '\0';
        while (arguments && name[arguments - 1] == ' ')
            name[--arguments] = '\0';
        return;
    }
    name[strcspn(name, " ")] = '\0';
}

static bool is_clone_suffix(const char *dot)
{
    for (size_t i = 0; i < sizeof clone_suffixes / sizeof *clone_suffixes; i++) {
        size_t n = strlen(clone_suffixes[i]);
        if (strncmp(dot, clone_suffixes[i], n) != 0)
            continue;
        const char *rest = dot + n + (dot[n] == '.');
        if (strspn(rest, "0123456789") == strlen(rest))
            return true;
    }
    return false;
}

static void cut_clone_suffixes(char *name)
{
    for (;;) {
        char *dot = strrchr(name, '.');
        if (dot && dot > name && strspn(dot + 1, "0123456789") == strlen(dot + 1))
            dot = memrchr(name, '.', (size_t)(dot - name));
        if (!dot || dot == name || !is_clone_suffix(dot))
            return;
        *dot = '\0';
    }
}

const char *bb_frame_name(const struct bb_frame_text *frame,
                          char ret_name[static BB_FRAME_NAME_SIZE])
{
    if (frame->function.len == 0) {
        copy_without_dropped_parts(frame->module, ret_name);
        return ret_name;
    }
    bool is_target = bb_bytes_has_prefix(frame->function, "LLVMFuzzerTestOneInput");
    if (is_target && frame->file.len) {
        copy_without_dropped_parts(bb_scan_basename(frame->file), ret_name);
        return ret_name;
    }
    copy_without_dropped_parts(without_windows_module(frame->function), ret_name);
    cut_arguments(ret_name);
    cut_clone_suffixes(ret_name);
    return ret_name;
}
