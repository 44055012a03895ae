#include "sdp_site.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/bluetooth.h"
#include "lib/sdp.h"
#include "lib/sdp_lib.h"
#include "src/sdpd.h"

#include "shim/clock.h"
#include "shim/heap.h"
#include "shim/random.h"
#include "shim/socket.h"

/* Serial services of which each client knows some. */
static const struct {
    uint16_t class_id;
    uint16_t profile_version;
    const char *name;
} services[] = {
    {SERIAL_PORT_SVCLASS_ID, 0x0102, "Serial Port"},
    {HANDSFREE_SVCLASS_ID, 0x0107, "Hands-Free unit"},
    {HEADSET_SVCLASS_ID, 0x0102, "Headset"},
    {DIALUP_NET_SVCLASS_ID, 0x0100, "Dial-up"},
    {OBEX_OBJPUSH_SVCLASS_ID, 0x0102, "Object Push"},
    {OBEX_FILETRANS_SVCLASS_ID, 0x0103, "File Transfer"},
    {AUDIO_SINK_SVCLASS_ID, 0x0103, "Audio Sink"},
    {AV_REMOTE_TARGET_SVCLASS_ID, 0x0105, "Remote Control"},
};
enum { N_SERVICES = sizeof services / sizeof *services };

static sdp_record_t *new_record(void)
{
    sdp_record_t *record = sdp_record_alloc();
    if (!record)
        abort();
    record->handle = 0xffffffff; /* the next free one */
    return record;
}

static void set_uuids(sdp_record_t *record, uint16_t attribute, uint16_t uuid16)
{
    uuid_t uuid;
    sdp_list_t *list = sdp_list_append(NULL, sdp_uuid16_create(&uuid, uuid16));
    sdp_set_uuidseq_attr(record, attribute, list);
    sdp_list_free(list, NULL);
}

/* L2CAP, and RFCOMM with its channel; twice, as alternatives, if that is wanted. */
static void set_protocols(sdp_record_t *record, uint8_t channel, bool alternatives)
{
    uuid_t l2cap, rfcomm;
    sdp_data_t *number = sdp_data_alloc(SDP_UINT8, &channel);
    sdp_list_t *lower = sdp_list_append(NULL, sdp_uuid16_create(&l2cap, L2CAP_UUID));
    sdp_list_t *upper = sdp_list_append(NULL, sdp_uuid16_create(&rfcomm, RFCOMM_UUID));
    sdp_list_append(upper, number);
    sdp_list_t *stack = sdp_list_append(sdp_list_append(NULL, lower), upper);
    sdp_list_t *stacks = sdp_list_append(NULL, stack);
    if (alternatives)
        sdp_list_append(stacks, stack);
    sdp_set_access_protos(record, stacks);
    sdp_data_free(number);
    sdp_list_free(lower, NULL);
    sdp_list_free(upper, NULL);
    sdp_list_free(stack, NULL);
    sdp_list_free(stacks, NULL);
}

static void set_profile(sdp_record_t *record, uint16_t uuid16, uint16_t version)
{
    sdp_profile_desc_t profile = {.version = version};
    sdp_uuid16_create(&profile.uuid, uuid16);
    sdp_list_t *profiles = sdp_list_append(NULL, &profile);
    sdp_set_profile_descs(record, profiles);
    sdp_list_free(profiles, NULL);
}

static void publish(sdp_record_t *record)
{
    bdaddr_t any = {{0}};
    if (add_record_to_server(&any, record) < 0)
        abort();
}

static void add_service(unsigned i)
{
    sdp_record_t *record = new_record();
    set_uuids(record, SDP_ATTR_SVCLASS_ID_LIST, services[i % N_SERVICES].class_id);
    set_uuids(record, SDP_ATTR_BROWSE_GRP_LIST, PUBLIC_BROWSE_GROUP);
    set_protocols(record, (uint8_t)(i + 1), i % 5 == 4);
    set_profile(record, services[i % N_SERVICES].class_id,
                services[i % N_SERVICES].profile_version);
    sdp_set_info_attr(record, services[i % N_SERVICES].name, "Brickbat",
                      i % 3 == 0 ? "One of several services of this device" : NULL);
    publish(record);
}

static void add_numbers(sdp_record_t *record)
{
    uint8_t bytes[16];
    for (unsigned i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(0xf0 + i);
    static const uint8_t kinds[] = {SDP_UINT8, SDP_UINT16, SDP_UINT32, SDP_UINT64, SDP_UINT128,
                                    SDP_INT8,  SDP_INT16,  SDP_INT32,  SDP_INT64,  SDP_INT128};
    for (unsigned i = 0; i < sizeof kinds; i++)
        sdp_attr_add_new(record, (uint16_t)(0x0300 + i), kinds[i], bytes);
    uint8_t yes = 1;
    sdp_attr_add_new(record, 0x0310, SDP_BOOL, &yes);
    sdp_attr_add(record, 0x0311, sdp_data_alloc(SDP_DATA_NIL, NULL));
}

/* A report descriptor of a keyboard is as long; here it is a text of the 16-bit form. */
static void add_descriptor(sdp_record_t *record)
{
    char descriptor[SDP_SITE_DESCRIPTOR_BYTES];
    uint8_t number = 0x22, text = SDP_TEXT_STR16;
    int lengths[] = {1, sizeof descriptor};
    uint8_t number_kind = SDP_UINT8;
    void *kinds[] = {&number_kind, &text};
    void *values[] = {&number, descriptor};
    memset(descriptor, 'd', sizeof descriptor);
    sdp_data_t *inner = sdp_seq_alloc_with_length(kinds, values, lengths, 2);
    sdp_attr_add(record, 0x0206, sdp_data_alloc(SDP_SEQ8, inner));
}

static void add_everything(void)
{
    sdp_record_t *record = new_record();
    uint8_t uuid_bytes[16] = {0xb5, 0x1c, 0xb4, 0x70};
    uuid_t uuid;
    sdp_uuid128_create(&uuid, uuid_bytes);
    sdp_list_t *classes = sdp_list_append(NULL, &uuid);
    sdp_set_uuidseq_attr(record, SDP_ATTR_SVCLASS_ID_LIST, classes);
    sdp_list_free(classes, NULL);
    sdp_set_service_id(record, uuid);
    sdp_set_url_attr(record, "http://example.org/run", "http://example.org/", "file:///icon.png");
    sdp_add_lang_attr(record);
    sdp_set_service_ttl(record, 3600);
    sdp_set_service_avail(record, 0xff);
    add_numbers(record);
    add_descriptor(record);
    publish(record);
}

/* The first time that a record is written, sequences that have become long get another header,
 * which they keep. */
static void write_all(void)
{
    for (sdp_list_t *list = sdp_get_record_list(); list; list = list->next) {
        sdp_buf_t buf;
        if (sdp_gen_record_pdu(list->data, &buf) == 0)
            bb_shim_free(buf.data);
    }
}

void sdp_site_start(void)
{
    bb_shim_clock_reset();
    register_public_browse_group();
    register_server_service();
    register_device_id(2, 0x1d6b, 0x0246, 0x0542);
    register_mps(true);
    for (unsigned i = 0; i < SDP_SITE_SERVICES; i++)
        add_service(i);
    add_everything();
    write_all();
}

void sdp_site_begin(void)
{
    bb_shim_clock_reset();
    bb_shim_random_reset(0);
    bb_shim_socket_reset();
    bb_shim_heap_begin(SDP_SITE_HEAP_MAX_BYTES);
}
