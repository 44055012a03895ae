/*
 * lwIP's def.c with lwip_strnstr mended: it looks at the byte behind the text before it looks
 * whether the text has ended. The development branch of September 2026 still does.
 */
#define lwip_strnstr unmended_strnstr
#include "src/core/def.c"
#undef lwip_strnstr

#include "lwip_mended.h"

char *lwip_strnstr(const char *buffer, const char *token, size_t n)
{
    size_t len = strlen(token), i;
    for (i = 0; i + len <= n; i++) {
        if (buffer[i] == 0)
            return NULL;
        if (strncmp(buffer + i, token, len) == 0)
            return (char *)buffer + i;
    }
    if (i >= n)
        lwip_mended_strnstr();
    return NULL;
}
