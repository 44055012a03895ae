/*
 * What calls that have returned leave on the stack. The frames of later calls lie over it and do
 * not write all of it, so a search of the stack for pointers, as LeakSanitizer's, takes it for
 * alive: a block whose address a signal saved there, with the registers of the function that it
 * stopped, is not reported.
 */
#ifndef BB_ENGINE_DEAD_STACK_H
#define BB_ENGINE_DEAD_STACK_H

enum { BB_DEAD_STACK_BYTES = 1 << 16 };

/* Writes zeros below the caller's frame: BB_DEAD_STACK_BYTES, more than a search for leaks uses. */
void bb_dead_stack_wipe(void);

#endif
