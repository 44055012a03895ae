/*
 * What is wrong in net-snmp and known, so that no run ends with it. The pristine library stays as
 * it is. Each is counted as an oracle known_*.
 */
#ifndef NETSNMP_KNOWN_H
#define NETSNMP_KNOWN_H

/* Once, after the library has started. */
void netsnmp_known_start(void);

#endif
