/*
 * The device whose attributes are asked for: services as a heart rate sensor has them, and one of
 * its maker's with values that are long, secret, slow, or kept by BlueZ itself.
 */
#ifndef ATT_SITE_H
#define ATT_SITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/bluetooth.h"
#include "lib/uuid.h"
#include "src/shared/att.h"
#include "src/shared/queue.h"

#include "src/shared/gatt-db.h"

enum {
    ATT_SITE_VALUE_MAX_BYTES = 512, /* Volume 3, Part F, 3.2.9 */
    ATT_SITE_VALUES = 24,
    ATT_SITE_SECRET_BYTES = 8,
};

/* A value that the application keeps, and BlueZ asks it for. */
struct att_value {
    struct gatt_db_attribute *attribute;
    uint32_t permissions;
    bool is_slow; /* answered when the script says so */
    uint16_t len;
    uint16_t max_len;
    uint8_t bytes[ATT_SITE_VALUE_MAX_BYTES];
};

struct att_site {
    struct gatt_db *db; /* owned */
    struct att_value values[ATT_SITE_VALUES];
    unsigned n_values;
    struct gatt_db_attribute *vendor;  /* its maker's service */
    struct gatt_db_attribute *note;    /* kept by BlueZ, empty at first */
    struct gatt_db_attribute *level;   /* notified */
    struct gatt_db_attribute *changed; /* indicated */
    struct att_value *waiting;         /* a slow value that was asked for, or NULL */
    unsigned waiting_id;
    bool waits_for_write;
    uint16_t waiting_offset;
};

/* What only an encrypted and authenticated link may be told. */
extern const uint8_t att_site_secret[ATT_SITE_SECRET_BYTES];

/* Makes the database anew. */
void att_site_open(struct att_site *site);
void att_site_close(struct att_site *site);

/* The slow value answers now, with this error if it is not 0. */
void att_site_answer(struct att_site *site, int error);

/* The least level of security that these permissions ask for (BT_ATT_SECURITY_*). */
int att_site_level(uint32_t permissions, bool is_write);

#endif
