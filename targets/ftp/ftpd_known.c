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
        BB_KNOWN(refused_user_asked);
    *asks = 0;
}

int ftp_known_urgent_size(int size)
{
    BB_KNOWN(urgent_size);
    return size - 1;
}

void ftp_known_close_passive(int *fd)
{
    if (*fd < 0)
        return;
    BB_KNOWN(passive_forgotten);
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
    BB_KNOWN(list_aborted);
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
        BB_KNOWN(list_forgets_passive);
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
        BB_KNOWN(many_alternatives);
    return has_many;
}

void ftp_known_line_end(char *c)
{
    if (*c)
        return;
    BB_KNOWN(line_without_end);
    *c = '\n';
}

char *ftp_known_word_end(char *end, int *position, int size, int *errors)
{
    if (*errors)
        BB_KNOWN(error_remembered);
    *errors = 0;
    if (!end && *position >= size) {
        BB_KNOWN(position_behind_line);
        *position = 0;
    }
    return end;
}

const char *ftp_known_listing_name(const char *program)
{
    static char kept[BUFSIZ];
    BB_KNOWN(listing_name);
    snprintf(kept, sizeof kept, "%s", program);
    return kept;
}

const char *ftp_known_folder(const char *path)
{
    static char kept[2][BUFSIZ];
    static unsigned turn;
    BB_KNOWN(folder_freed);
    turn ^= 1;
    snprintf(kept[turn], sizeof kept[turn], "%s", path);
    return kept[turn];
}
