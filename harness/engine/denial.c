#include <stdio.h>

#include <brickbat/target.h>

#include "engine/stop.h"

void bb_denial_of_service(const char *words)
{
    fprintf(stderr, "ERROR: brickbat: remote denial of service: %s\n", words);
    bb_engine_stop(BB_STOP_DENIAL);
}
