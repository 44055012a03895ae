/*
 * inetutils' ftpcmd.c, the commands' grammar and lexer, with faults mended:
 *
 * - In one of its states the lexer does not stop at the end of a line that has no line feed (any
 *   more). Here it finds one there.
 * - Where the lexer is in a line is kept for the next one, if that has no word. Here it is not, if
 *   it is behind the buffer.
 * - A command that is not known is not answered if the one before had a wrong form. Here it is.
 */
#include <config.h>

#include <ctype.h>
#include <string.h>

#include "ftpd_known.h"

#define strpbrk(text, set) ftp_known_word_end(strpbrk(text, set), &cpos, (int)sizeof cbuf, &yynerrs)
#undef isxdigit
#define isxdigit(c) (ftp_known_line_end(&(c)), (isxdigit)(c))
#include "ftpcmd.c"
