/*
 * The one process in which an FTP program runs: its signals, and the children that it believes to
 * have. fork() in the parser's sources is FTP_FORK (inetutils-config/config.h): the child runs
 * first and in the same process, until it executes a program, which is played here (listing.h), or
 * exits; then fork returns again, as the parent's.
 */
#ifndef BB_FTP_PROCESS_H
#define BB_FTP_PROCESS_H

#include <setjmp.h>
#include <stdbool.h>

void process_reset(void);

/* What FTP_FORK expands to, in the function that forks. */
jmp_buf *ftp_fork_point(void);
int ftp_fork_child(void);

/* Between fork and exec. Descriptors are the parent's then, and stay as they are. */
bool process_is_child(void);
void process_redirect(int from, int to);

/* Calls the handler of this signal as the kernel would, now; false if there is none. */
bool process_raise(int signal);
unsigned process_times_raised(int signal);

#endif
