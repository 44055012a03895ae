/*
 * A parser's own variables, put back to what they were: for parsers that keep state in globals and
 * statics and have no call that forgets it.
 *
 * SNAPSHOT in brickbat_add_library gathers the .data and .bss of the parser's objects in one
 * section (snapshot.ld), which is what is saved here. Memory that those variables point to is not:
 * the target has the parser free it before the variables are put back. The sanitizers' own
 * variables are left alone.
 *
 * Putting back compares blocks of 64 bytes and writes those that differ. Of 64 KB in which a run
 * changed 8 places that takes 2.5 us, of 256 KB 10 us: half of what copying all of it word by word
 * took. The processor's own string copy is as fast, but writes to every page: in a process that was
 * just forked (the fork server's) 256 KB take it 290 us, comparing 55 us. Write-protected pages
 * cost a fault for each page that a run touches, 60 us and more. Figures: ci/bench/run snapshot.
 *
 * One snapshot per process, as there is one section.
 */
#ifndef BB_SHIM_SNAPSHOT_H
#define BB_SHIM_SNAPSHOT_H

#include <stddef.h>

/* Remembers the variables as they are now, in place of what was remembered before. The copy lives
 * as long as the process. Aborts when out of memory. */
void bb_shim_snapshot_take(void);

/* Puts back what was remembered. Does nothing before the first take. */
void bb_shim_snapshot_restore(void);

/* How much is remembered; 0 before the first take, or if no library asked for SNAPSHOT. */
size_t bb_shim_snapshot_bytes(void);

/* How much the last restore found changed, counted in blocks of 64 bytes. */
size_t bb_shim_snapshot_changed_bytes(void);

#endif
