#include "client_known.h"

#include <brickbat/target.h>

#include "calls.h"

int ftp_known_fclose(FILE **stream)
{
    FILE *closed = *stream;
    BB_KNOWN(stream_kept);
    *stream = NULL;
    return closed ? ftp_call_fclose(closed) : EOF;
}

int ftp_known_no_stream(void)
{
    BB_KNOWN(connection_lost);
    return EOF;
}

char *ftp_known_mode(char *mode, size_t size)
{
    static char letter[2];
    if (size > 1)
        return mode;
    BB_KNOWN(mode_without_end);
    letter[0] = *mode;
    return letter;
}

char *ftp_known_local(char *name, bool is_servers)
{
    static char file[BUFSIZ];
    if (!is_servers || *name != '|')
        return name;
    BB_KNOWN(servers_program);
    snprintf(file, sizeof file, "_%s", name + 1);
    return file;
}
