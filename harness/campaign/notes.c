#include "campaign/notes.h"

#include <stdarg.h>
#include <stdio.h>

void bb_note(const struct bb_notes *notes, const char *format, ...)
{
    char words[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    notes->take(notes->user, words);
}
