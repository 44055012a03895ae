/* One memory error that two ways lead to, and another one at the end of one of them. */
#include <brickbat/target.h>

#include <stdlib.h>
#include <string.h>

static __attribute__((noinline)) int end_name(uint8_t *packet, size_t size)
{
    volatile uint8_t *end = packet + size;
    *end = 0;
    return 1;
}

static __attribute__((noinline)) int read_flags(const uint8_t *packet, size_t size)
{
    volatile const uint8_t *last = packet + size;
    return *last;
}

static __attribute__((noinline)) int parse_connect(uint8_t *packet, size_t size)
{
    return end_name(packet, size) + 1;
}

static __attribute__((noinline)) int parse_publish(uint8_t *packet, size_t size)
{
    return (packet[0] == 'F' ? read_flags(packet, size) : end_name(packet, size)) + 1;
}

static __attribute__((noinline)) int dispatch(uint8_t *packet, size_t size)
{
    if (packet[1] == 'C')
        return parse_connect(packet, size) + 1;
    return packet[1] == 'P' ? parse_publish(packet, size) + 1 : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *packet = size < 3 ? NULL : malloc(size);
    if (!packet)
        return 0;
    memcpy(packet, data, size);
    int seen = dispatch(packet, size);
    free(packet);
    return seen & 0;
}
