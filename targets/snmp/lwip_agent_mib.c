#include "lwip_agent_mib.h"

#include <brickbat/target.h>

#include <lwip/apps/snmp.h>
#include <lwip/apps/snmp_core.h>
#include <lwip/apps/snmp_mib2.h>
#include <lwip/apps/snmp_scalar.h>

#include <string.h>

enum { MIB_NUMBER = 1, MIB_TEXT, MIB_NAME, MIB_COUNTER };
enum { TEXT_BYTES = 32, NAME_NUMBERS = 16, NUMBER_MAX = 100, AUTHENTICATION_TRAPS = 1 };

static struct {
    s32_t number;
    uint8_t text[TEXT_BYTES];
    u16_t text_len;
    u32_t name[NAME_NUMBERS];
    size_t name_len;
    uint8_t system_name[TEXT_BYTES];
    u16_t system_name_len;
} values;

static s16_t get_value(const struct snmp_scalar_array_node_def *node, void *value)
{
    switch (node->oid) {
    case MIB_NUMBER:
        memcpy(value, &values.number, sizeof values.number);
        return sizeof values.number;
    case MIB_TEXT: memcpy(value, values.text, values.text_len); return (s16_t)values.text_len;
    case MIB_NAME:
        memcpy(value, values.name, values.name_len * sizeof *values.name);
        return (s16_t)(values.name_len * sizeof *values.name);
    default: *(u64_t *)value = UINT64_C(0x8000000000000001); return sizeof(u64_t);
    }
}

static snmp_err_t test_value(const struct snmp_scalar_array_node_def *node, u16_t len, void *value)
{
    switch (node->oid) {
    case MIB_NUMBER: {
        s32_t number;
        BB_ORACLE(set_number_size, len == sizeof number, "a number has another size");
        memcpy(&number, value, sizeof number);
        return number >= 0 && number <= NUMBER_MAX ? SNMP_ERR_NOERROR : SNMP_ERR_WRONGVALUE;
    }
    case MIB_TEXT: return len <= TEXT_BYTES ? SNMP_ERR_NOERROR : SNMP_ERR_WRONGLENGTH;
    default:
        BB_ORACLE(set_name_size, len % sizeof(u32_t) == 0, "a name is not one of whole numbers");
        return len <= sizeof values.name ? SNMP_ERR_NOERROR : SNMP_ERR_WRONGLENGTH;
    }
}

static snmp_err_t set_value(const struct snmp_scalar_array_node_def *node, u16_t len, void *value)
{
    BB_ORACLE(set_was_tested, test_value(node, len, value) == SNMP_ERR_NOERROR,
              "what was refused is set");
    if (node->oid == MIB_NUMBER) {
        memcpy(&values.number, value, len);
    } else if (node->oid == MIB_TEXT) {
        memcpy(values.text, value, len);
        values.text_len = len;
    } else {
        memcpy(values.name, value, len);
        values.name_len = len / sizeof *values.name;
    }
    bb_state(64 + node->oid);
    return SNMP_ERR_NOERROR;
}

static const struct snmp_scalar_array_node_def nodes[] = {
    {MIB_NUMBER, SNMP_ASN1_TYPE_INTEGER, SNMP_NODE_INSTANCE_READ_WRITE},
    {MIB_TEXT, SNMP_ASN1_TYPE_OCTET_STRING, SNMP_NODE_INSTANCE_READ_WRITE},
    {MIB_NAME, SNMP_ASN1_TYPE_OBJECT_ID, SNMP_NODE_INSTANCE_READ_WRITE},
    {MIB_COUNTER, SNMP_ASN1_TYPE_COUNTER64, SNMP_NODE_INSTANCE_READ_ONLY},
};
static const struct snmp_scalar_array_node root =
    SNMP_SCALAR_CREATE_ARRAY_NODE(1, nodes, get_value, test_value, set_value);
static const u32_t base[] = {1, 3, 6, 1, 4, 1, SNMP_LWIP_ENTERPRISE_OID, 1};
static const struct snmp_mib mib = SNMP_MIB_CREATE(base, &root.node.node);

void lwip_agent_mib_start(void)
{
    static const struct snmp_mib *mibs[] = {&mib2, &mib};
    ip_addr_t manager;
    memset(&values, 0, sizeof values);
    values.name[0] = 1, values.name[1] = 3, values.name_len = 2;
    memcpy(values.system_name, "brickbat", 8);
    values.system_name_len = 8;
    snmp_mib2_set_sysname(values.system_name, &values.system_name_len, TEXT_BYTES);
    snmp_set_mibs(mibs, sizeof mibs / sizeof *mibs);
    IP_ADDR4(&manager, 10, 9, 0, 2);
    snmp_trap_dst_ip_set(0, &manager);
    snmp_trap_dst_enable(0, 1);
    snmp_set_auth_traps_enabled(AUTHENTICATION_TRAPS);
}

void lwip_agent_mib_check(void)
{
    BB_ORACLE(set_number, values.number >= 0 && values.number <= NUMBER_MAX,
              "a number was not tested");
    BB_ORACLE(set_system_name, values.system_name_len <= TEXT_BYTES,
              "the system's name is longer than its room");
}
