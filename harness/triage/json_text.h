/*
 * Small things that JSON writers and readers of triage/ share. Internal to triage/.
 */
#ifndef BB_TRIAGE_JSON_TEXT_H
#define BB_TRIAGE_JSON_TEXT_H

#include <jansson.h>

#include "base/arena.h"

/* Adds a member. False when memory is out. The pair below leaves out what is not known: "", 0. */
bool bb_json_set_text(json_t *object, const char *key, const char *text);
bool bb_json_set_number(json_t *object, const char *key, uint64_t number);
bool bb_json_set_known_text(json_t *object, const char *key, const char *text);
bool bb_json_set_known_number(json_t *object, const char *key, uint64_t number);

/* A copy in the arena of a string member; "" if there is none. NULL when the arena is full. */
const char *bb_json_get_text(struct bb_arena *arena, const json_t *object, const char *key);

/* 0 if there is no such number. */
uint64_t bb_json_get_number(const json_t *object, const char *key);

#endif
