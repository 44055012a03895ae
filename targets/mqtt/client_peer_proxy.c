/*
 * The two halves of a SOCKS 5 dialog (RFC 1928, RFC 1929).
 */
#include "client_peer.h"

#include "client_known.h"
#include "packet.h"

enum { SOCKS_IPV4 = 1, SOCKS_DOMAIN = 3, SOCKS_IPV6 = 4, SOCKS_LOGIN = 2 };

static bool skip(struct bb_bytes *cursor, size_t n)
{
    struct bb_bytes skipped;
    return bb_bytes_take(cursor, n, &skipped);
}

/* Behind the type of an address: the address, and a port. The library leaves the port of a domain
 * unread when it is told one. */
static bool skip_address(struct bb_bytes *cursor, unsigned type, size_t port_of_domain)
{
    unsigned len;
    switch (type) {
    case SOCKS_IPV4: return skip(cursor, 4 + 2);
    case SOCKS_IPV6: return skip(cursor, 16 + 2);
    case SOCKS_DOMAIN: return packet_take_u8(cursor, &len) && skip(cursor, len + port_of_domain);
    default: return false;
    }
}

size_t peer_proxy_said(struct bb_bytes bytes)
{
    struct bb_bytes rest = bytes;
    unsigned version, method, type;
    if (!packet_take_u8(&rest, &version) || !packet_take_u8(&rest, &method))
        return 0;
    if (method == SOCKS_LOGIN && !skip(&rest, 2))
        return 0;
    if (!skip(&rest, 3) || !packet_take_u8(&rest, &type) || !skip_address(&rest, type, 0))
        return 0;
    if (type == SOCKS_DOMAIN)
        known_proxy_port_left();
    return bytes.len - rest.len;
}

static bool skip_login(struct bb_bytes *cursor)
{
    unsigned len;
    return skip(cursor, 1) && packet_take_u8(cursor, &len) && skip(cursor, len) &&
           packet_take_u8(cursor, &len) && skip(cursor, len);
}

size_t peer_proxy_asked(struct bb_bytes bytes)
{
    struct bb_bytes rest = bytes;
    unsigned methods, type;
    if (!skip(&rest, 1) || !packet_take_u8(&rest, &methods) || !skip(&rest, methods))
        return 0;
    if (rest.len > 0 && rest.ptr[0] == 1 && !skip_login(&rest))
        return 0;
    if (!skip(&rest, 3) || !packet_take_u8(&rest, &type) || !skip_address(&rest, type, 2))
        return 0;
    return bytes.len - rest.len;
}
