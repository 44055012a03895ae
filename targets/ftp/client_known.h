/*
 * What is wrong in inetutils' ftp and known, so that no run ends with it. Each is mended in a file
 * that includes the parser's own (known_*.c), in both variants, and counted as an oracle known_*.
 */
#ifndef BB_CLIENT_KNOWN_H
#define BB_CLIENT_KNOWN_H

#include <stdbool.h>
#include <stdio.h>

/* Closes it, if it is one, and makes it NULL. */
int ftp_known_fclose(FILE **stream);

/* EOF */
int ftp_known_no_stream(void);

/* A mode for fopen as it is, if it has more than one byte; else the letter as a string. */
char *ftp_known_mode(char *mode, size_t size);

/* A name for a local file as it is, unless a server gave it and it would start a program. */
char *ftp_known_local(char *name, bool is_servers);

#endif
