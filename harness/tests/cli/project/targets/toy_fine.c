/* Nothing wrong here. */
#include <brickbat/target.h>

static volatile int sink;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (size_t i = 0; i + 1 < size && i < 8; i++) {
        if (data[i] < data[i + 1])
            sink = sink + 1;
        else
            break;
    }
    return 0;
}
