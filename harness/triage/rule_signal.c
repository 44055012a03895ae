/*
 * Signals as others than sanitizers tell them, and programs that do not start:
 *
 *     Program received signal SIGSEGV, Segmentation fault.                          (gdb)
 *     rip            0x4f13bb            0x4f13bb <parse+27>
 *     Received signal 11 SEGV_MAPERR 0000000000c8                                   (Chromium)
 *     terminate called after throwing an instance of 'std::out_of_range'            (libstdc++)
 *     libc++abi: terminating with uncaught exception of type std::out_of_range: map
 *     prog: error while loading shared libraries: libfoo.so.1: cannot open shared object file
 */
#include <stdio.h>

#include "triage/rules.h"
#include "triage/scan.h"

/* "Program received signal SIGTRAP, Trace/breakpoint trap." The registers come later. */
bool bb_rule_gdb_signal(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    static const char words[] = " received signal ";
    struct bb_bytes name = bb_scan_from(line, at + strlen(words));
    bool program = at == strlen("Program") && bb_bytes_has_prefix(line, "Program");
    bool thread = bb_bytes_has_prefix(line, "Thread ");
    name = bb_scan_to(name, bb_scan_find_any(name, ","));
    if ((!program && !thread) || bb_parser_has_report(parser) ||
        !bb_bytes_has_prefix(name, "SIG") || bb_scan_find_any(name, " ") != BB_SCAN_NONE)
        return false;
    bb_parser_begin(parser, name, "gdb");
    parser->detail = bb_scan_trim(bb_scan_from(line, at + 1));
    return false;
}

/* "rip            0x7f0e    0x7f0e <f+1>" of info registers, and "0x00007f0e in f () ..." */
bool bb_rule_gdb_address(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    struct bb_bytes rest = line;
    struct bb_bytes address;
    (void)at;
    if (!bb_scan_is(parser->tool, "gdb"))
        return false;
    bool is_register = bb_scan_take(&rest, "rip ");
    bb_scan_take_space(&rest);
    if (!bb_scan_take_hex(&rest, &address))
        return false;
    bb_scan_take_space(&rest);
    if (is_register || bb_bytes_has_prefix(rest, "in "))
        parser->address = address;
    return false;
}

/* "Received signal 11 SEGV_MAPERR 0000000000c8": the address has no "0x". */
bool bb_rule_segv_handler(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    struct bb_bytes rest = bb_scan_from(line, at + strlen("Received signal 11 SEGV_"));
    size_t space = bb_scan_find_any(rest, " ");
    rest = bb_scan_from(rest, space);
    bb_scan_take_space(&rest);
    size_t n = 0;
    while (n < rest.len && bb_scan_is_hex_digit(rest.ptr[n]))
        n++;
    if (at != 0 || space == BB_SCAN_NONE || n == 0 || bb_parser_has_report(parser))
        return false;
    bb_parser_begin(parser, bb_bytes_str("UNKNOWN"), "signal handler");
    bb_parser_set_bare_address(parser, bb_scan_to(rest, n));
    parser->detail = line;
    return false;
}

/* The abort that follows is the crash; this is why. */
bool bb_rule_terminate(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    struct bb_bytes words = bb_scan_from(line, at);
    if (!bb_bytes_has_prefix(words, "terminate called") &&
        !bb_bytes_has_prefix(words, "pure virtual method called") &&
        !bb_bytes_has_prefix(words, "libc++abi: "))
        return false;
    parser->reason = bb_scan_trim(words);
    if (!bb_parser_has_report(parser)) {
        bb_parser_begin(parser, bb_bytes_str("Abrt"), "C++");
        parser->benign_signal = true;
    }
    return false;
}

bool bb_rule_missing_library(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    static const char words[] = "error while loading shared libraries: ";
    struct bb_bytes name = bb_scan_from(line, at + strlen(words));
    size_t colon = bb_scan_find(name, ": ");
    if (colon == BB_SCAN_NONE || bb_parser_has_report(parser) ||
        !bb_bytes_has_prefix(bb_scan_from(name, colon), ": cannot open shared object file"))
        return false;
    bb_parser_begin(parser, bb_bytes_str("Missing-library"), "ld.so");
    bb_parser_set_line(parser, bb_scan_to(name, colon), false);
    parser->detail = bb_scan_trim(line);
    return false;
}
