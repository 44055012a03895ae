#include "client_known.h"

#include <brickbat/target.h>

#include "calls.h"

int ftp_known_fclose(FILE **stream)
{
    FILE *closed = *stream;
    BB_ORACLE(known_stream_kept, true, "");
    *stream = NULL;
    return closed ? ftp_call_fclose(closed) : EOF;
}

int ftp_known_no_stream(void)
{
    BB_ORACLE(known_connection_lost, true, "");
    return EOF;
}

char *ftp_known_mode(char *mode, size_t size)
{
    static char letter[2];
    if (size > 1)
        return mode;
    BB_ORACLE(known_mode_without_end, true, "");
    letter[0] = *mode;
    return letter;
}

char *ftp_known_local(char *name, bool is_servers)
{
    static char file[BUFSIZ];
    if (!is_servers || *name != '|')
        return name;
    BB_ORACLE(known_servers_program, true, "");
    snprintf(file, sizeof file, "_%s", name + 1);
    return file;
}
