/*
 * What is wrong in inetutils' ftpd and known, so that no run ends with it. Each is mended in a file
 * that includes the parser's own (known_*.c), in both variants, and counted as an oracle known_*.
 */
#ifndef BB_FTPD_KNOWN_H
#define BB_FTPD_KNOWN_H

#include <stdbool.h>

/* A copy that stays until the next one. */
const char *ftp_known_listing_name(const char *program);

/* A copy that stays until the next but one. */
const char *ftp_known_folder(const char *path);

/* Nobody is asked for a password any more. */
void ftp_known_forget_user(int *asks);

int ftp_known_urgent_size(int size);

/* Closes it, if it is one. */
void ftp_known_close_passive(int *fd);

/* A list of files begins, for which a client may connect to `waiting`; he does; and it ends, where
 * the memory of this name is freed. A descriptor that it forgets is closed. */
void ftp_known_list_begins(int waiting);
void ftp_known_list_connects(void);
void ftp_known_list_ends(const char *freed, int *passive, int *active);

/* Whether what is in braces stands for more than a few dozen patterns. */
bool ftp_known_has_many_alternatives(const char *pattern);

/* A zero becomes a line feed. */
void ftp_known_line_end(char *c);

/* `end` as it is; without one, *position is 0 if it was not below size. Errors of other commands
 * are forgotten. */
char *ftp_known_word_end(char *end, int *position, int size, int *errors);

#endif
