#include "known.h"

#include <strings.h>

#include "shim/heap.h"

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

bool bb_http_leaves_out(struct bb_bytes input)
{
    if (!has_nameless_cookie(input))
        return false;
    BB_HTTP_KNOWN(nameless_cookie);
    return true;
}

bool bb_http_leaves_out_basic(const char *authorization)
{
    if (!authorization || strncmp(authorization, "Basic ", 6) != 0)
        return false;
    const char *coded = authorization + 6;
    if (strchr(coded, 0xff)) {
        BB_HTTP_KNOWN(base64_of_ff);
        return true;
    }
    for (; strlen(coded) >= 4; coded += 4) {
        if (coded[0] != '=')
            continue;
        BB_HTTP_KNOWN(base64_of_padding);
        return true;
    }
    return false;
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
    BB_HTTP_KNOWN(nested_boundary_leak);
    bb_shim_heap_wipe();
}
