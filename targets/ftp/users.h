/*
 * Who may use the machine, apart from guests: user (pass), jail (key; in a root of his own), lost
 * (way; his folder is not there). root, mute and void have passwords or none, and may not log in.
 */
#ifndef BB_FTP_USERS_H
#define BB_FTP_USERS_H

#include <stdbool.h>

void users_reset(void);

/* seteuid has failed, as the 48th call that takes root's rights back does. */
bool users_were_stuck(void);

bool users_may_log_in(const char *name);

/* The last password that was tried is this user's. */
bool users_know_password(const char *name);

#endif
