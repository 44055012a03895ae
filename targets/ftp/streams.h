/*
 * stdio of the FTP programs: streams of the C library over descriptors of the machine.
 */
#ifndef BB_FTP_STREAMS_H
#define BB_FTP_STREAMS_H

/* Closes what a run left open, without writing it out, and opens standard input and output anew:
 * descriptors 0 and 1. Standard error goes nowhere. */
void streams_reset(void);

/* The same for the streams of this descriptor, which stays open. */
void streams_forget(int fd);

#endif
