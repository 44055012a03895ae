/*
 * What must hold for documents that cJSON has parsed. All of these are oracles; none keeps
 * anything.
 */
#ifndef CJSON_CHECK_H
#define CJSON_CHECK_H

#include <cJSON.h>

#include "base/bytes.h"

/* What a document contains of which cJSON's own comparisons, or its numbers, are no equivalence. */
struct cjson_traits {
    bool repeats_names; /* in one object */
    bool is_infinite;   /* a number too large for a double: prints as null */
    bool is_near_limit; /* one that is read as a double, printed with 15 digits, and is infinite
                           then */
    bool has_null;
    bool has_upper;  /* a name with an upper-case letter */
    bool has_escape; /* a name with a slash or tilde, which a pointer escapes */
};

struct cjson_traits cjson_traits_of(const cJSON *document);

/* True if cJSON_Compare and patches can be held to what they say. */
bool cjson_traits_are_plain(struct cjson_traits traits);

/* cJSON_Compare; true where that would take too long. */
bool cjson_equals(const cJSON *one, const cJSON *other);

/* cjson_print.c: printed in each way, parsed again, minified, copied. `text` is what the document
 * was parsed from. */
void cjson_check_print(const cJSON *document, struct bb_bytes text);

/* cjson_pair.c: what cJSON_Utils makes of two documents. The second is, by its type, applied to the
 * first as a JSON Patch (RFC 6902), a merge patch (RFC 7386) or a pointer (RFC 6901), and patches
 * from one to the other are generated and applied. Sorts the members of both. */
void cjson_check_pair(cJSON *first, cJSON *second);

#endif
