/*
 * Where BlueZ's own headers expect this one once they are installed.
 */
#ifndef BLUEZ_CONFIG_HCI_H
#define BLUEZ_CONFIG_HCI_H

#include "lib/hci.h"

#endif
