#include "client_known.h"

#include <brickbat/target.h>

void known_stray_ack_leak(void)
{
    BB_ORACLE(known_stray_ack_leak, 1, "");
}

void known_stray_pubrel_leak(void)
{
    BB_ORACLE(known_stray_pubrel_leak, 1, "");
}

void known_empty_suback_leak(void)
{
    BB_ORACLE(known_empty_suback_leak, 1, "");
}

void known_partial_packet_leak(void)
{
    BB_ORACLE(known_partial_packet_leak, 1, "");
}

void known_proxy_settings_leak(void)
{
    BB_ORACLE(known_proxy_settings_leak, 1, "");
}

void known_proxy_login_unasked(void)
{
    BB_ORACLE(known_proxy_login_unasked, 1, "");
}

void known_log_without_client(void)
{
    BB_ORACLE(known_log_without_client, 1, "");
}

void known_empty_string_copied(void)
{
    BB_ORACLE(known_empty_string_copied, 1, "");
}

void known_proxy_port_left(void)
{
    BB_ORACLE(known_proxy_port_left, 1, "");
}

void known_proxy_empty_domain(void)
{
    BB_ORACLE(known_proxy_empty_domain, 1, "");
}

void known_pubcomp_before_pubrel(void)
{
    BB_ORACLE(known_pubcomp_before_pubrel, 1, "");
}

void known_type_zero_reread(void)
{
    BB_ORACLE(known_type_zero_reread, 1, "");
}

void known_unsent_published(void)
{
    BB_ORACLE(known_unsent_published, 1, "");
}

void known_stray_ack_counts(void)
{
    BB_ORACLE(known_stray_ack_counts, 1, "");
}

void known_size_underestimated(void)
{
    BB_ORACLE(known_size_underestimated, 1, "");
}

void known_ping_answered(void)
{
    BB_ORACLE(known_ping_answered, 1, "");
}
