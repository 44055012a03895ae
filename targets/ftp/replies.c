#include "replies.h"

enum { IAC = 0xff, DIGITS = 3 };

static bool is_digit(char c, char first, char last)
{
    return c >= first && c <= last;
}

/* The number at the beginning of the line, 0 if there is none. */
static unsigned number_of(const char *line, size_t len)
{
    if (len <= DIGITS || !is_digit(line[0], '1', '5') || !is_digit(line[1], '0', '9') ||
        !is_digit(line[2], '0', '9') || (line[DIGITS] != ' ' && line[DIGITS] != '-'))
        return 0;
    return (unsigned)(line[0] - '0') * 100 + (unsigned)(line[1] - '0') * 10 +
           (unsigned)(line[2] - '0');
}

static void end_line(struct replies *replies)
{
    unsigned number = number_of(replies->line, replies->len);
    bool is_last = number && replies->line[DIGITS] == ' ';
    replies->len = 0;
    if (replies->open && (!is_last || number != replies->open))
        return;
    replies->is_wrong |= !number;
    replies->open = is_last ? 0 : number;
    if (!is_last)
        return;
    replies->last = number;
    replies->finals += number >= 200;
}

static void take_byte(struct replies *replies, uint8_t byte)
{
    if (replies->telnet) {
        replies->telnet--;
    } else if (byte == IAC && replies->len == 0) {
        replies->telnet = 2;
    } else if (byte == '\n') {
        end_line(replies);
    } else if (replies->len < sizeof replies->line) {
        replies->line[replies->len++] = (char)byte;
    } else {
        replies->is_wrong = true;
    }
}

void replies_take(struct replies *replies, struct bb_bytes bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        take_byte(replies, bytes.ptr[i]);
}

bool replies_are_complete(const struct replies *replies)
{
    return replies->len == 0 && replies->open == 0 && replies->telnet == 0;
}
