#include "sdp_call.h"

#include <stdint.h>

#include "shim/heap.h"

enum { HANDLE = 0x10001, RECORDS_MAX = 64 };

/* Patterns and identifiers live as long as the call. */
struct asked {
    uuid_t uuids[2];
    uint16_t ids[3];
    uint32_t range;
    sdp_list_t *pattern;
    sdp_list_t *id_list;
    sdp_list_t *range_list;
};

static void make(struct asked *asked)
{
    *asked = (struct asked){
        .ids = {SDP_ATTR_RECORD_HANDLE, SDP_ATTR_PROTO_DESC_LIST, SDP_ATTR_PFILE_DESC_LIST},
        .range = 0x0000ffff,
    };
    sdp_uuid16_create(&asked->uuids[0], SERIAL_PORT_SVCLASS_ID);
    sdp_uuid16_create(&asked->uuids[1], L2CAP_UUID);
    for (unsigned i = 0; i < 2; i++)
        asked->pattern = sdp_list_append(asked->pattern, &asked->uuids[i]);
    for (unsigned i = 0; i < 3; i++)
        asked->id_list = sdp_list_append(asked->id_list, &asked->ids[i]);
    asked->range_list = sdp_list_append(NULL, &asked->range);
}

static void drop(struct asked *asked)
{
    sdp_list_free(asked->pattern, NULL);
    sdp_list_free(asked->id_list, NULL);
    sdp_list_free(asked->range_list, NULL);
}

static int start(sdp_session_t *session, enum sdp_call call, const struct asked *asked)
{
    switch (call) {
    case SDP_CALL_ATTRIBUTES:
        return sdp_service_attr_async(session, HANDLE, SDP_ATTR_REQ_INDIVIDUAL, asked->id_list);
    case SDP_CALL_ATTRIBUTE_RANGE:
        return sdp_service_attr_async(session, HANDLE, SDP_ATTR_REQ_RANGE, asked->range_list);
    case SDP_CALL_SEARCH_ATTRIBUTES:
        return sdp_service_search_attr_async(session, asked->pattern, SDP_ATTR_REQ_INDIVIDUAL,
                                             asked->id_list);
    case SDP_CALL_SEARCH_ATTRIBUTE_RANGE:
        return sdp_service_search_attr_async(session, asked->pattern, SDP_ATTR_REQ_RANGE,
                                             asked->range_list);
    default: return sdp_service_search_async(session, asked->pattern, RECORDS_MAX);
    }
}

bool sdp_call_start(sdp_session_t *session, enum sdp_call call)
{
    struct asked asked;
    make(&asked);
    int status = start(session, call, &asked);
    drop(&asked);
    return status == 0;
}

static void free_record(void *record)
{
    sdp_record_free(record);
}

void sdp_call_and_wait(sdp_session_t *session, enum sdp_call call)
{
    struct asked asked;
    sdp_list_t *found = NULL;
    make(&asked);
    if (call == SDP_CALL_SEARCH_BLOCKING) {
        sdp_service_search_req(session, asked.pattern, RECORDS_MAX, &found);
        sdp_list_free(found, bb_shim_free);
    } else if (call == SDP_CALL_SEARCH_ATTRIBUTES_BLOCKING) {
        sdp_service_search_attr_req(session, asked.pattern, SDP_ATTR_REQ_RANGE, asked.range_list,
                                    &found);
        sdp_list_free(found, free_record);
    } else {
        sdp_record_t *record =
            sdp_service_attr_req(session, HANDLE, SDP_ATTR_REQ_INDIVIDUAL, asked.id_list);
        if (record)
            sdp_record_free(record);
    }
    drop(&asked);
}
