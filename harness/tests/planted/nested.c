/*
 * A parser with planted bugs: values in values.
 *
 *     message  kind (01 value..., 02 count value..., 03 name value) rest
 *     value    01 n value...        list
 *              02 n (key value)...  map; n is the number of bytes in both
 *              03 number:2
 *              04 n text
 *              05 index             a value that came before
 *              06 n value...        array, whose last value is changed at its end
 *              07 step              padding: `step` bytes to go on, and more padding behind it
 */
#include <brickbat/target.h>

#include <stdlib.h>
#include <string.h>

#include "tests/planted/planted.h"

const struct bb_target bb_target = {
    .name = "planted_nested",
    .protocol = "planted",
    .grammar_name = "",
    .parser = "nested",
    .version = "1",
    .variant = "pristine",
    .engine = "replay",
    .max_len = 1 << 16,
};
