#include "cjson_check.h"

#include <brickbat/target.h>

#include <cJSON_Utils.h>
#include <string.h>

#include "shim/heap.h"

enum {
    LONG_POINTER = 20,        /* a number of 64 bits has up to 20 digits */
    PATCH_MAX_WORK = 1 << 18, /* bytes of the document, once more for each operation */
    PATCH_SAME_SIZE = 16      /* and so many operations on one as large as at first */
};

/* Is it in this document, at any depth? */
static bool holds(const cJSON *document, const cJSON *item)
{
    if (document == item)
        return true;
    for (const cJSON *child = document->child; child; child = child->next) {
        if (holds(child, item))
            return true;
    }
    return false;
}

/* Pointers that cJSON reads with more leniency than RFC 6901 has: an empty index is 0, a very long
 * one wraps around, and what does not begin with a slash is the empty pointer. */
static bool is_read_leniently(const char *pointer)
{
    size_t len = strlen(pointer);
    return len >= LONG_POINTER || pointer[0] != '/' || pointer[len - 1] == '/' ||
           strstr(pointer, "//");
}

/* RFC 6901: there is one pointer to each item. */
static void check_pointer(cJSON *document, const char *pointer)
{
    cJSONUtils_GetPointer(document, pointer);
    cJSON *item = cJSONUtils_GetPointerCaseSensitive(document, pointer);
    if (!item)
        return;
    BB_ORACLE(json_pointer_inside, holds(document, item), "a pointer leads out of its document");
    char *found = cJSONUtils_FindPointerFromObjectTo(document, item);
    BB_ORACLE(json_pointer_found, found != NULL, "there is no pointer to an item of the document");
    if (!is_read_leniently(pointer) && !cjson_traits_of(document).repeats_names)
        BB_ORACLE(json_pointer_one, strcmp(found, pointer) == 0,
                  "an item is found by a pointer that is not its own");
    cJSON_free(found);
}

static bool has_text(const cJSON *object, const char *name, const char *text)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsString(item) && strcmp(item->valuestring, text) == 0;
}

/* A patch may remove the whole document. cJSON leaves an item of no type then. */
static bool is_removed(const cJSON *document, const cJSON *patches)
{
    if (!cJSON_IsInvalid(document) || !cJSON_IsArray(patches))
        return false;
    for (const cJSON *operation = patches->child; operation; operation = operation->next)
        if (has_text(operation, "op", "remove") && has_text(operation, "path", ""))
            return true;
    return false;
}

/* What a patch has made still is a document. One that has grown large is not printed. */
static void check_patched(cJSON *document, const cJSON *patches)
{
    if (bb_shim_heap_refused() || bb_shim_heap_held_bytes() > 1 << 20 ||
        is_removed(document, patches))
        return;
    char *printed = cJSON_PrintUnformatted(document);
    BB_ORACLE(json_patched_prints, printed != NULL, "a patched document cannot be printed");
    cJSON_free(printed);
}

/* A "from" that is no string is dereferenced all the same. */
static bool is_left_out(const cJSON *patches)
{
    for (const cJSON *operation = patches->child; operation; operation = operation->next) {
        const cJSON *from = cJSON_GetObjectItemCaseSensitive(operation, "from");
        if (from && !cJSON_IsString(from) && BB_PASSES_OVER(from_not_a_string))
            return true;
    }
    return false;
}

/* Each operation on its own. One can double the document, as RFC 6902 has it, so a few fill any
 * memory; what cJSON is to do with a document of many times the input's size is left out. */
static void apply_patch(cJSON *document, size_t held_before, cJSON *patch)
{
    size_t work = 0, max_work = PATCH_MAX_WORK;
    int status = 0;
    max_work += PATCH_SAME_SIZE * (bb_shim_heap_held_bytes() - held_before);
    for (cJSON *operation = patch->child; operation && status == 0; operation = operation->next) {
        cJSON *next = operation->next, one = {.type = cJSON_Array, .child = operation};
        work += bb_shim_heap_held_bytes() - held_before;
        if (work > max_work) {
            BB_KNOWN(patch_grows);
            return;
        }
        operation->next = NULL;
        status = cJSONUtils_ApplyPatchesCaseSensitive(document, &one);
        operation->next = next;
    }
}

static void apply(const cJSON *document, cJSON *second)
{
    size_t held = bb_shim_heap_held_bytes();
    cJSON *copy = cJSON_Duplicate(document, 1);
    if (cJSON_IsArray(second)) {
        if (!is_left_out(second))
            apply_patch(copy, held, second);
    } else if (cJSON_IsObject(second)) {
        copy = cJSONUtils_MergePatchCaseSensitive(copy, second);
    } else if (cJSON_IsString(second)) {
        check_pointer(copy, second->valuestring);
    }
    if (copy)
        check_patched(copy, second);
    cJSON_Delete(copy);
}

/* RFC 6902: the patch from one document to the other, applied to the one, makes the other. */
static void check_generated_patch(cJSON *first, cJSON *second)
{
    cJSON *patches = cJSONUtils_GeneratePatchesCaseSensitive(first, second);
    cJSON *copy = cJSON_Duplicate(first, 1);
    int status = cJSONUtils_ApplyPatchesCaseSensitive(copy, patches);
    BB_ORACLE(json_patch_applies, status == 0, "a patch that was generated does not apply");
    BB_ORACLE(json_patch_makes, cjson_equals(second, copy),
              "a patch that was generated makes another document");
    cJSON_Delete(copy);
    cJSON_Delete(patches);
}

/* RFC 7386: null means removal there, so a document with one cannot be said. */
static void check_generated_merge(cJSON *first, cJSON *second)
{
    cJSON *patch = cJSONUtils_GenerateMergePatchCaseSensitive(first, second);
    cJSON *merged = cJSON_Duplicate(first, 1);
    if (patch)
        merged = cJSONUtils_MergePatchCaseSensitive(merged, patch);
    BB_ORACLE(json_merge_makes, merged && cjson_equals(second, merged),
              "a merge patch that was generated makes another document");
    cJSON_Delete(merged);
    cJSON_Delete(patch);
}

void cjson_check_pair(cJSON *first, cJSON *second)
{
    struct cjson_traits of_second = cjson_traits_of(second);
    apply(first, second);
    if (!cjson_traits_are_plain(cjson_traits_of(first)) || !cjson_traits_are_plain(of_second) ||
        bb_shim_heap_refused())
        return;
    struct cjson_traits of_first = cjson_traits_of(first);
    if (of_first.has_upper || of_second.has_upper) {
        BB_KNOWN(case_ignored);
        return;
    }
    if (of_first.has_escape || of_second.has_escape)
        BB_KNOWN(escaped_name_in_patch);
    else
        check_generated_patch(first, second);
    if (!of_second.has_null)
        check_generated_merge(first, second);
}
