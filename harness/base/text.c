#include "base/text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 63 };

enum bb_status bb_number_parse(const char *text, uint64_t min, uint64_t max, uint64_t *ret_number,
                               struct bb_err *err)
{
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || text[digits] != '\0')
        return BB_FAIL(err, BB_MALFORMED, "'%.40s' is not a whole number", text);
    errno = 0;
    unsigned long long number = strtoull(text, NULL, 10);
    if (errno == ERANGE || number < min || number > max)
        return BB_FAIL(err, BB_MALFORMED, "'%.40s' is not between %" PRIu64 " and %" PRIu64, text,
                       min, max);
    *ret_number = number;
    return BB_OK;
}

const char *bb_count_format(uint64_t count, char ret_text[static BB_COUNT_TEXT_SIZE])
{
    static const char units[] = " kMGT";
    double scaled = (double)count;
    size_t unit = 0;
    while (scaled >= 999.5 && units[unit + 1]) {
        scaled /= 1000;
        unit++;
    }
    if (unit == 0)
        snprintf(ret_text, BB_COUNT_TEXT_SIZE, "%" PRIu64, count);
    else
        snprintf(ret_text, BB_COUNT_TEXT_SIZE, "%.*f%c",
                 scaled < 9.995 ? 2 : (scaled < 99.95 ? 1 : 0), scaled, units[unit]);
    return ret_text;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Optimal string alignment: the textbook dynamic programme with the last three rows kept. */
size_t bb_text_distance(const char *a, const char *b)
{
    size_t a_len = strnlen(a, LONGEST);
    size_t b_len = strnlen(b, LONGEST);
    size_t rows[3][LONGEST + 1];
    size_t *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b_len; j++)
        last[j] = j;
    for (size_t i = 1; i <= a_len; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            row[j] = smaller(last[j], row[j - 1]) + 1;
            row[j] = smaller(row[j], last[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = smaller(row[j], before[j - 2] + 1);
        }
        size_t *oldest = before;
        before = last;
        last = row;
        row = oldest;
    }
    return last[b_len];
}

/* The shortest name that contains the text; NULL if there is none. */
static const char *shortest_containing(const char *text, const char *const *names, size_t n_names)
{
    const char *found = NULL;
    for (size_t i = 0; i < n_names; i++)
        if (strstr(names[i], text) && (!found || strlen(names[i]) < strlen(found)))
            found = names[i];
    return found;
}

/* How far the text is from the nearest of the name's words, which stand between underscores. */
static size_t distance_to_word(const char *text, const char *name)
{
    size_t least = SIZE_MAX;
    while (*name) {
        char word[LONGEST + 1];
        size_t len = strcspn(name, "_");
        snprintf(word, sizeof word, "%.*s", (int)smaller(len, LONGEST), name);
        least = smaller(least, bb_text_distance(text, word));
        name += len + (name[len] == '_');
    }
    return least;
}

const char *bb_text_nearest(const char *text, const char *const *names, size_t n_names)
{
    if (text[0] == '\0')
        return NULL;
    const char *nearest = shortest_containing(text, names, n_names);
    if (nearest)
        return nearest;
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < n_names; i++) {
        size_t distance = bb_text_distance(text, names[i]);
        bool near = distance * 2 < strlen(names[i]);
        size_t to_word = distance_to_word(text, names[i]);
        if (to_word * 4 < strlen(text)) {
            near = true;
            distance = smaller(distance, to_word);
        }
        if (!near || distance >= least)
            continue;
        least = distance;
        nearest = names[i];
    }
    return nearest;
}

bool bb_text_starts_with(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool bb_text_is_plain_name(const char *text)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
    size_t len = strlen(text);
    return len > 0 && text[0] != '.' && text[0] != '-' && strspn(text, allowed) == len;
}
