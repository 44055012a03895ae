/*
 * update_uboot_fit: what U-Boot does with an update image before it boots what is in it: the
 * format, the digests of images, the signatures of images and configurations, and which images a
 * configuration names.
 *
 * Input: a FIT image, as it lies in memory or in a file. Where its digests are wrong they are put
 * right in a copy, which goes the same way once more: what lies behind them is reached, too.
 */
#include <brickbat/target.h>

#include <stdlib.h>

#include "control.h"
#include "fit_check.h"
#include "known.h"
#include "shim/heap.h"
#include "uboot.h"

enum { HEADER_BYTES = 40, HEAP_MAX_BYTES = 16 << 20, STATE_FORMAT = 0, MAX_ERROR = 100 };

/* Data outside of the tree is taken to be wherever the image says; it is left to the caller to know
 * how much memory there is, and U-Boot's callers do not. The same is true of the strings that a
 * signature covers. */
static bool is_left_out(const struct fit *fit)
{
    if (fit->has_outside)
        BB_KNOWN(data_outside);
    else if (fit->has_strange_strings)
        BB_KNOWN(hashed_strings);
    else
        return false;
    return true;
}

/* Returns whether there is something to be put right. */
static bool run(const uint8_t *blob, size_t size, struct fit *fit)
{
    int status = fit_check_format(blob, size);
    bb_state(STATE_FORMAT + (unsigned)(-status < MAX_ERROR ? -status : MAX_ERROR));
    if (status != 0 || tree_u32(blob + 20) < 17)
        return false;
    bool is_read = fit_read(bb_bytes_of(blob, size), fit);
    BB_ORACLE(format_is_read, is_read, "passes fit_check_format and cannot be read to its end");
    if (is_left_out(fit))
        return false;
    fit_ask(blob, fit);
    bool is_right = fit_verify(blob, fit);
    fit_load(blob, fit);
    return !is_right;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    control_prepare();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fit fit, mended;
    if (size < HEADER_BYTES || known_leaves_out(bb_bytes_of(data, size)))
        return 0;
    uint8_t *blob = malloc(size), *copy = malloc(size); /* each ends where the image ends */
    if (!blob || !copy)
        abort();
    memcpy(blob, data, size);
    memcpy(copy, data, size);
    bb_shim_heap_begin(HEAP_MAX_BYTES);
    if (run(blob, size, &fit)) {
        fit_mend(&fit, copy);
        run(copy, size, &mended);
    }
    free(blob);
    free(copy);
    bb_shim_heap_check_returned();
    return 0;
}
