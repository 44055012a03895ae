/*
 * A second opinion on JSON texts (RFC 8259): is it well-formed, and what is in it that cJSON is
 * known to see otherwise? Not a tree, no values.
 */
#ifndef JSON_TEXT_H
#define JSON_TEXT_H

#include "base/bytes.h"

/* What a well-formed text contains. */
struct json_text {
    size_t depth;          /* of nested arrays and objects */
    size_t longest_number; /* in bytes */
    bool has_surrogates;   /* a \u escape from d800 to dfff: RFC 8259 section 8.2 leaves it open */
};

/* True if the bytes are one JSON text by the grammar of RFC 8259, space around it included; that
 * strings are UTF-8 is not looked at. */
bool json_text_read(struct bb_bytes bytes, struct json_text *ret_text);

#endif
