/*
 * BlueZ's src/sdpd-request.c with attribute_range_walk mended: a range of attributes is gone
 * through identifier by identifier, each of which is looked for in the whole record, so that a
 * request with a hundred ranges, 500 bytes, keeps the server busy for seconds. Here the loop goes
 * on at the next attribute that the record has. What is answered is the same.
 */
#include <stdint.h>

#include "lib/bluetooth.h"
#include "lib/sdp.h"
#include "lib/sdp_lib.h"

#include "sdp_known.h"

enum { LAST_ATTRIBUTE = 0xffff };

/* The attribute, or NULL; then the next one that there is is *at + 1 or more. */
static sdp_data_t *get_or_skip(const sdp_record_t *record, uint16_t *at)
{
    unsigned next = LAST_ATTRIBUTE;
    for (const sdp_list_t *list = record->attrlist; list; list = list->next) {
        sdp_data_t *data = list->data;
        if (data->attrId == *at)
            return data;
        if (data->attrId > *at && data->attrId < next)
            next = data->attrId;
    }
    if (next > *at + 1u) {
        known_attribute_range_walk();
        *at = (uint16_t)(next - 1);
    }
    return NULL;
}

#define sdp_data_get(record, at) get_or_skip(record, &(at))
#include "src/sdpd-request.c"
