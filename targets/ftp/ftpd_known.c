#include "ftpd_known.h"

#include <brickbat/target.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "calls.h"
#include "streams.h"

enum { ALTERNATIVES_MAX = 64, DEPTH_MAX = 16 };

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

static struct {
    bool is_on, is_connected;
    int waiting;
} list;

void ftp_known_list_begins(int waiting)
{
    list.is_on = true;
    list.is_connected = false;
    list.waiting = waiting;
}

void ftp_known_list_connects(void)
{
    list.is_connected = true;
}

/* The stream is left behind, but says nothing more. */
static void end_list_transfer(int *fd)
{
    if (*fd < 0)
        return;
    BB_ORACLE(known_list_aborted, true, "");
    streams_forget(*fd);
    ftp_call_close(*fd);
    *fd = -1;
}

void ftp_known_list_ends(const char *freed, int *passive, int *active)
{
    if (!list.is_on || strcmp(freed, "p") != 0)
        return;
    list.is_on = false;
    end_list_transfer(active);
    if (list.is_connected)
        end_list_transfer(passive);
    else if (list.waiting >= 0 && *passive < 0) {
        BB_ORACLE(known_list_forgets_passive, true, "");
        ftp_call_close(list.waiting);
    }
}

/* The product of what each pair of braces has, be it within another one. */
static size_t alternatives_of(const char *pattern)
{
    size_t count[DEPTH_MAX], depth = 0, product = 1;
    for (; *pattern && product <= ALTERNATIVES_MAX; pattern++) {
        if (*pattern == '{' && depth == DEPTH_MAX)
            return SIZE_MAX;
        if (*pattern == '{')
            count[depth++] = 1;
        else if (*pattern == ',' && depth > 0)
            count[depth - 1]++;
        else if (*pattern == '}' && depth > 0)
            product *= count[--depth];
    }
    return product;
}

bool ftp_known_has_many_alternatives(const char *pattern)
{
    bool has_many = alternatives_of(pattern) > ALTERNATIVES_MAX;
    if (has_many)
        BB_ORACLE(known_many_alternatives, true, "");
    return has_many;
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
