/*
 * sensor_gpsd, and the targets that differ from it by their grammar: gpsd reads what a receiver
 * sends on a serial line, and reports it to a client.
 *
 * Input: the bytes on the line.
 */
#include <brickbat/target.h>

#include "gpsd_site.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    gpsd_site_start();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    gpsd_site_run(bb_bytes_of(data, size));
    return 0;
}
