/*
 * What is wrong in inetutils' ftpd and known, so that no run ends with it. Each is mended in a file
 * that includes the parser's own (known_*.c), in both variants, and counted as an oracle known_*.
 */
#ifndef BB_FTPD_KNOWN_H
#define BB_FTPD_KNOWN_H

/* A copy that stays until the next one. */
const char *ftp_known_listing_name(const char *program);

/* A copy that stays until the next but one. */
const char *ftp_known_folder(const char *path);

/* Nobody is asked for a password any more. */
void ftp_known_forget_user(int *asks);

int ftp_known_urgent_size(int size);

/* Closes it, if it is one. */
void ftp_known_close_passive(int *fd);

/* A zero becomes a line feed. */
void ftp_known_line_end(char *c);

/* `end` as it is; without one, *position is 0 if it was not below size. Errors of other commands
 * are forgotten. */
char *ftp_known_word_end(char *end, int *position, int size, int *errors);

#endif
