#include "btmon_sink.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { LINE_MAX_BYTES = 4096 };

/* The monitor's printf. */
int btmon_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));

static const struct btmon_text nothing = {0xcbf29ce484222325u, 0};

static struct btmon_text text;
static bool is_skipping; /* the first line */
static size_t text_max = SIZE_MAX;
static jmp_buf full;

void btmon_sink_reset(void)
{
    text = nothing;
}

struct btmon_text btmon_sink_text(void)
{
    return text;
}

struct btmon_text btmon_sink_aside(void (*print)(const void *context), const void *context,
                                   size_t max)
{
    struct btmon_text before = text, aside;
    text = nothing;
    text_max = max;
    is_skipping = true;
    if (!setjmp(full))
        print(context);
    is_skipping = false;
    text_max = SIZE_MAX;
    aside = text;
    text = before;
    return aside;
}

static void absorb(const char *bytes, size_t len)
{
    uint64_t word;
    for (; len >= sizeof word; bytes += sizeof word, len -= sizeof word) {
        memcpy(&word, bytes, sizeof word);
        text.hash = (text.hash ^ word) * 0x9e3779b97f4a7c15u;
        text.hash ^= text.hash >> 29;
    }
    for (; len; len--)
        text.hash = (text.hash ^ (uint8_t)*bytes++) * 0x100000001b3u;
}

int btmon_printf(const char *format, ...)
{
    char line[LINE_MAX_BYTES];
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (is_skipping) {
        is_skipping = !strchr(line, '\n');
    } else if (len > 0) {
        absorb(line, (size_t)len < sizeof line ? (size_t)len : sizeof line - 1);
        text.len += (size_t)len;
    }
    if (text.len > text_max)
        longjmp(full, 1);
    return len;
}
