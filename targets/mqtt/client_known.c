#include "client_known.h"

#include <brickbat/target.h>

void known_stray_ack_leak(void)
{
    BB_KNOWN(stray_ack_leak);
}

void known_stray_pubrel_leak(void)
{
    BB_KNOWN(stray_pubrel_leak);
}

void known_empty_suback_leak(void)
{
    BB_KNOWN(empty_suback_leak);
}

void known_partial_packet_leak(void)
{
    BB_KNOWN(partial_packet_leak);
}

void known_proxy_settings_leak(void)
{
    BB_KNOWN(proxy_settings_leak);
}

void known_proxy_login_unasked(void)
{
    BB_KNOWN(proxy_login_unasked);
}

void known_log_without_client(void)
{
    BB_KNOWN(log_without_client);
}

void known_empty_string_copied(void)
{
    BB_KNOWN(empty_string_copied);
}

void known_proxy_port_left(void)
{
    BB_KNOWN(proxy_port_left);
}

void known_proxy_empty_domain(void)
{
    BB_KNOWN(proxy_empty_domain);
}

void known_pubcomp_before_pubrel(void)
{
    BB_KNOWN(pubcomp_before_pubrel);
}

void known_type_zero_reread(void)
{
    BB_KNOWN(type_zero_reread);
}

void known_unsent_published(void)
{
    BB_KNOWN(unsent_published);
}

void known_stray_ack_counts(void)
{
    BB_KNOWN(stray_ack_counts);
}

void known_size_underestimated(void)
{
    BB_KNOWN(size_underestimated);
}

void known_ping_answered(void)
{
    BB_KNOWN(ping_answered);
}
