/*
 * The disk of the broker under test: one file, which is not there at first. The broker writes a new
 * one beside it and renames that when it is complete. mosquitto's fopen, rename and unlink are
 * these; all that it opens is its database (targets without persistence open nothing).
 */
#ifndef BROKER_DISK_H
#define BROKER_DISK_H

#include <stdio.h>

#include "base/bytes.h"

/* Removes the file. To be called at the end of a run, too: it counts as the run's memory. */
void broker_disk_reset(void);

/* The file, to be freed with free(); it is not there any more. ptr is NULL if it was not there. */
struct bb_bytes broker_disk_take(void);

/* Puts it back, as a copy. */
void broker_disk_put(struct bb_bytes file);

FILE *broker_disk_fopen(const char *name, const char *mode);
int broker_disk_rename(const char *from, const char *to);
int broker_disk_unlink(const char *name);

#endif
