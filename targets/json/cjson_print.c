#include "cjson_check.h"

#include <brickbat/target.h>

#include <stdlib.h>
#include <string.h>

#include "json_text.h"

enum { SLACK = 5 }; /* cJSON_PrintPreallocated asks for that much more than it prints */

/* The printed text is JSON, and what it is parsed to prints the same. */
static void check_text(const char *printed, const char *compact)
{
    struct json_text text;
    BB_ORACLE(json_prints, printed && compact, "a document that was parsed cannot be printed");
    BB_ORACLE(json_print_is_json, json_text_read(bb_bytes_of(printed, strlen(printed)), &text),
              "what was printed is not well-formed");
    cJSON *again = cJSON_Parse(printed);
    BB_ORACLE(json_parses_again, again != NULL, "what was printed does not parse");
    char *same = cJSON_PrintUnformatted(again);
    BB_ORACLE(json_prints_the_same, same && strcmp(same, compact) == 0,
              "what was printed parses to another document");
    cJSON_free(same);
    cJSON_Delete(again);
}

/* Into memory of exactly so many bytes. */
static bool print_into(const cJSON *document, size_t bytes, const char *compact)
{
    char *block = malloc(bytes);
    if (!block)
        abort();
    bool is_printed = cJSON_PrintPreallocated((cJSON *)document, block, (int)bytes, 0);
    BB_ORACLE(json_prints_into, !is_printed || strcmp(block, compact) == 0,
              "cJSON_PrintPreallocated prints something else");
    free(block);
    return is_printed;
}

static void check_memory_sizes(const cJSON *document, const char *compact)
{
    size_t len = strlen(compact);
    BB_ORACLE(json_print_fits, print_into(document, len + 1 + SLACK, compact),
              "cJSON_PrintPreallocated finds memory too small that is as large as it asks for");
    print_into(document, len + 1, compact);
    BB_ORACLE(json_print_needs, len < 2 || !print_into(document, len / 2, compact),
              "cJSON_PrintPreallocated prints into half of the memory that it takes");
    char *grown = cJSON_PrintBuffered(document, 1, 0);
    BB_ORACLE(json_prints_buffered, grown && strcmp(grown, compact) == 0,
              "cJSON_PrintBuffered prints something else");
    cJSON_free(grown);
}

static void check_copy(const cJSON *document, const char *compact)
{
    cJSON *copy = cJSON_Duplicate(document, 1);
    char *printed = cJSON_PrintUnformatted(copy);
    BB_ORACLE(json_copy, printed && strcmp(printed, compact) == 0, "a copy prints differently");
    if (cjson_traits_are_plain(cjson_traits_of(document)))
        BB_ORACLE(json_copy_equal, cjson_equals(document, copy),
                  "a document does not equal its copy");
    cJSON_free(printed);
    cJSON_Delete(copy);
}

/* cJSON_Minify works in place on a string, so a text with a zero byte is not one for it; neither is
 * one with other control characters between values, which cJSON_Parse takes for space. */
static void check_minify(struct bb_bytes text, const char *compact)
{
    struct json_text facts;
    if (!json_text_read(text, &facts))
        return;
    if (memmem(text.ptr, text.len, "\\\\", 2)) {
        BB_KNOWN(minify_backslash);
        return;
    }
    char *words = strndup((const char *)text.ptr, text.len);
    if (!words)
        abort();
    cJSON_Minify(words);
    cJSON *minified = cJSON_Parse(words);
    char *printed = cJSON_PrintUnformatted(minified);
    BB_ORACLE(json_minify, printed && strcmp(printed, compact) == 0,
              "cJSON_Minify changes the document");
    cJSON_free(printed);
    cJSON_Delete(minified);
    free(words);
}

void cjson_check_print(const cJSON *document, struct bb_bytes text)
{
    if (cjson_traits_of(document).is_near_limit) {
        BB_KNOWN(print_beyond_limit);
        return;
    }
    char *compact = cJSON_PrintUnformatted(document);
    char *formatted = cJSON_Print(document);
    check_text(compact, compact);
    check_text(formatted, compact);
    check_memory_sizes(document, compact);
    check_copy(document, compact);
    check_minify(text, compact);
    cJSON_free(formatted);
    cJSON_free(compact);
}
