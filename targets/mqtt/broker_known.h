/*
 * Bugs of mosquitto 2.0.11 that are known, that the distribution's patches leave in, and that a run
 * meets so often that little else would be found. Each is mended where it happens, in a file that
 * includes the parser's own source (known_*.c), and counted as an oracle known_<bug> each time it
 * is met. README.md says what each one is.
 */
#ifndef BROKER_KNOWN_H
#define BROKER_KNOWN_H

void known_resubscribe_leak(void);
void known_refused_login_leak(void);
void known_second_connect_leak(void);
void known_auth_success_from_client(void);
void known_suback_leak(void);
void known_plugin_message_leak(void);
void known_stale_username_saved(void);
void known_lost_message_leak(void);
void known_bridge_packet_kept(void);

/* Not mended: mosquitto_persist.c does not restore a database with a message that expires in the
 * second of the restart, or did before. */
void known_expired_restored(void);

/* Not mended: mosquitto_persist.c drops the messages that nobody has after a restart. */
void known_unused_restored(void);

/* Not mended: broker_saved.c does not compare what waits of $SYS. */
void known_sys_message_saved_once(void);

/* known_subs.c: gives back what a repeated subscription leaked, if that was the last operation. To
 * be called when the broker is closed. */
void known_subs_settle(void);

#endif
