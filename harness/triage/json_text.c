#include "triage/json_text.h"

#include <stdlib.h>
#include <string.h>

#include "triage/arena_text.h"

/* JSON knows only UTF-8: what is none becomes '?', rather than that nothing is written at all. */
static json_t *string_of_anything(const char *text)
{
    char *copy = strdup(text);
    if (!copy)
        return NULL;
    for (char *c = copy; *c; c++)
        if ((unsigned char)*c >= 0x80)
            *c = '?';
    json_t *string = json_string(copy);
    free(copy);
    return string;
}

bool bb_json_set_text(json_t *object, const char *key, const char *text)
{
    json_t *string = json_string(text);
    return json_object_set_new(object, key, string ? string : string_of_anything(text)) == 0;
}

bool bb_json_set_number(json_t *object, const char *key, uint64_t number)
{
    json_int_t value = number > INT64_MAX ? INT64_MAX : (json_int_t)number;
    return json_object_set_new(object, key, json_integer(value)) == 0;
}

bool bb_json_set_known_text(json_t *object, const char *key, const char *text)
{
    return !*text || bb_json_set_text(object, key, text);
}

bool bb_json_set_known_number(json_t *object, const char *key, uint64_t number)
{
    return number == 0 || bb_json_set_number(object, key, number);
}

const char *bb_json_get_text(struct bb_arena *arena, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_string(value))
        return "";
    return bb_arena_text(arena, bb_bytes_of(json_string_value(value), json_string_length(value)));
}

uint64_t bb_json_get_number(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_integer(value) && json_integer_value(value) > 0
               ? (uint64_t)json_integer_value(value)
               : 0;
}
