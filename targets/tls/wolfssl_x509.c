/*
 * wolfSSL's parsers of certificates, requests, revocation lists, keys and the messages around them.
 *
 * Input: DER, of whichever kind: each parser gets all of it (wolfssl_x509.h).
 */
#include "wolfssl_x509.h"

#include <brickbat/target.h>
#include <stdlib.h>

#include "shim/clock.h"
#include "shim/heap.h"
#include "shim/snapshot.h"
#include "wolfssl_library.h"
#include "wolfssl_random.h"

enum { MAX_HEAP_BYTES = 16 << 20 };

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    if (wolfSSL_Init() != WOLFSSL_SUCCESS)
        abort();
    wolfssl_prepare_pkcs7();
    bb_shim_snapshot_take();
    return 0;
}

static void examine(struct bb_bytes der)
{
    wolfssl_examine_certificate(der);
    wolfssl_examine_request(der);
    wolfssl_examine_list(der);
    wolfssl_examine_keys(der);
    wolfssl_examine_pkcs7(der);
    wolfssl_examine_messages(der);
    wolfSSL_ERR_clear_error();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size); /* of the exact size; engines may hand out more */
    if (!copy || size == 0) {
        free(copy);
        return 0;
    }
    memcpy(copy, data, size);
    bb_shim_clock_reset();
    wolfssl_random_use(NULL);
    bb_shim_heap_begin(MAX_HEAP_BYTES);
    examine(bb_bytes_of(copy, size));
    bb_shim_heap_check_returned();
    bb_shim_snapshot_restore();
    free(copy);
    return 0;
}
