/*
 * tgl's binlog.c, through which all changes of its state go, with faults mended:
 *
 * - A server says which number a data centre has, and it becomes an index, whatever it is. Here
 *   numbers that the table has no place for are left out.
 * - A server says that a data centre has an address for IPv6 only, and a client that speaks IPv4
 *   follows a null pointer. Here such an address is left out until there is one for IPv4.
 * - A server moves a client to a data centre that the client does not know; then there is none.
 *   Here the client stays.
 */
#define bl_do_dc_option      plain_dc_option
#define bl_do_set_working_dc plain_set_working_dc
#include "binlog.c"
#undef bl_do_dc_option
#undef bl_do_set_working_dc

#include "tgl_known.h"

void bl_do_dc_option(struct tgl_state *TLS, int flags, int id, const char *name, int name_len,
                     const char *ip, int ip_len, int port)
{
    if (tgl_known_has_place(id) && tgl_known_has_address(TLS, flags, id))
        plain_dc_option(TLS, flags, id, name, name_len, ip, ip_len, port);
}

void bl_do_set_working_dc(struct tgl_state *TLS, int num)
{
    if (tgl_known_is_dc(TLS, num))
        plain_set_working_dc(TLS, num);
}
