#include "wolfssl_asn_known.h"

#include <brickbat/target.h>

void wolfssl_known_integer_empty(void)
{
    BB_ORACLE(known_integer_empty, 1, "");
}
