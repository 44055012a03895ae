/*
 * JSON results on stdout.
 */
#ifndef BB_CLI_JSON_H
#define BB_CLI_JSON_H

#include <jansson.h>

/* Prints the value, indented, with a line's end, and gives it back. NULL prints null. */
void bb_json_print(json_t *value);

/* Never NULL: bytes that are no UTF-8 are replaced by '?'. */
json_t *bb_json_text(const char *text);

#endif
