/*
 * lwIP's snmp_pbuf_stream.c with snmp_pbuf_stream_writeto mended: from a buffer of a chain it takes
 * as many bytes as that has, wherever it begins in there, so it reads behind the buffer.
 */
#define snmp_pbuf_stream_writeto unmended_writeto
#include "src/apps/snmp/snmp_pbuf_stream.c"
#undef snmp_pbuf_stream_writeto

#include "lwip_mended.h"

err_t snmp_pbuf_stream_writeto(struct snmp_pbuf_stream *from, struct snmp_pbuf_stream *to,
                               u16_t len)
{
    u16_t at;
    if (!from || !to || len > from->length || len > to->length)
        return ERR_ARG;
    if (len == 0)
        len = LWIP_MIN(from->length, to->length);
    struct pbuf *first = pbuf_skip(from->pbuf, from->offset, &at);
    if (first && at + LWIP_MIN(len, first->len) > first->len)
        lwip_mended_stream();
    for (; len > 0; len--) {
        u8_t byte;
        if (snmp_pbuf_stream_read(from, &byte) != ERR_OK ||
            snmp_pbuf_stream_write(to, byte) != ERR_OK)
            return ERR_BUF;
    }
    return ERR_OK;
}
