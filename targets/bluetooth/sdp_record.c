#include "sdp_record.h"

#include <brickbat/target.h>

#include "lib/bluetooth.h"
#include "lib/sdp.h"
#include "lib/sdp_lib.h"

#include "sdp_element.h"
#include "sdp_known.h"
#include "shim/heap.h"

enum {
    NESTING_MAX = 4, /* deeper, BlueZ reckons twice the size for each level */
};

static unsigned nesting(const sdp_data_t *data)
{
    unsigned deepest = 0;
    if (!SDP_IS_SEQ(data->dtd) && !SDP_IS_ALT(data->dtd))
        return 0;
    for (const sdp_data_t *inner = data->val.dataseq; inner; inner = inner->next) {
        unsigned depth = nesting(inner);
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest + 1;
}

static bool is_shallow(const sdp_record_t *record)
{
    for (const sdp_list_t *list = record->attrlist; list; list = list->next)
        if (nesting(list->data) > NESTING_MAX)
            return false;
    return true;
}

/* A protocol of no elements is a NULL in the list, which sdp_get_proto_desc does not expect. */
static bool has_empty_protocol(const sdp_list_t *stacks)
{
    for (; stacks; stacks = stacks->next)
        for (const sdp_list_t *list = stacks->data; list; list = list->next)
            if (!list->data)
                return true;
    return false;
}

static void free_stack(void *stack)
{
    sdp_list_free(stack, NULL);
}

static void use_protocols(sdp_list_t *stacks)
{
    sdp_get_proto_port(stacks, L2CAP_UUID);
    sdp_get_proto_port(stacks, RFCOMM_UUID);
    if (has_empty_protocol(stacks))
        BB_KNOWN(empty_protocol);
    else
        sdp_get_proto_desc(stacks, OBEX_UUID);
    sdp_list_free(stacks, free_stack);
}

static void use_lists(const sdp_record_t *record)
{
    sdp_list_t *list = NULL;
    if (sdp_get_access_protos(record, &list) == 0)
        use_protocols(list);
    list = NULL;
    if (sdp_get_add_access_protos(record, &list) == 0)
        use_protocols(list);
    if (sdp_get_service_classes(record, &list) == 0)
        sdp_list_free(list, bb_shim_free);
    if (sdp_get_browse_groups(record, &list) == 0)
        sdp_list_free(list, bb_shim_free);
    if (sdp_get_profile_descs(record, &list) == 0)
        sdp_list_free(list, bb_shim_free);
    if (sdp_get_lang_attr(record, &list) == 0)
        sdp_list_free(list, bb_shim_free);
    if (sdp_get_server_ver(record, &list) == 0)
        sdp_list_free(list, NULL);
}

static void use_values(const sdp_record_t *record)
{
    uuid_t uuid;
    uint32_t number;
    uint8_t available;
    int integer;
    sdp_get_service_id(record, &uuid);
    sdp_get_group_id(record, &uuid);
    sdp_get_record_state(record, &number);
    sdp_get_service_ttl(record, &number);
    sdp_get_database_state(record, &number);
    sdp_get_service_avail(record, &available);
    for (unsigned id = 0x200; id < 0x210; id++)
        sdp_get_int_attr(record, (uint16_t)id, &integer);
}

/* Not of copies: their texts have no end. */
static void use_texts(const sdp_record_t *record)
{
    char text[64];
    sdp_get_service_name(record, text, sizeof text);
    sdp_get_service_desc(record, text, sizeof text);
    sdp_get_provider_name(record, text, sizeof text);
    sdp_get_doc_url(record, text, sizeof text);
    sdp_get_icon_url(record, text, sizeof text);
}

/* The record in bytes, a sequence of attributes; the caller frees them with bb_shim_free. Empty if
 * BlueZ cannot. */
static struct bb_bytes write_record(const sdp_record_t *record)
{
    sdp_buf_t buf;
    if (!is_shallow(record)) {
        BB_KNOWN(size_doubled);
        return bb_bytes_of(NULL, 0);
    }
    if (sdp_gen_record_pdu(record, &buf) < 0)
        return bb_bytes_of(NULL, 0);
    BB_ORACLE(sdp_written_inside, buf.data_size <= buf.buf_size,
              "a record takes more bytes than were reckoned");
    return bb_bytes_of(buf.data, buf.data_size);
}

/* What was written is read again and written again, as the same. */
static void check_written(const sdp_record_t *record)
{
    int scanned = 0;
    struct bb_bytes bytes = write_record(record);
    if (bytes.len) {
        sdp_record_t *again = sdp_extract_pdu(bytes.ptr, (int)bytes.len, &scanned);
        struct bb_bytes bytes_again = write_record(again);
        BB_ORACLE(sdp_reads_again, (size_t)scanned == bytes.len,
                  "what was written of a record is not read to its end");
        BB_ORACLE(sdp_same_again, known_has_given_up() || bb_bytes_equal(bytes, bytes_again),
                  "a record that was written and read is written as another one");
        sdp_record_free(again);
        bb_shim_free((void *)bytes_again.ptr);
    }
    bb_shim_free((void *)bytes.ptr);
}

/* Texts with lengths of 32 bits BlueZ does not read, and loses what follows them. */
static bool is_well_formed(struct bb_bytes list)
{
    return sdp_is_attribute_list(list) && !sdp_elements_have(list, SDP_TEXT_STR32) &&
           !sdp_elements_have(list, SDP_URL_STR32);
}

static void check_record(sdp_record_t *record, struct bb_bytes bytes)
{
    use_lists(record);
    use_values(record);
    use_texts(record);
    sdp_record_t *copy = sdp_copy_record(record);
    use_lists(copy);
    use_values(copy);
    sdp_record_free(copy);
    if (is_well_formed(bytes))
        check_written(record);
}

void sdp_record_check_list(struct bb_bytes list)
{
    int scanned = 0;
    sdp_record_t *record = sdp_extract_pdu(list.ptr, (int)list.len, &scanned);
    if (!record)
        return;
    check_record(record, list);
    sdp_record_free(record);
}

/* As bluetoothd's search_completed_cb. */
void sdp_record_check_lists(struct bb_bytes lists)
{
    uint8_t type;
    int seq_len = 0, left = (int)lists.len;
    int scanned = sdp_extract_seqtype(lists.ptr, left, &type, &seq_len);
    const uint8_t *at = lists.ptr + scanned;
    left -= scanned;
    if (!scanned || !seq_len)
        return;
    do {
        int record_len = 0;
        sdp_record_t *record = sdp_extract_pdu(at, left, &record_len);
        bool is_inside = record_len >= 0 && record_len <= left;
        if (record)
            check_record(record, bb_bytes_of(at, (size_t)(is_inside ? record_len : left)));
        if (record)
            sdp_record_free(record);
        if (!record || record_len == 0 || !is_inside)
            return;
        scanned += record_len;
        at += record_len;
        left -= record_len;
    } while (scanned < (int)lists.len && left > 0);
}
