/*
 * One line of a stack, taken apart where it stands.
 *
 * The forms that are read (module and BuildId may follow each of them):
 *
 *     #1 0x4f13bb in parse_header lib/header.c:212:5       symbolized, by ASan, MSan, UBSan, HWASan
 *     #1 0x4f13bb in parse_header (libfoo.so+0x13bb)       no line numbers
 *     #1 0x4f13bb  (libfoo.so+0x13bb) (BuildId: 0a1b2c)    no symbols
 *     #1 0x4f13bb parse_header                             Android, Chromium
 *     #1 parse_header lib/header.c:212 (a.out+0x13bb)      TSan
 */
#ifndef BB_TRIAGE_FRAME_H
#define BB_TRIAGE_FRAME_H

#include "base/bytes.h"

enum { BB_FRAME_NAME_SIZE = 512 };

/* Slices of the line; empty and 0 where the line does not say. */
struct bb_frame_text {
    struct bb_bytes text;     /* all that stands behind the address */
    struct bb_bytes function; /* with its arguments, if there are any */
    struct bb_bytes file;
    struct bb_bytes module;
    uint64_t id; /* the number behind '#' */
    uint64_t offset;
    uint32_t line;
    uint32_t column;
};

/* False if the line is not a stack frame. */
bool bb_frame_parse(struct bb_bytes line, struct bb_frame_text *ret_frame);

/* Fills file, line and column from "file.c:12:3", "file.c:12" or "file.c"; from "??:0" nothing.
 * False, and nothing changed, if the text is no such place. */
bool bb_frame_read_location(struct bb_bytes text, struct bb_frame_text *frame);

/* The name that stands for the frame in a crash state: the function without arguments, anonymous
 * name spaces, thunks and compiler suffixes; the file's name for LLVMFuzzerTestOneInput, which
 * every fuzz target has; the module for a frame without symbols; "" if there is nothing. Long names
 * are cut. ret_name is also returned. */
const char *bb_frame_name(const struct bb_frame_text *frame,
                          char ret_name[static BB_FRAME_NAME_SIZE]);

/* True if the frame says nothing about the bug: see noise.c for the lists. `name` is the frame's
 * name as given by bb_frame_name. */
bool bb_frame_is_noise(const struct bb_frame_text *frame, const char *name);

#endif
