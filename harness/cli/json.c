#include "cli/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void bb_json_print(json_t *value)
{
    json_dumpf(value ? value : json_null(), stdout, JSON_INDENT(2) | JSON_ENCODE_ANY);
    putchar('\n');
    json_decref(value);
}

json_t *bb_json_text(const char *text)
{
    json_t *json = json_string(text);
    char *copy = json ? NULL : strdup(text);
    if (json || !copy)
        return json ? json : json_null();
    for (char *c = copy; *c; c++)
        *c = (unsigned char)*c < 0x80 ? *c : '?';
    json = json_string(copy);
    free(copy);
    return json ? json : json_null();
}
