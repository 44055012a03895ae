/*
 * What the agent knows beside MIB-II: a number, a text and an OID that may be set, and a counter of
 * 64 bits, below lwIP's own enterprise.
 */
#ifndef LWIP_AGENT_MIB_H
#define LWIP_AGENT_MIB_H

/* Once for each run, before the agent starts. */
void lwip_agent_mib_start(void);

/* Oracles on what was set. */
void lwip_agent_mib_check(void);

#endif
