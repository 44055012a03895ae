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
    BB_ORACLE(known_reread_elements, 1, "");
    return false;
}

void known_pattern_walk(void)
{
    BB_ORACLE(known_pattern_walk, 1, "");
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

void known_sequence_endless(void)
{
    BB_ORACLE(known_sequence_endless, 1, "");
}

bool known_length_negative(void)
{
    if (!bb_is_passed_over("length_negative"))
        return false;
    BB_ORACLE(known_length_negative, 1, "");
    return true;
}
