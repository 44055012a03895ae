/*
 * What civetweb asks of the system, beside sockets, clock and memory: threads, of which one at a
 * time runs, as a call; and a folder of three files. CMakeLists.txt says which calls are renamed.
 */
#ifndef CIVETWEB_SYSTEM_H
#define CIVETWEB_SYSTEM_H

#include <stdbool.h>

/* Forgets the threads of the server before. on_idle is called where a worker waits for work. */
void system_begin(void (*on_idle)(void *context), void *context);

/* Runs the master, which is started last, and the worker, which is started first, to their ends.
 * False if there is no such thread. */
bool system_run_master(void);
bool system_run_worker(void);

#define SYSTEM_FOLDER    "/site"
#define SYSTEM_PASSWORDS SYSTEM_FOLDER "/passwords"

#endif
