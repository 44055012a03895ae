/*
 * BlueZ's monitor/packet.c, with a look at its list of links.
 */
#include "monitor/packet.c"

#include "btmon_store.h"

size_t btmon_store_links(uint16_t *ret_handles, size_t max)
{
    size_t n = 0;
    for (size_t i = 0; i < MAX_CONN && n < max; i++)
        if (conn_list[i].handle)
            ret_handles[n++] = conn_list[i].handle;
    return n;
}

void btmon_store_forget(void)
{
    for (size_t i = 0; i < MAX_CONN; i++)
        if (conn_list[i].destroy)
            conn_list[i].destroy(conn_list[i].data);
    memset(conn_list, 0, sizeof conn_list);
    btmon_store_forget_fragments();
    btmon_store_forget_answers();
}
