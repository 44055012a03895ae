#include "campaign/targets.h"

#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"

enum { MAX_REGISTRY_BYTES = 16 * 1024 * 1024, MAX_LEN_BYTES = 1 << 30 };

/* "" if there is none; false if it is not text. */
static bool read_text(const json_t *target, const char *key, const char **ret_text)
{
    const json_t *value = json_object_get(target, key);
    if (value && !json_is_string(value) && !json_is_null(value))
        return false;
    *ret_text = json_is_string(value) ? json_string_value(value) : "";
    return true;
}

static size_t list_size(const json_t *target, const char *key)
{
    return json_array_size(json_object_get(target, key));
}

/* Moves the list's strings to *strings, which has room for them, and advances it. */
static bool read_list(const json_t *target, const char *key, const char ***strings,
                      const char *const **ret_list, size_t *ret_n)
{
    const json_t *list = json_object_get(target, key);
    if (list && !json_is_array(list))
        return false;
    size_t n = json_array_size(list);
    for (size_t i = 0; i < n; i++) {
        (*strings)[i] = json_string_value(json_array_get(list, i));
        if (!(*strings)[i])
            return false;
    }
    *ret_list = *strings;
    *ret_n = n;
    *strings += n;
    return true;
}

static bool read_size(const json_t *target, const char *key, uint64_t *ret_size)
{
    const json_t *value = json_object_get(target, key);
    json_int_t size = json_integer_value(value);
    if (value && (!json_is_integer(value) || size < 0 || size > MAX_LEN_BYTES))
        return false;
    *ret_size = (uint64_t)size;
    return true;
}

/* The key that is wrong, or NULL. */
static const char *read_target(const json_t *json, const char ***strings,
                               struct bb_target_info *target)
{
    const struct {
        const char *key;
        const char **text;
    } texts[] = {
        {"name", &target->name},
        {"protocol", &target->protocol},
        {"grammar", &target->grammar},
        {"parser", &target->parser},
        {"version", &target->version},
        {"variant", &target->variant},
        {"licence", &target->licence},
        {"binary", &target->binary},
        {"dictionary", &target->dictionary},
        {"regressions", &target->regressions},
        {"mutator", &target->mutator},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (!read_text(json, texts[i].key, texts[i].text))
            return texts[i].key;
    }
    if (!bb_text_is_plain_name(target->name))
        return "name";
    if (!read_list(json, "seeds", strings, &target->seeds, &target->n_seeds))
        return "seeds";
    if (!read_list(json, "patches", strings, &target->patches, &target->n_patches))
        return "patches";
    return read_size(json, "max_len", &target->max_len) ? NULL : "max_len";
}

/* Allocates the list and the strings' pointers for what the document holds. */
static bool make_room(const json_t *list, struct bb_targets *targets)
{
    size_t n_targets = json_array_size(list);
    size_t n_strings = 0;
    for (size_t i = 0; i < n_targets; i++) {
        const json_t *json = json_array_get(list, i);
        n_strings += list_size(json, "seeds") + list_size(json, "patches");
    }
    targets->list = calloc(n_targets + 1, sizeof *targets->list);
    targets->strings = calloc(n_strings + 1, sizeof *targets->strings);
    return targets->list && targets->strings;
}

static enum bb_status read_targets(const json_t *list, const char *path, struct bb_targets *targets,
                                   struct bb_err *err)
{
    if (!make_room(list, targets))
        return BB_FAIL(err, BB_NO_MEMORY, "no memory for '%s'", path);
    const char **strings = targets->strings;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *wrong = read_target(json_array_get(list, i), &strings, &targets->list[i]);
        if (wrong)
            return BB_FAIL(err, BB_MALFORMED,
                           "'%s', target %zu: '%s' is missing or not as expected", path, i, wrong);
        targets->n++;
    }
    return BB_OK;
}

static enum bb_status load_document(const char *path, json_t **ret_document, struct bb_err *err)
{
    struct bb_buf text = BB_BUF_INIT(MAX_REGISTRY_BYTES);
    enum bb_status status = bb_file_read(path, &text, err);
    if (status != BB_OK)
        goto out;
    json_error_t why;
    json_t *document = json_loadb((const char *)text.ptr, text.len, 0, &why);
    if (document)
        *ret_document = document;
    else
        status = BB_FAIL(err, BB_MALFORMED, "'%s', line %d: %s", path, why.line, why.text);
out:
    bb_buf_free(&text);
    return status;
}

enum bb_status bb_targets_load(const char *preset, struct bb_targets *ret_targets,
                               struct bb_err *err)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "build/%s/targets.json", preset);
    json_t *document = NULL;
    enum bb_status status = load_document(path, &document, err);
    if (status != BB_OK)
        return status;
    struct bb_targets targets = {.document = document};
    const json_t *list = json_object_get(document, "targets");
    if (json_is_array(list))
        status = read_targets(list, path, &targets, err);
    else
        status = BB_FAIL(err, BB_MALFORMED, "'%s' has no list of targets", path);
    if (status == BB_OK)
        *ret_targets = targets;
    else
        bb_targets_free(&targets);
    return status;
}

void bb_targets_free(struct bb_targets *targets)
{
    if (!targets)
        return;
    free(targets->list);
    free(targets->strings);
    json_decref(targets->document);
    *targets = (struct bb_targets){0};
}

static enum bb_status fail_unknown(const struct bb_targets *targets, const char *name,
                                   struct bb_err *err)
{
    const char **names = calloc(targets->n + 1, sizeof *names);
    if (!names)
        return BB_FAIL(err, BB_NO_MEMORY, "no memory");
    for (size_t i = 0; i < targets->n; i++)
        names[i] = targets->list[i].name;
    const char *nearest = bb_text_nearest(name, names, targets->n);
    enum bb_status status =
        nearest ? BB_FAIL(err, BB_NOT_FOUND, "no target '%.64s'; did you mean '%s'?", name, nearest)
                : BB_FAIL(err, BB_NOT_FOUND, "no target '%.64s'", name);
    free(names);
    return status;
}

enum bb_status bb_targets_find(const struct bb_targets *targets, const char *name,
                               const struct bb_target_info **ret_target, struct bb_err *err)
{
    for (size_t i = 0; i < targets->n; i++) {
        if (strcmp(targets->list[i].name, name) == 0) {
            *ret_target = &targets->list[i];
            return BB_OK;
        }
    }
    return fail_unknown(targets, name, err);
}
