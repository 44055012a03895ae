/* Random numbers of wolfSSL: a sequence of whoever uses it now. */
#ifndef TLS_WOLFSSL_RANDOM_H
#define TLS_WOLFSSL_RANDOM_H

#include <stdint.h>

/* From now on numbers are drawn from this state, which is borrowed until the next call. NULL: from
 * one that belongs to nobody. */
void wolfssl_random_use(uint64_t *state);

#endif
