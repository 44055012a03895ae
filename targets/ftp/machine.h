/*
 * The machine that the FTP programs run on: files, users, one process, a network, all in memory and
 * made anew for each session. What is on it: machine.c.
 */
#ifndef BB_FTP_MACHINE_H
#define BB_FTP_MACHINE_H

#include <sys/types.h>

#include "network.h"

/* Everything as it was, and a new network (network.h). uid: who runs the program. */
void machine_reset(uid_t uid, int family, struct bb_bytes lines, network_sent_fn sent,
                   void *context);

/* The working folder. */
void machine_enter(const char *path);

/* Closes what the program left open. */
void machine_stop(void);

/* Called with each path before it is looked at. NULL: nobody is. */
typedef void (*machine_touched_fn)(const char *path);
void machine_on_touch(machine_touched_fn touched);

/* Called with each command that a shell would be given. NULL: nobody is. */
void machine_on_start(machine_touched_fn started);
void machine_started(const char *command);

/* For the calls: a path is used; something is read or written, which must end some time. */
void machine_touched(const char *path);
void machine_worked(void);

#endif
