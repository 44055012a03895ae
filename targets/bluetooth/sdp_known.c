#include "sdp_known.h"

#include <brickbat/target.h>

#include <stdint.h>

static size_t elements_left = SIZE_MAX;

void known_begin(size_t max_elements)
{
    elements_left = max_elements;
}

bool known_may_make_element(void)
{
    if (elements_left) {
        elements_left--;
        return true;
    }
    BB_ORACLE(known_sequence_endless, 1, "");
    return false;
}

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
