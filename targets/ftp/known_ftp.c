/*
 * inetutils' ftp.c, the client's connections, with faults mended:
 *
 * - Streams of a connection that came to nothing are closed, remembered, and may be closed again.
 *   Here they are forgotten.
 * - What is aborted may have no connection any more. Here nothing is written to it then, and
 * nothing comes from it.
 */
#include <config.h>

#include <stdio.h>

#include "client_known.h"

#define fclose(stream)       ftp_known_fclose(&(stream))
#define fileno(stream)       ((stream) ? fileno(stream) : ftp_known_no_stream())
#define fprintf(stream, ...) ((stream) ? fprintf(stream, __VA_ARGS__) : ftp_known_no_stream())
#undef getc
#define getc(stream) ((stream) ? getc(stream) : ftp_known_no_stream())
#include "ftp.c"
