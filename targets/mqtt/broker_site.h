/*
 * How the broker under test is configured, and the policy of the imaginary site that runs it.
 *
 * Anonymous clients are welcome. The policy is a plugin of the kind that mosquitto loads from a
 * shared object, registered through the same public functions, so that refused logins, denied
 * topics, AUTH exchanges and $CONTROL commands are reached without files:
 * - user "refused" may not log in;
 * - topics that begin with "denied" may not be read, written or subscribed to;
 * - extended authentication, method "steps": data that begins with 'c' asks for another round, 'r'
 * is refused, everything else is accepted;
 * - a PUBLISH to $CONTROL/brickbat/v1 is answered on $CONTROL/brickbat/v1/response.
 */
#ifndef BROKER_SITE_H
#define BROKER_SITE_H

struct mosquitto__listener;

/* Sets db.config, initialises the broker's security module and registers the policy. Once per
 * process, before any input; what it allocates lives as long as the process. */
void site_configure(void);

/* The one listener, as after the start of the broker: no client. */
struct mosquitto__listener *site_listener(void);

#endif
