/* Fails on the empty input, which libFuzzer runs first. */
#include <brickbat/target.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    (void)data;
    BB_ORACLE(has_bytes, size > 0, "there are no bytes");
    return 0;
}
