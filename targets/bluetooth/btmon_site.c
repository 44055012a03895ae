#include "btmon_site.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/bluetooth.h"
#include "lib/uuid.h"
#include "src/shared/att.h"
#include "src/shared/queue.h"

#include "src/shared/gatt-db.h"

enum {
    AUDIO_STREAM_SERVICE = 0x184e,
    CONFIGURATION = 0x2902,
    READ_WRITE = 3,
    READ_WRITE_NOTIFY = 0x1a
};

/* Streams, capabilities, volume, media player: what monitor/att.c has handlers for. */
static const uint16_t characteristics[] = {
    0x2bc4, 0x2bc5, 0x2bc6, 0x2bc9, 0x2bca, 0x2bcb, 0x2bcc, 0x2bcd, 0x2bce,
    0x2b7d, 0x2b7e, 0x2b7f, 0x2b93, 0x2b96, 0x2b97, 0x2b98, 0x2b99, 0x2b9a,
    0x2b9b, 0x2ba1, 0x2ba2, 0x2ba3, 0x2ba4, 0x2ba5, 0x2bba,
};
enum { N_CHARACTERISTICS = sizeof characteristics / sizeof *characteristics };

static bt_uuid_t uuid_of(uint16_t value)
{
    bt_uuid_t uuid;
    bt_uuid16_create(&uuid, value);
    return uuid;
}

void btmon_site_load(struct gatt_db *db)
{
    bt_uuid_t uuid = uuid_of(AUDIO_STREAM_SERVICE), configuration = uuid_of(CONFIGURATION);
    struct gatt_db_attribute *service =
        gatt_db_add_service(db, &uuid, true, 1 + 3 * N_CHARACTERISTICS);
    for (size_t i = 0; i < N_CHARACTERISTICS; i++) {
        uuid = uuid_of(characteristics[i]);
        gatt_db_service_add_characteristic(service, &uuid, READ_WRITE, READ_WRITE_NOTIFY, NULL,
                                           NULL, NULL);
        gatt_db_service_add_descriptor(service, &configuration, READ_WRITE, NULL, NULL, NULL);
    }
    gatt_db_service_set_active(service, true);
}
