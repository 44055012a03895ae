#include "ftpd_known.h"

#include <brickbat/target.h>

#include <stdbool.h>
#include <stdio.h>

#include "calls.h"

void ftp_known_forget_user(int *asks)
{
    if (*asks)
        BB_ORACLE(known_refused_user_asked, true, "");
    *asks = 0;
}

int ftp_known_urgent_size(int size)
{
    BB_ORACLE(known_urgent_size, true, "");
    return size - 1;
}

void ftp_known_close_passive(int *fd)
{
    if (*fd < 0)
        return;
    BB_ORACLE(known_passive_forgotten, true, "");
    ftp_call_close(*fd);
    *fd = -1;
}

void ftp_known_line_end(char *c)
{
    if (*c)
        return;
    BB_ORACLE(known_line_without_end, true, "");
    *c = '\n';
}

char *ftp_known_word_end(char *end, int *position, int size, int *errors)
{
    if (*errors)
        BB_ORACLE(known_error_remembered, true, "");
    *errors = 0;
    if (!end && *position >= size) {
        BB_ORACLE(known_position_behind_line, true, "");
        *position = 0;
    }
    return end;
}

const char *ftp_known_listing_name(const char *program)
{
    static char kept[BUFSIZ];
    BB_ORACLE(known_listing_name, true, "");
    snprintf(kept, sizeof kept, "%s", program);
    return kept;
}

const char *ftp_known_folder(const char *path)
{
    static char kept[2][BUFSIZ];
    static unsigned turn;
    BB_ORACLE(known_folder_freed, true, "");
    turn ^= 1;
    snprintf(kept[turn], sizeof kept[turn], "%s", path);
    return kept[turn];
}
