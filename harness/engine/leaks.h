/*
 * Whether an input has left memory behind that nothing points to: LeakSanitizer's work, where there
 * is one. It reads all of the memory, which takes longer than most inputs; so the fork server's
 * children leave it out when what stays allocated looks like what it has found nothing wrong with
 * before: as many blocks, and of the same sizes.
 */
#ifndef BB_ENGINE_LEAKS_H
#define BB_ENGINE_LEAKS_H

/* For a fork server, before the first fork: watches what is allocated and freed from now on.
 * Without it, every check asks LeakSanitizer. */
void bb_leaks_watch(void);

/* Ends the process with BB_STOP_SANITIZER if anything has leaked so far, and names the input. */
void bb_leaks_check(const char *name);

#endif
