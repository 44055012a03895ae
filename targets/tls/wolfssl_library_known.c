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

bool wolfssl_known_status_without_certificate(void)
{
    if (!bb_is_passed_over("status_without_certificate"))
        return false;
    BB_ORACLE(known_status_without_certificate, 1, "");
    return true;
}

bool wolfssl_known_connection_id_long(void)
{
    if (!bb_is_passed_over("connection_id_long"))
        return false;
    BB_ORACLE(known_connection_id_long, 1, "");
    return true;
}

void wolfssl_known_accept_recursion(void)
{
    BB_ORACLE(known_accept_recursion, 1, "");
}
