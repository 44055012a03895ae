/*
 * Programs on this machine.
 */
#ifndef BB_BASE_PROGRAM_H
#define BB_BASE_PROGRAM_H

#include <limits.h>
#include <stdbool.h>

/* Looks a name up in PATH, as a shell would. False if there is none that can be executed;
 * ret_path may be NULL. */
bool bb_program_find(const char *name, char ret_path[PATH_MAX]);

#endif
