#include "sdp_known.h"

#include <brickbat/target.h>

void known_attribute_range_walk(void)
{
    BB_ORACLE(known_attribute_range_walk, 1, "");
}

void known_alternative_leak(void)
{
    BB_ORACLE(known_alternative_leak, 1, "");
}

void known_header_not_reckoned(void)
{
    BB_ORACLE(known_header_not_reckoned, 1, "");
}

void known_sequence_endless(void)
{
    BB_ORACLE(known_sequence_endless, 1, "");
}

void known_length_negative(void)
{
    BB_ORACLE(known_length_negative, 1, "");
}
