# lwIP, for the targets of several protocols: its stack and its applications.
#
#   include("${PROJECT_SOURCE_DIR}/targets/ip/lwip.cmake")
#
# defines the library `lwip`, and the library bb_lwip: the device that it runs in.
include_guard(GLOBAL)

# Of Debian's patches none touches what is compiled here.
brickbat_add_library(NAME lwip SOURCE lwip VARIANTS pristine
    FILES src/core/altcp.c src/core/altcp_alloc.c src/core/dns.c
        src/core/inet_chksum.c src/core/init.c src/core/ip.c src/core/mem.c
        src/core/memp.c src/core/netif.c src/core/pbuf.c src/core/raw.c src/core/stats.c
        src/core/tcp.c src/core/tcp_out.c src/core/timeouts.c src/core/udp.c
        src/core/ipv4/autoip.c src/core/ipv4/etharp.c src/core/ipv4/icmp.c
        src/core/ipv4/igmp.c src/core/ipv4/ip4.c src/core/ipv4/ip4_addr.c
        src/core/ipv4/ip4_frag.c
        src/core/ipv6/dhcp6.c src/core/ipv6/ethip6.c src/core/ipv6/icmp6.c src/core/ipv6/inet6.c
        src/core/ipv6/ip6.c src/core/ipv6/ip6_addr.c src/core/ipv6/mld6.c
        src/apps/http/fs.c src/apps/http/httpd.c src/apps/mdns/mdns.c src/apps/mqtt/mqtt.c
        src/apps/snmp/snmp_asn1.c src/apps/snmp/snmp_core.c src/apps/snmp/snmp_mib2.c
        src/apps/snmp/snmp_mib2_icmp.c src/apps/snmp/snmp_mib2_interfaces.c
        src/apps/snmp/snmp_mib2_ip.c src/apps/snmp/snmp_mib2_snmp.c src/apps/snmp/snmp_mib2_system.c
        src/apps/snmp/snmp_mib2_tcp.c src/apps/snmp/snmp_mib2_udp.c src/apps/snmp/snmp_msg.c
        src/apps/snmp/snmp_raw.c src/apps/snmp/snmp_scalar.c
        src/apps/snmp/snmp_table.c src/apps/snmp/snmp_traps.c src/apps/sntp/sntp.c
        src/apps/tftp/tftp_server.c
        src/netif/bridgeif.c src/netif/bridgeif_fdb.c src/netif/ethernet.c
        src/netif/lowpan6_common.c
    EXTRA_FILES "${CMAKE_CURRENT_LIST_DIR}/lwip_def.c" "${CMAKE_CURRENT_LIST_DIR}/lwip_dhcp.c"
        "${CMAKE_CURRENT_LIST_DIR}/lwip_ip6_frag.c" "${CMAKE_CURRENT_LIST_DIR}/lwip_lowpan6.c"
        "${CMAKE_CURRENT_LIST_DIR}/lwip_nd6.c" "${CMAKE_CURRENT_LIST_DIR}/lwip_tcp_in.c"
        "${CMAKE_CURRENT_LIST_DIR}/../snmp/lwip_pbuf_stream.c"
    INCLUDES . src/include "${CMAKE_CURRENT_LIST_DIR}" "${CMAKE_CURRENT_LIST_DIR}/lwip-config"
    OPTIONS -fno-sanitize=shift-base # numbers are put together of bytes that way
    SHIMS heap random
    SNAPSHOT)

if(TARGET brickbat_lwip_pristine)
    set(files lwip_datagram.c lwip_device.c lwip_known.c lwip_known6.c
        lwip_known_dhcp.c lwip_known_segment.c lwip_link.c lwip_no_pipe.c lwip_no_site.c
        lwip_peer.c lwip_port.c lwip_sent.c lwip_services.c lwip_session.c lwip_watch.c)
    list(TRANSFORM files PREPEND "${CMAKE_CURRENT_LIST_DIR}/")
    add_library(bb_lwip STATIC ${files})
    set_target_properties(bb_lwip PROPERTIES C_COMPILER_LAUNCHER "${BRICKBAT_OWN_LAUNCHER}")
    target_link_libraries(bb_lwip PUBLIC bb_base bb_shim brickbat_lwip_pristine
        PRIVATE brickbat::checked)
    target_link_libraries(brickbat_lwip_pristine INTERFACE bb_lwip) # its port
    target_include_directories(bb_lwip PUBLIC "${CMAKE_CURRENT_LIST_DIR}")
endif()
