/* What endpoints of DTLS are watched for besides; those of TLS do without this file. */
#include "wolfssl_watch.h"

#include <brickbat/target.h>

/* Epoch and number of the record that was taken last. */
static uint64_t current_record(const WOLFSSL *ssl)
{
    enum { NUMBER_BITS = 48 };
    const Keys *keys = &ssl->keys;
    if (ssl->options.tls1_3)
        return (uint64_t)keys->curEpoch64.n << NUMBER_BITS | keys->curSeq.n;
    return (uint64_t)keys->curEpoch << NUMBER_BITS | (uint64_t)keys->curSeq_hi << 32 |
           keys->curSeq_lo;
}

static bool is_delivered(const struct delivered *delivered, uint64_t record)
{
    size_t size = sizeof delivered->records / sizeof *delivered->records;
    size_t n = delivered->n < size ? delivered->n : size;
    for (size_t i = 0; i < n; i++) {
        if (delivered->records[i] == record)
            return true;
    }
    return false;
}

void watch_delivered(struct endpoint *e)
{
    struct delivered *delivered = &e->delivered;
    uint64_t record = current_record(e->ssl);
    BB_ORACLE(wolfssl_delivered_once, !is_delivered(delivered, record),
              "the data of one record is delivered twice");
    delivered->records[delivered->n++ % (sizeof delivered->records / sizeof record)] = record;
}
