/*
 * dns_cares: c-ares, the resolver of small systems and large programs.
 *
 * Input: one message, as a server sends it. All parse functions read it; then what its first
 * question asks for is looked up, and it is the answer, however often c-ares asks. Its ID, which
 * cannot be the query's, says how the lookup is done instead.
 */
#include <brickbat/target.h>

#include <stdlib.h>

#include "cares_lookup.h"
#include "cares_parse.h"
#include "shim/heap.h"

enum { HEAP_MAX_BYTES = 16 << 20, MAX_BYTES = 1500 };

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    cares_lookup_prepare();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > MAX_BYTES)
        return 0;
    uint8_t *copy = malloc(size ? size : 1); /* ends where the message ends */
    if (!copy)
        abort();
    memcpy(copy, data, size);
    struct bb_bytes message = bb_bytes_of(copy, size);
    bb_shim_heap_begin(HEAP_MAX_BYTES);
    cares_expand(message);
    cares_parse(message);
    cares_lookup(message);
    bb_shim_heap_check_returned();
    free(copy);
    return 0;
}
