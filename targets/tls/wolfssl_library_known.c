#include "wolfssl_library_known.h"

#include <brickbat/target.h>

void wolfssl_known_integer_empty(void)
{
    BB_ORACLE(known_integer_empty, 1, "");
}

void wolfssl_known_content_cut(void)
{
    BB_ORACLE(known_content_cut, 1, "");
}

void wolfssl_known_retry_without_share(void)
{
    BB_ORACLE(known_retry_without_share, 1, "");
}

void wolfssl_known_protocols_cut(void)
{
    BB_ORACLE(known_protocols_cut, 1, "");
}
