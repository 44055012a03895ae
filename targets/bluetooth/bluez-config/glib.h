/*
 * bluetoothd's files include glib.h; those that are compiled here take nothing from it.
 */
#ifndef BLUEZ_CONFIG_GLIB_H
#define BLUEZ_CONFIG_GLIB_H

#endif
