/*
 * What lwIP's applications are built on, where a target has no lwip_pipe.c: none of them runs
 * there.
 */
#include <lwip/altcp_tcp.h>

struct altcp_pcb *altcp_tcp_new_ip_type(u8_t ip_type)
{
    (void)ip_type;
    return NULL;
}
