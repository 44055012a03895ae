#include "wolfssl_random.h"

#include <stddef.h>

static uint64_t of_nobody;
static uint64_t *current = &of_nobody;

void wolfssl_random_use(uint64_t *state)
{
    of_nobody = 0;
    current = state ? state : &of_nobody;
}

/* What wolfSSL calls (user_settings.h). */
int wolfssl_random_bytes(unsigned char *ret_bytes, unsigned len);

int wolfssl_random_bytes(unsigned char *ret_bytes, unsigned len)
{
    for (unsigned i = 0; i < len; i++) {
        *current = *current * 6364136223846793005u + 1442695040888963407u;
        ret_bytes[i] = (unsigned char)(*current >> 56);
    }
    return 0;
}
