#include "sdp_known.h"

#include <brickbat/target.h>

void known_attribute_range_walk(void)
{
    BB_ORACLE(known_attribute_range_walk, 1, "");
}
