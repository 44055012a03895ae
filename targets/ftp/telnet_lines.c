#include "telnet_lines.h"

enum { IAC = 0xff, WILL = 0xfb, DONT = 0xfe };

size_t telnet_lines(struct bb_bytes stream)
{
    size_t lines = 0;
    for (size_t at = 0; at < stream.len; at++) {
        if (stream.ptr[at] != IAC)
            lines += stream.ptr[at] == '\n';
        else if (++at < stream.len && stream.ptr[at] >= WILL && stream.ptr[at] <= DONT)
            at++; /* the option */
    }
    return lines;
}
