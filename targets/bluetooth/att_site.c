#include "att_site.h"

#include <brickbat/target.h>

#include <stdlib.h>
#include <string.h>

enum {
    VENDOR_HANDLES = 40,
    READ = BT_ATT_PERM_READ,
    WRITE = BT_ATT_PERM_WRITE,
    PROPERTY_READ = 0x02, /* Volume 3, Part G, 3.3.1.1 */
    PROPERTY_WRITE_COMMAND = 0x04,
    PROPERTY_WRITE = 0x08,
    PROPERTY_NOTIFY = 0x10,
    PROPERTY_INDICATE = 0x20,
    PROPERTY_SIGNED_WRITE = 0x40,
    PROPERTY_EXTENDED = 0x80,
};

const uint8_t att_site_secret[ATT_SITE_SECRET_BYTES] = {0xc3, 0x5e, 0x91, 0x0b,
                                                        0x7d, 0xa4, 0x26, 0xf8};

int att_site_level(uint32_t permissions, bool is_write)
{
    if (permissions & (is_write ? BT_ATT_PERM_WRITE_SECURE : BT_ATT_PERM_READ_SECURE))
        return BT_ATT_SECURITY_FIPS;
    if (permissions & (is_write ? BT_ATT_PERM_WRITE_AUTHEN : BT_ATT_PERM_READ_AUTHEN))
        return BT_ATT_SECURITY_HIGH;
    if (permissions & (is_write ? BT_ATT_PERM_WRITE_ENCRYPT : BT_ATT_PERM_READ_ENCRYPT))
        return BT_ATT_SECURITY_MEDIUM;
    return BT_ATT_SECURITY_LOW;
}

static void check_allowed(const struct att_value *value, struct bt_att *att, bool is_write)
{
    uint8_t key_size;
    if (!att) /* BlueZ itself, which looks for reliable writes */
        return;
    BB_ORACLE(att_permitted, value->permissions & (is_write ? WRITE : READ),
              "a value is read or written that must not be");
    BB_ORACLE(att_secure,
              bt_att_get_security(att, &key_size) >= att_site_level(value->permissions, is_write),
              "a value is read or written over a link that is not secure enough");
}

/* While a slow value waits, the site is found through it: it is the element of an array. */
static struct att_site *site_of;

static bool postpone(struct att_value *value, unsigned id, uint16_t offset, bool is_write)
{
    struct att_site *site = site_of;
    if (!value->is_slow || site->waiting)
        return false;
    site->waiting = value;
    site->waiting_id = id;
    site->waiting_offset = offset;
    site->waits_for_write = is_write;
    return true;
}

static void tell(struct att_value *value, unsigned id, uint16_t offset)
{
    if (offset > value->len)
        gatt_db_attribute_read_result(value->attribute, id, BT_ATT_ERROR_INVALID_OFFSET, NULL, 0);
    else
        gatt_db_attribute_read_result(value->attribute, id, 0, value->bytes + offset,
                                      value->len - offset);
}

static void on_read(struct gatt_db_attribute *attribute, unsigned int id, uint16_t offset,
                    uint8_t opcode, struct bt_att *att, void *context)
{
    struct att_value *value = context;
    (void)attribute, (void)opcode;
    check_allowed(value, att, false);
    if (!postpone(value, id, offset, false))
        tell(value, id, offset);
}

/* Preparing brings no bytes; what is too long is refused when it is written. */
static int take(struct att_value *value, uint16_t offset, const uint8_t *bytes, size_t len)
{
    if (offset > value->max_len)
        return BT_ATT_ERROR_INVALID_OFFSET;
    if (offset + len > value->max_len)
        return BT_ATT_ERROR_INVALID_ATTRIBUTE_VALUE_LEN;
    if (offset > value->len)
        memset(value->bytes + value->len, 0, offset - value->len);
    if (len)
        memcpy(value->bytes + offset, bytes, len);
    value->len = (uint16_t)(offset + len > value->len ? offset + len : value->len);
    return 0;
}

static void on_write(struct gatt_db_attribute *attribute, unsigned int id, uint16_t offset,
                     const uint8_t *bytes, size_t len, uint8_t opcode, struct bt_att *att,
                     void *context)
{
    struct att_value *value = context;
    (void)attribute;
    check_allowed(value, att, true);
    int error = opcode == BT_ATT_OP_PREP_WRITE_REQ ? 0 : take(value, offset, bytes, len);
    if (error || !postpone(value, id, offset, true))
        gatt_db_attribute_write_result(value->attribute, id, error);
}

void att_site_answer(struct att_site *site, int error)
{
    struct att_value *value = site->waiting;
    site->waiting = NULL;
    if (!value)
        return;
    if (site->waits_for_write)
        gatt_db_attribute_write_result(value->attribute, site->waiting_id, error);
    else if (error)
        gatt_db_attribute_read_result(value->attribute, site->waiting_id, error, NULL, 0);
    else
        tell(value, site->waiting_id, site->waiting_offset);
}

