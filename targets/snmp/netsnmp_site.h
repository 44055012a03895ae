/*
 * The device in which net-snmp runs: its engine, the users that it knows, no files, no environment.
 */
#ifndef NETSNMP_SITE_H
#define NETSNMP_SITE_H

#include <stdio.h>

/* Once, before the first run: starts the library and remembers its variables as they are then. */
void netsnmp_site_start(void);

/* A run begins: variables as after the start, the clock at its beginning, memory counted. */
void netsnmp_site_begin(void);

/* A run ends: gives up what the library keeps for later messages. Oracle: memory_returned. */
void netsnmp_site_end(void);

/* What the library gets instead of the environment. */
char *netsnmp_site_getenv(const char *name);

/* What it gets instead of files: the device's MIB, and no others. */
extern const char netsnmp_site_mib[];
FILE *netsnmp_site_fopen(const char *name, const char *mode);

#endif
