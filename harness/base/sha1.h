/*
 * SHA-1 (FIPS 180-4), only because libFuzzer names inputs by it: one content, one name. Not for
 * anything that must withstand an attacker.
 */
#ifndef BB_BASE_SHA1_H
#define BB_BASE_SHA1_H

#include "base/bytes.h"

enum { BB_SHA1_TEXT_SIZE = 41 };

/* 40 hex digits in lower case. ret_text is also returned. */
const char *bb_sha1(struct bb_bytes bytes, char ret_text[static BB_SHA1_TEXT_SIZE]);

#endif
