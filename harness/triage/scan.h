/*
 * Looking around in a line of text: small questions about a bb_bytes that nothing else owns.
 *
 * All functions are linear in the text and allocate nothing. A position is an offset into the text;
 * BB_SCAN_NONE says "not there". Slices borrow from the text that they are taken of.
 */
#ifndef BB_TRIAGE_SCAN_H
#define BB_TRIAGE_SCAN_H

#include "base/bytes.h"

#define BB_SCAN_NONE SIZE_MAX

/* The first and the last place of the needle. */
size_t bb_scan_find(struct bb_bytes text, const char *needle);
size_t bb_scan_find_last(struct bb_bytes text, const char *needle);

static inline bool bb_scan_has(struct bb_bytes text, const char *needle)
{
    return bb_scan_find(text, needle) != BB_SCAN_NONE;
}

/* The first place of any byte of the set; of a byte that is not in the set; the last place of any
 * byte of the set. */
size_t bb_scan_find_any(struct bb_bytes text, const char *set);
size_t bb_scan_find_not(struct bb_bytes text, const char *set);
size_t bb_scan_find_last_any(struct bb_bytes text, const char *set);

bool bb_scan_is(struct bb_bytes text, const char *word);
bool bb_scan_ends(struct bb_bytes text, const char *suffix);

/* What stands before a position, and from it on. Positions behind the end mean the end. */
struct bb_bytes bb_scan_to(struct bb_bytes text, size_t end);
struct bb_bytes bb_scan_from(struct bb_bytes text, size_t start);

/* Without white space at both ends; without any of the set at both ends. */
struct bb_bytes bb_scan_trim(struct bb_bytes text);
struct bb_bytes bb_scan_strip(struct bb_bytes text, const char *set);

/* The bb_scan_take functions move the cursor over what they find; false, and nothing moved, if it
 * is not there. */
bool bb_scan_take(struct bb_bytes *cursor, const char *prefix);
bool bb_scan_take_space(struct bb_bytes *cursor);
/* Decimal digits; numbers over UINT64_MAX saturate. */
bool bb_scan_take_number(struct bb_bytes *cursor, uint64_t *ret_number);
/* "0x" and at least one hexadecimal digit; ret_text is all of it. */
bool bb_scan_take_hex(struct bb_bytes *cursor, struct bb_bytes *ret_text);

/* The value of "0x1f" or "1f"; 0 if it is no such number. Saturates. */
uint64_t bb_scan_hex_value(struct bb_bytes text);

/* The part behind the last '/' or '\\'. */
struct bb_bytes bb_scan_basename(struct bb_bytes path);

static inline bool bb_scan_is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static inline bool bb_scan_is_hex_digit(uint8_t c)
{
    return bb_scan_is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static inline bool bb_scan_is_alnum(uint8_t c)
{
    return bb_scan_is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A byte that may be part of a C or C++ identifier. */
static inline bool bb_scan_is_word(uint8_t c)
{
    return bb_scan_is_alnum(c) || c == '_';
}

#endif