static bt_uuid_t uuid_of(uint16_t id)
{
    bt_uuid_t uuid;
    bt_uuid16_create(&uuid, id);
    return uuid;
}

/* Its maker's own, told apart by two bytes. */
static bt_uuid_t vendor_uuid(uint16_t id)
{
    uint128_t bytes = {{0xb5, 0x1c, 0xb4, 0x70, 0x00, 0x00, 0x4b, 0x42, 0x9a, 0x11, 0x62, 0x72,
                        0x69, 0x63, 0x6b, 0x62}};
    bt_uuid_t uuid;
    bytes.data[2] = (uint8_t)(id >> 8);
    bytes.data[3] = (uint8_t)id;
    bt_uuid128_create(&uuid, bytes);
    return uuid;
}

static struct att_value *new_value(struct att_site *site, uint32_t permissions, uint16_t max_len,
                                   const void *bytes, uint16_t len)
{
    if (site->n_values == ATT_SITE_VALUES)
        abort();
    struct att_value *value = &site->values[site->n_values++];
    value->permissions = permissions;
    value->max_len = max_len;
    value->len = len;
    if (len)
        memcpy(value->bytes, bytes, len);
    return value;
}

static struct att_value *add(struct att_site *site, struct gatt_db_attribute *service,
                             bt_uuid_t uuid, uint32_t permissions, uint8_t properties,
                             const char *text, uint16_t max_len)
{
    struct att_value *value =
        new_value(site, permissions, max_len, text, text ? (uint16_t)strlen(text) : 0);
    value->attribute =
        gatt_db_service_add_characteristic(service, &uuid, permissions, properties,
                                           permissions & READ ? on_read : NULL,
                                           permissions & WRITE ? on_write : NULL, value);
    return value;
}

static void describe(struct att_site *site, struct gatt_db_attribute *service, uint16_t type,
                     uint32_t permissions, const void *bytes, uint16_t len)
{
    bt_uuid_t uuid = uuid_of(type);
    struct att_value *value = new_value(site, permissions, 64, bytes, len);
    value->attribute = gatt_db_service_add_descriptor(service, &uuid, permissions, on_read,
                                                      permissions & WRITE ? on_write : NULL, value);
}

static struct gatt_db_attribute *add_service(struct att_site *site, bt_uuid_t uuid, bool is_primary,
                                             uint16_t handles)
{
    return gatt_db_add_service(site->db, &uuid, is_primary, handles);
}

static void add_generic(struct att_site *site)
{
    struct gatt_db_attribute *access = add_service(site, uuid_of(0x1800), true, 8);
    add(site, access, uuid_of(0x2a00), READ | WRITE, PROPERTY_READ | PROPERTY_WRITE, "Brickbat",
        32);
    add(site, access, uuid_of(0x2a01), READ, PROPERTY_READ, "\x41\x03", 2);
    add(site, access, uuid_of(0x2a04), READ, PROPERTY_READ, "\x06\x01\x0c\x01\x04\x01\x90\x01", 8);
    gatt_db_service_set_active(access, true);

    struct gatt_db_attribute *attribute = add_service(site, uuid_of(0x1801), true, 8);
    site->changed =
        add(site, attribute, uuid_of(0x2a05), BT_ATT_PERM_NONE, PROPERTY_INDICATE, "", 4)
            ->attribute;
    gatt_db_service_add_ccc(attribute, READ | WRITE);
    add(site, attribute, uuid_of(0x2b29), READ | WRITE, PROPERTY_READ | PROPERTY_WRITE, "", 1);
    add(site, attribute, uuid_of(0x2b2a), READ, PROPERTY_READ, "0123456789abcdef", 16);
    gatt_db_service_set_active(attribute, true);
}

static void add_sensor(struct att_site *site)
{
    struct gatt_db_attribute *battery = add_service(site, uuid_of(0x180f), false, 6);
    site->level = add(site, battery, uuid_of(0x2a19), READ, PROPERTY_READ | PROPERTY_NOTIFY, "d", 1)
                      ->attribute;
    gatt_db_service_add_ccc(battery, READ | WRITE);
    describe(site, battery, 0x2904, READ, "\x04\x01\xad\x27\x01\x01\x01", 7);
    gatt_db_service_set_active(battery, true);

    struct gatt_db_attribute *heart = add_service(site, uuid_of(0x180d), true, 10);
    gatt_db_service_add_included(heart, battery);
    add(site, heart, uuid_of(0x2a37), BT_ATT_PERM_NONE, PROPERTY_NOTIFY, "", 20);
    gatt_db_service_add_ccc(heart, READ | WRITE | BT_ATT_PERM_WRITE_ENCRYPT);
    add(site, heart, uuid_of(0x2a38), READ, PROPERTY_READ, "\x02", 1);
    add(site, heart, uuid_of(0x2a39), WRITE | BT_ATT_PERM_WRITE_ENCRYPT, PROPERTY_WRITE, "", 1);
    gatt_db_service_set_active(heart, true);
}

