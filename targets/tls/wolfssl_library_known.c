#include "wolfssl_library_known.h"

#include <brickbat/target.h>

/* Counts a fault that is met, if it is to be mended. */
#define KNOWN(name)                  \
    bool wolfssl_known_##name(void)  \
    {                                \
        return BB_PASSES_OVER(name); \
    }

KNOWN(integer_empty)
KNOWN(content_cut)
KNOWN(retry_without_share)
KNOWN(protocols_cut)
KNOWN(status_without_certificate)
KNOWN(connection_id_long)
KNOWN(accept_recursion)
