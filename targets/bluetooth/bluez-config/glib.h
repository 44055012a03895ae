/*
 * glib for the files of BlueZ that are compiled here. bluetoothd's take nothing from it; the packet
 * monitor's att.c has four functions of strings, which are ours (btmon_port.c).
 */
#ifndef BLUEZ_CONFIG_GLIB_H
#define BLUEZ_CONFIG_GLIB_H

#include <stddef.h>
#include <sys/types.h>

#ifndef MIN
#define MIN(a, b) ((a) < (b) ? (a) : (b))
#endif

/* At most max_len bytes, all of them. end: not set. */
int g_utf8_validate(const char *str, ssize_t max_len, const char **end);

/* Valid until the next call. */
char *g_strndup(const char *str, size_t n);
char *g_strdup(const char *str);

/* In place. */
char *g_strstrip(char *str);

#endif
