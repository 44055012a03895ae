/*
 * lwIP as a small gateway has it: every protocol, without an operating system, with limits that a
 * short input can reach. Memory is the heap shim's, block by block, so that AddressSanitizer sees
 * each packet's end.
 */
#ifndef BRICKBAT_LWIPOPTS_H
#define BRICKBAT_LWIPOPTS_H

#define NO_SYS               1
#define SYS_LIGHTWEIGHT_PROT 0
#define LWIP_NETCONN         0
#define LWIP_SOCKET          0
#define LWIP_TESTMODE        1 /* the list of timers can be seen, and nothing else */

#define MEM_LIBC_MALLOC   1
#define MEMP_MEM_MALLOC   1
#define MEM_ALIGNMENT     8
#define PBUF_POOL_BUFSIZE 256

/* What is sent has right checksums, which is checked. What is received need not: nothing is parsed
 * there, and bytes that were changed without a grammar would not get in. */
#define CHECKSUM_CHECK_IP    0
#define CHECKSUM_CHECK_UDP   0
#define CHECKSUM_CHECK_TCP   0
#define CHECKSUM_CHECK_ICMP  0
#define CHECKSUM_CHECK_ICMP6 0

#define LWIP_ARP                      1
#define ETHARP_SUPPORT_STATIC_ENTRIES 1
#define ETHARP_SUPPORT_VLAN           1
#define ARP_QUEUEING                  1
#define NETIF_MAX_HWADDR_LEN          8
#define LWIP_NETIF_HOSTNAME           1
#define LWIP_NETIF_STATUS_CALLBACK    0
#define LWIP_NUM_NETIF_CLIENT_DATA    2
#define LWIP_HAVE_LOOPIF              0
#define LWIP_NETIF_LOOPBACK           0

#define IP_FORWARD                  1
#define IP_REASSEMBLY               1
#define IP_FRAG                     1
#define LWIP_RAW                    1
#define LWIP_DHCP                   1
#define DHCP_DOES_ARP_CHECK         1
#define LWIP_DHCP_GET_NTP_SRV       1
#define LWIP_DHCP_MAX_NTP_SERVERS   2
#define LWIP_DHCP_BOOTP_FILE        1
#define LWIP_AUTOIP                 1
#define LWIP_DHCP_AUTOIP_COOP       1
#define LWIP_DHCP_AUTOIP_COOP_TRIES 2
#define LWIP_IGMP                   1
#define LWIP_MULTICAST_TX_OPTIONS   1

#define LWIP_IPV6                      1
#define LWIP_IPV6_FORWARD              1
#define LWIP_IPV6_NUM_ADDRESSES        4
#define LWIP_IPV6_DUP_DETECT_ATTEMPTS  1
#define IPV6_FRAG_COPYHEADER           1
#define LWIP_IPV6_DHCP6                1
#define LWIP_DHCP6_GET_NTP_SRV         1
#define LWIP_DHCP6_MAX_NTP_SERVERS     2
#define LWIP_ND6_RDNSS_MAX_DNS_SERVERS 2

#define LWIP_UDPLITE                  1
#define LWIP_DNS                      1
#define LWIP_DNS_SECURE               0 /* one port, and numbers in order */
#define LWIP_DNS_SUPPORT_MDNS_QUERIES 1
#define DNS_MAX_SERVERS               2

#define TCP_MSS             536
#define TCP_WND             (8 * TCP_MSS)
#define TCP_SND_BUF         (4 * TCP_MSS)
#define TCP_LISTEN_BACKLOG  1
#define LWIP_WND_SCALE      1
#define TCP_RCV_SCALE       2
#define LWIP_TCP_TIMESTAMPS 1
#define LWIP_TCP_SACK_OUT   1
#define LWIP_TCP_KEEPALIVE  1
#define TCP_OOSEQ_MAX_PBUFS 16
#define LWIP_ALTCP          1 /* the applications' transport is lwip_pipe.c */

#define LWIP_HTTPD_CGI                              1
#define LWIP_HTTPD_CGI_SSI                          1
#define LWIP_HTTPD_SSI                              1
#define LWIP_HTTPD_SSI_MULTIPART                    1
#define LWIP_HTTPD_SSI_INCLUDE_TAG                  0
#define LWIP_HTTPD_SUPPORT_POST                     1
#define LWIP_HTTPD_POST_MANUAL_WND                  1
#define LWIP_HTTPD_SUPPORT_11_KEEPALIVE             1
#define LWIP_HTTPD_SUPPORT_EXTSTATUS                1
#define LWIP_HTTPD_DYNAMIC_HEADERS                  1
#define LWIP_HTTPD_DYNAMIC_FILE_READ                1
#define LWIP_HTTPD_CUSTOM_FILES                     1
#define LWIP_HTTPD_KILL_OLD_ON_CONNECTIONS_EXCEEDED 1
#define MQTT_REQ_MAX_IN_FLIGHT                      8
#define LWIP_MDNS_RESPONDER                         1
#define MDNS_MAX_SERVICES                           2
#define LWIP_SNMP                                   1
#define SNMP_USE_RAW                                1

#define LWIP_STATS         1
#define LWIP_STATS_DISPLAY 0
#define MIB2_STATS         1

#define LWIP_6LOWPAN_802154_HW_CRC 1 /* the radio's */

#define LWIP_HOOK_FILENAME                                              "lwip_hooks.h"
#define LWIP_HOOK_TCP_ISN(local_ip, local_port, remote_ip, remote_port) lwip_hook_first_sequence()
#define LWIP_HOOK_IP4_INPUT(packet, netif)                              lwip_hook_ip4(packet, netif)
#define LWIP_HOOK_IP6_INPUT(packet, netif)                              lwip_hook_ip6(packet, netif)

#endif
