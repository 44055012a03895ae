#include "broker_known.h"

#include <brickbat/target.h>

void known_resubscribe_leak(void)
{
    BB_ORACLE(known_resubscribe_leak, 1, "");
}

void known_refused_login_leak(void)
{
    BB_ORACLE(known_refused_login_leak, 1, "");
}

void known_second_connect_leak(void)
{
    BB_ORACLE(known_second_connect_leak, 1, "");
}

void known_auth_success_from_client(void)
{
    BB_ORACLE(known_auth_success_from_client, 1, "");
}

void known_suback_leak(void)
{
    BB_ORACLE(known_suback_leak, 1, "");
}

void known_plugin_message_leak(void)
{
    BB_ORACLE(known_plugin_message_leak, 1, "");
}

void known_expired_restored(void)
{
    BB_ORACLE(known_expired_restored, 1, "");
}

void known_unused_restored(void)
{
    BB_ORACLE(known_unused_restored, 1, "");
}

void known_stale_username_saved(void)
{
    BB_ORACLE(known_stale_username_saved, 1, "");
}

void known_lost_message_leak(void)
{
    BB_ORACLE(known_lost_message_leak, 1, "");
}

void known_sys_message_saved_once(void)
{
    BB_ORACLE(known_sys_message_saved_once, 1, "");
}

void known_bridge_packet_kept(void)
{
    BB_ORACLE(known_bridge_packet_kept, 1, "");
}
