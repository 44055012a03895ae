/*
 * json_cjson: cJSON and cJSON_Utils.
 *
 * Input: JSON texts, one behind another. Each is parsed, printed and parsed again; the second and
 * each later one is also applied to the one before it, as patch or pointer (cjson_check.h).
 */
#include <brickbat/target.h>

#include "cjson_check.h"
#include "json_text.h"
#include "shim/heap.h"

enum {
    HEAP_MAX_BYTES = 16 << 20,
    MAX_DOCUMENTS = 8,
    MAX_NUMBER_BYTES = 63, /* cJSON reads no longer numbers */
};

/* Takes the next document off the text; NULL when there is none. */
static cJSON *parse_next(struct bb_bytes *rest, struct bb_bytes *ret_text)
{
    const char *end = NULL;
    cJSON *document = cJSON_ParseWithLengthOpts((const char *)rest->ptr, rest->len, &end, false);
    if (!document)
        return NULL;
    size_t len = (size_t)(end - (const char *)rest->ptr);
    BB_ORACLE(json_end_inside, len > 0 && len <= rest->len,
              "a document ends outside of what was parsed");
    return bb_bytes_take(rest, len, ret_text) ? document : NULL;
}

/* What RFC 8259 calls well-formed is parsed, within the limits that cJSON has. */
static void check_accepts(struct bb_bytes input)
{
    struct json_text text;
    if (!json_text_read(input, &text) || text.has_surrogates || text.depth > CJSON_NESTING_LIMIT ||
        text.longest_number > MAX_NUMBER_BYTES)
        return;
    cJSON *document = cJSON_ParseWithLength((const char *)input.ptr, input.len);
    BB_ORACLE(json_accepts, document != NULL, "a well-formed text is refused");
    cJSON_Delete(document);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bb_bytes rest = bb_bytes_of(data, size), text;
    cJSON *last = NULL, *next;
    bb_shim_heap_begin(HEAP_MAX_BYTES);
    check_accepts(rest);
    for (int i = 0; i < MAX_DOCUMENTS && (next = parse_next(&rest, &text)); i++) {
        cjson_check_print(next, text);
        if (last)
            cjson_check_pair(last, next);
        cJSON_Delete(last);
        last = next;
    }
    cJSON_Delete(last);
    bb_shim_heap_check_returned();
    return 0;
}
