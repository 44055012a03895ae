#include "engine/oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/stop.h"

/* The linker names the bounds of the section that BB_ORACLE fills; without an oracle it is not
 * there. */
extern struct bb_oracle *const __start_bb_oracles[] __attribute__((weak));
extern struct bb_oracle *const __stop_bb_oracles[] __attribute__((weak));

void bb_oracle_violated(const struct bb_oracle *oracle, const char *words)
{
    fprintf(stderr, "ERROR: brickbat: oracle %s violated: %s\n", oracle->name, words);
    bb_engine_stop(BB_STOP_ORACLE);
}

void bb_oracle_each(void (*see)(const struct bb_oracle *oracle))
{
    for (struct bb_oracle *const *entry = __start_bb_oracles; entry < __stop_bb_oracles; entry++)
        see(*entry);
}

bool bb_is_passed_over(const char *name)
{
    const char *unrouted = getenv("BRICKBAT_UNROUTED");
    return !unrouted || strcmp(unrouted, name) != 0;
}