static void add_long(struct att_site *site, struct gatt_db_attribute *service)
{
    struct att_value *value =
        add(site, service, vendor_uuid(1), READ | WRITE,
            PROPERTY_READ | PROPERTY_WRITE | PROPERTY_EXTENDED, NULL, ATT_SITE_VALUE_MAX_BYTES);
    value->len = 300;
    for (unsigned i = 0; i < value->len; i++)
        value->bytes[i] = (uint8_t)i;
    describe(site, service, 0x2900, READ, "\x01", 2); /* reliable writes */
    describe(site, service, 0x2901, READ | WRITE, "Settings", 8);
}

/* A note that BlueZ keeps, with no function of the application's. */
static void add_note(struct att_site *site, struct gatt_db_attribute *service)
{
    bt_uuid_t uuid = vendor_uuid(7);
    site->note = gatt_db_service_add_descriptor(service, &uuid, READ | WRITE, NULL, NULL, NULL);
}

static void add_vendor(struct att_site *site)
{
    const uint32_t authentic = BT_ATT_PERM_READ_AUTHEN | BT_ATT_PERM_WRITE_AUTHEN;
    struct gatt_db_attribute *service = add_service(site, vendor_uuid(0), true, VENDOR_HANDLES);
    site->vendor = service;
    add_long(site, service);
    struct att_value *secret = add(site, service, vendor_uuid(2), READ | WRITE | authentic,
                                   PROPERTY_READ | PROPERTY_WRITE, NULL, 32);
    memcpy(secret->bytes, att_site_secret, ATT_SITE_SECRET_BYTES);
    secret->len = ATT_SITE_SECRET_BYTES;
    add(site, service, vendor_uuid(3), WRITE, PROPERTY_WRITE_COMMAND | PROPERTY_SIGNED_WRITE, "",
        20);
    add(site, service, vendor_uuid(4), READ | WRITE, PROPERTY_READ | PROPERTY_WRITE, "slow", 64)
        ->is_slow = true;
    add(site, service, vendor_uuid(5), READ | WRITE | BT_ATT_PERM_SECURE,
        PROPERTY_READ | PROPERTY_WRITE, "key", 16);
    add(site, service, vendor_uuid(6), READ, PROPERTY_READ, "fixed", 5);
    add_note(site, service);
    gatt_db_service_set_active(service, true);
}

/* Whether a client wants to be told: two bytes for each CCC, kept in one value for all. */
static void on_notify(struct gatt_db_attribute *attribute, struct gatt_db_attribute *ccc,
                      const uint8_t *bytes, size_t len, struct bt_att *att, void *context)
{
    (void)attribute, (void)ccc, (void)bytes, (void)len, (void)att, (void)context;
}

static void on_ccc_read(struct gatt_db_attribute *attribute, unsigned int id, uint16_t offset,
                        uint8_t opcode, struct bt_att *att, void *context)
{
    static const uint8_t off[2];
    (void)opcode, (void)att, (void)context;
    gatt_db_attribute_read_result(attribute, id, 0, off + (offset ? 2 : 0), offset ? 0 : 2);
}

static void on_ccc_write(struct gatt_db_attribute *attribute, unsigned int id, uint16_t offset,
                         const uint8_t *bytes, size_t len, uint8_t opcode, struct bt_att *att,
                         void *context)
{
    (void)bytes, (void)opcode, (void)att, (void)context;
    gatt_db_attribute_write_result(attribute, id,
                                   offset || len > 2 ? BT_ATT_ERROR_INVALID_ATTRIBUTE_VALUE_LEN
                                                     : 0);
}

void att_site_open(struct att_site *site)
{
    *site = (struct att_site){.db = gatt_db_new()};
    site_of = site;
    gatt_db_ccc_register(site->db, on_ccc_read, on_ccc_write, on_notify, NULL);
    add_generic(site);
    add_sensor(site);
    add_vendor(site);
}

static void check_service(struct gatt_db_attribute *service, void *context)
{
    bt_uuid_t uuid, device = vendor_uuid(0);
    (void)context;
    bool is_one = gatt_db_attribute_get_service_uuid(service, &uuid);
    if (is_one && uuid.type == BT_UUID16)
        is_one = uuid.value.u16 >= 0x1800 && uuid.value.u16 <= 0x180f;
    else if (is_one)
        is_one = bt_uuid_cmp(&uuid, &device) == 0;
    BB_ORACLE(att_declared, is_one, "the declaration of a service has changed");
}

void att_site_close(struct att_site *site)
{
    gatt_db_foreach_service(site->db, NULL, check_service, NULL);
    gatt_db_unref(site->db);
    site->db = NULL;
}
