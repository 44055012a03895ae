/*
 * BlueZ's monitor/att.c. Of a characteristic that it knows, not all of being written and notified
 * has a function: the null pointer is called (no_handler). Here it is one that counts.
 */
#include "monitor/att.c"

#include "btmon_known.h"
#include "btmon_store.h"

static void handle_nothing(const struct l2cap_frame *frame)
{
    (void)frame;
    btmon_known_no_handler();
}

void btmon_store_prepare(void)
{
    for (size_t i = 0; i < ARRAY_SIZE(gatt_handlers); i++) {
        if (!gatt_handlers[i].write)
            gatt_handlers[i].write = handle_nothing;
        if (!gatt_handlers[i].notify)
            gatt_handlers[i].notify = handle_nothing;
    }
}
