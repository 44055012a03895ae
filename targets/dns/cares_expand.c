#include <brickbat/target.h>

#include <ares.h>
#include <string.h>

#include "cares_parse.h"
#include "message.h"

enum { MAX_NAMES = 24, ID = 0x1234, QUESTION_BYTES = 4 };

/* ares_create_query takes a backslash off what follows it, and knows no three digits. A label that
 * is one NUL ends the text, which then ends with a dot. */
static bool is_unwritable(const char *name)
{
    size_t len = strlen(name);
    if (len > 0 && name[len - 1] == '.')
        return true;
    for (; *name; name++)
        if (*name == '\\' && (name++, *name >= '0' && *name <= '9'))
            return true;
    return false;
}

/* A query for the name must hold the name. */
static void ask_for(const char *name)
{
    unsigned char *query = NULL;
    int len = 0;
    if (is_unwritable(name) ||
        ares_create_query(name, 1, 1, ID, 1, &query, &len, 0) != ARES_SUCCESS)
        return;
    char *again = NULL;
    long taken = 0;
    int status = ares_expand_name(query + MESSAGE_HEADER_BYTES, query, len, &again, &taken);
    BB_ORACLE(query_is_read,
              status == ARES_SUCCESS && taken + MESSAGE_HEADER_BYTES + QUESTION_BYTES == len,
              "the name of a query cannot be read");
    BB_ORACLE(query_has_name, strcmp(name, again) == 0, "a query is for another name");
    ares_free_string(again);
    ares_free_string(query);
}

static void expand(struct bb_bytes message, size_t offset)
{
    static char expected[MESSAGE_NAME_CHARS];
    size_t expected_len = message_name(message, offset, expected);
    char *name = NULL;
    long len = 0;
    int status = ares_expand_name(message.ptr + offset, message.ptr, (int)message.len, &name, &len);
    BB_ORACLE(name_is_read, (status == ARES_SUCCESS) == (expected_len > 0),
              "a name is read that is malformed, or is not");
    if (status != ARES_SUCCESS)
        return;
    BB_ORACLE(name_takes, (size_t)len == expected_len, "a name takes more or less than it does");
    BB_ORACLE(name_is_same, strcmp(name, expected) == 0, "a name is another one");
    ask_for(name);
    ares_free_string(name);
}

/* It is copied up to a NUL in it. */
static void expand_string(struct bb_bytes message, size_t offset)
{
    unsigned char *string = NULL;
    long len = 0;
    int status =
        ares_expand_string(message.ptr + offset, message.ptr, (int)message.len, &string, &len);
    size_t expected = message.ptr[offset];
    BB_ORACLE(string_is_read, (status == ARES_SUCCESS) == (expected < message.len - offset),
              "a string is read that is cut short, or is not");
    if (status != ARES_SUCCESS)
        return;
    BB_ORACLE(string_is_same,
              (size_t)len == expected + 1 &&
                  strncmp((const char *)string, (const char *)message.ptr + offset + 1, expected) ==
                      0,
              "a string is another one");
    ares_free_string(string);
}

void cares_expand(struct bb_bytes message)
{
    size_t offset = MESSAGE_HEADER_BYTES;
    struct message_record record;
    for (int i = 0; i < MAX_NAMES && offset < message.len; i++) {
        expand(message, offset);
        if (!message_take(message, &offset, i == 0, &record))
            break;
        if (record.data.len == 0)
            continue;
        expand(message, (size_t)(record.data.ptr - message.ptr));
        expand_string(message, (size_t)(record.data.ptr - message.ptr));
    }
}
