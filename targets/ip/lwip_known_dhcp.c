/*
 * The known fault that DHCP replies meet (lwip_guards.h).
 */
#include <brickbat/target.h>

#include <lwip/pbuf.h>
#include <lwip/prot/dhcp.h>

#include "lwip_guards.h"

static unsigned find_buffer(const struct pbuf *buffer, size_t at)
{
    unsigned n = 0;
    for (; buffer && at >= buffer->len; buffer = buffer->next, n++)
        at -= buffer->len;
    return n;
}

/* Behind an option lwIP goes on in the same buffer or the next one, and reads
 * there even if the option ends in a later one. */
static bool is_read_behind(const struct pbuf *reply, size_t at, bool *ret_is_overloaded)
{
    while (at + 1 < reply->tot_len) {
        uint8_t kind = pbuf_get_at(reply, (u16_t)at), len = pbuf_get_at(reply, (u16_t)(at + 1));
        if (kind == DHCP_OPTION_END)
            return false;
        if (kind == DHCP_OPTION_OVERLOAD)
            *ret_is_overloaded = true;
        size_t next = at + (kind == DHCP_OPTION_PAD ? 1 : 2 + (size_t)len);
        if (next < reply->tot_len && find_buffer(reply, next) > find_buffer(reply, at) + 1)
            return true;
        at = next;
    }
    return false;
}

bool lwip_known_dhcp(const struct pbuf *reply)
{
    bool is_overloaded = false;
    if (!is_read_behind(reply, DHCP_OPTIONS_OFS, &is_overloaded) &&
        !(is_overloaded && (is_read_behind(reply, DHCP_FILE_OFS, &is_overloaded) ||
                            is_read_behind(reply, DHCP_SNAME_OFS, &is_overloaded))))
        return false;
    BB_KNOWN(option_over_buffers);
    return true;
}
