#include "sdp_known.h"

#include <brickbat/target.h>

#include <stdint.h>

static size_t elements_left = SIZE_MAX;
static bool has_given_up;

void known_begin(size_t max_elements)
{
    elements_left = max_elements;
    has_given_up = false;
}

bool known_has_given_up(void)
{
    return has_given_up;
}

bool known_may_read_element(void)
{
    if (elements_left) {
        elements_left--;
        return true;
    }
    has_given_up = true;
    BB_KNOWN(reread_elements);
    return false;
}

void known_pattern_walk(void)
{
    BB_KNOWN(pattern_walk);
}

void known_attribute_range_walk(void)
{
    BB_KNOWN(attribute_range_walk);
}

void known_alternative_leak(void)
{
    BB_KNOWN(alternative_leak);
}

void known_header_not_reckoned(void)
{
    BB_KNOWN(header_not_reckoned);
}

void known_sequence_endless(void)
{
    BB_KNOWN(sequence_endless);
}

bool known_length_negative(void)
{
    return BB_PASSES_OVER(length_negative);
}
