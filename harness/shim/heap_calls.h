/*
 * The calls that heap.syms puts in the place of the system's (bb_shim_free is in heap.h). Only
 * renamed objects and the tests call them.
 */
#ifndef BB_SHIM_HEAP_CALLS_H
#define BB_SHIM_HEAP_CALLS_H

#include <stdarg.h>
#include <stddef.h>

void *bb_shim_malloc(size_t size);
void *bb_shim_calloc(size_t count, size_t size);
void *bb_shim_realloc(void *block, size_t size);
void *bb_shim_reallocarray(void *block, size_t count, size_t size);
char *bb_shim_strdup(const char *text);
char *bb_shim_strndup(const char *text, size_t n);
int bb_shim_vasprintf(char **ret_text, const char *format, va_list arguments);
int bb_shim_asprintf(char **ret_text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
