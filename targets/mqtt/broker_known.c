#include "broker_known.h"

#include <brickbat/target.h>

void known_resubscribe_leak(void)
{
    BB_KNOWN(resubscribe_leak);
}

void known_refused_login_leak(void)
{
    BB_KNOWN(refused_login_leak);
}

void known_second_connect_leak(void)
{
    BB_KNOWN(second_connect_leak);
}

void known_auth_success_from_client(void)
{
    BB_KNOWN(auth_success_from_client);
}

void known_suback_leak(void)
{
    BB_KNOWN(suback_leak);
}

void known_plugin_message_leak(void)
{
    BB_KNOWN(plugin_message_leak);
}

void known_expired_restored(void)
{
    BB_KNOWN(expired_restored);
}

void known_unused_restored(void)
{
    BB_KNOWN(unused_restored);
}

void known_stale_username_saved(void)
{
    BB_KNOWN(stale_username_saved);
}

void known_lost_message_leak(void)
{
    BB_KNOWN(lost_message_leak);
}

void known_sys_message_saved_once(void)
{
    BB_KNOWN(sys_message_saved_once);
}

void known_bridge_packet_kept(void)
{
    BB_KNOWN(bridge_packet_kept);
}
