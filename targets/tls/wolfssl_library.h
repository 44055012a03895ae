/* wolfSSL's headers, with what is inside of its objects, since oracles look at that, too. */
#ifndef TLS_WOLFSSL_LIBRARY_H
#define TLS_WOLFSSL_LIBRARY_H

#include "user_settings.h"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wundef"
#include <wolfssl/ssl.h>

#include <wolfssl/internal.h>
#pragma GCC diagnostic pop

#endif
