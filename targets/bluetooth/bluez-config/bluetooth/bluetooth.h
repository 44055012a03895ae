/*
 * Where BlueZ's own headers expect this one once they are installed.
 */
#ifndef BLUEZ_CONFIG_BLUETOOTH_H
#define BLUEZ_CONFIG_BLUETOOTH_H

#include "lib/bluetooth.h"

#endif
