#undef NDEBUG /* for __assert_fail */

#include "known.h"

#include <assert.h>
#include <strings.h>

#include "shim/heap.h"

enum { FULL_BYTES = 1900 }; /* of the 2048 with which a connection starts to read */

/* A cookie without a name, the first thing in its field. */
static bool has_nameless_cookie(struct bb_bytes input)
{
    static const char name[] = "Cookie:";
    enum { NAME_LEN = sizeof name - 1 };
    struct bb_bytes line;
    while (bb_bytes_take_line(&input, &line)) {
        if (line.len < NAME_LEN || strncasecmp((const char *)line.ptr, name, NAME_LEN) != 0)
            continue;
        size_t i = NAME_LEN;
        while (i < line.len && (line.ptr[i] == ' ' || line.ptr[i] == '\t'))
            i++;
        if (i == line.len || memchr(";,=\r", line.ptr[i], 5)) /* NUL, too */
            return true;
    }
    return false;
}

/* The line of the last chunk, and behind it one that continues a trailer which is not there. */
static bool has_folded_trailer(struct bb_bytes input)
{
    struct bb_bytes line;
    while (bb_bytes_take_line(&input, &line)) {
        size_t zeros = 0;
        while (zeros < line.len && line.ptr[zeros] == '0')
            zeros++;
        if (zeros > 0 && (zeros == line.len || line.ptr[zeros] == ';') && input.len > 0 &&
            (input.ptr[0] == ' ' || input.ptr[0] == '\t'))
            return true;
    }
    return false;
}

/* A field that goes on in the next line, in an input that may fill the buffer for reading. */
static bool has_folded_line(struct bb_bytes input)
{
    struct bb_bytes line;
    if (input.len < FULL_BYTES)
        return false;
    while (bb_bytes_take_line(&input, &line))
        if (line.len > 0 && memchr(line.ptr, ':', line.len) && input.len > 0 &&
            (input.ptr[0] == ' ' || input.ptr[0] == '\t'))
            return true;
    return false;
}

bool bb_http_leaves_out(struct bb_bytes input)
{
    if (has_nameless_cookie(input))
        BB_KNOWN(nameless_cookie);
    else if (has_folded_trailer(input))
        BB_KNOWN(folded_trailer);
    else if (has_folded_line(input))
        BB_KNOWN(folded_line);
    else
        return false;
    return true;
}

bool bb_http_leaves_out_basic(const char *authorization)
{
    if (!authorization || strncmp(authorization, "Basic ", 6) != 0)
        return false;
    const char *coded = authorization + 6;
    if (strchr(coded, 0xff)) {
        BB_KNOWN(base64_of_ff);
        return true;
    }
    for (; strlen(coded) >= 4; coded += 4) {
        if (coded[0] != '=')
            continue;
        BB_KNOWN(base64_of_padding);
        return true;
    }
    return false;
}

/* The faults that the parser's assertions see. */
static const struct assertion {
    const char *function; /* the start of its name */
    const char *words;    /* that are in the condition */
    enum { OTHER_CODING, BODY_OF_HEAD, ERROR_TWICE, ROOM_IN_POOL } fault;
} known_assertions[] = {
    {"process_request_body", "remaining_upload_size", OTHER_CODING},
    {"try_ready_", "send_reply_body", BODY_OF_HEAD},
    {"transmit_error_response_len", "stop_with_error", ERROR_TWICE},
    {"connection_alloc_memory", "NULL != res", ROOM_IN_POOL}, /* behind folded lines */
};
enum { N_ASSERTIONS = sizeof known_assertions / sizeof *known_assertions };

static void count_assertion(const struct assertion *assertion)
{
    switch (assertion->fault) {
    case OTHER_CODING: BB_KNOWN(assert_other_coding); break;
    case BODY_OF_HEAD: BB_KNOWN(assert_body_of_head); break;
    case ERROR_TWICE: BB_KNOWN(assert_error_twice); break;
    case ROOM_IN_POOL: BB_KNOWN(assert_room_in_pool); break;
    }
}

void bb_http_assertion(const char *condition, const char *file, unsigned line, const char *function)
{
    for (size_t i = 0; i < N_ASSERTIONS; i++) {
        const struct assertion *assertion = &known_assertions[i];
        if (strncmp(function, assertion->function, strlen(assertion->function)) != 0 ||
            !strstr(condition, assertion->words))
            continue;
        count_assertion(assertion);
        return;
    }
    __assert_fail(condition, file, line, function);
}

static size_t times_in(struct bb_bytes input, const char *word)
{
    size_t times = 0, len = strlen(word);
    for (size_t i = 0; i + len <= input.len; i++)
        times += strncasecmp((const char *)input.ptr + i, word, len) == 0;
    return times;
}

void bb_http_free_leaks(struct bb_bytes input)
{
    size_t held = bb_shim_heap_held_bytes();
    if (held == 0 || held > input.len || times_in(input, "multipart/mixed") < 2)
        return;
    BB_KNOWN(nested_boundary_leak);
    bb_shim_heap_wipe();
}
