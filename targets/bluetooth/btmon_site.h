/*
 * The GATT attributes that bluetoothd has stored for the monitor's two ends: one characteristic of
 * each kind whose value the monitor takes apart.
 */
#ifndef BTMON_SITE_H
#define BTMON_SITE_H

struct gatt_db;

/* Fills an empty database. Handles: 1 is the service; the n-th characteristic's value 3n + 3, its
 * declaration one before, its configuration one behind. */
void btmon_site_load(struct gatt_db *db);

#endif
