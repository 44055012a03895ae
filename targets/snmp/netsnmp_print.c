#include "netsnmp_print.h"

#include <brickbat/target.h>

#include <stdlib.h>
#include <string.h>

#include "shim/heap.h"

enum { MAX_PRINTED = 12, TEXT_BYTES = 1 << 13, SMALL_BYTES = 64 };

/* As options -O of net-snmp's programs. */
struct form {
    int flag; /* of the library's, or -1 */
    int oid_form;
    int string_form;
};

static const struct form forms[] = {
    {-1, 0, 0},
    {NETSNMP_DS_LIB_QUICK_PRINT, NETSNMP_OID_OUTPUT_NUMERIC, NETSNMP_STRING_OUTPUT_HEX},
    {NETSNMP_DS_LIB_QUICKE_PRINT, NETSNMP_OID_OUTPUT_SUFFIX, NETSNMP_STRING_OUTPUT_ASCII},
    {NETSNMP_DS_LIB_NUMERIC_TIMETICKS, NETSNMP_OID_OUTPUT_FULL, NETSNMP_STRING_OUTPUT_GUESS},
    {NETSNMP_DS_LIB_ESCAPE_QUOTES, NETSNMP_OID_OUTPUT_UCD, NETSNMP_STRING_OUTPUT_GUESS},
    {NETSNMP_DS_LIB_EXTENDED_INDEX, NETSNMP_OID_OUTPUT_MODULE, NETSNMP_STRING_OUTPUT_HEX},
    {NETSNMP_DS_LIB_PRINT_HEX_TEXT, NETSNMP_OID_OUTPUT_MODULE, NETSNMP_STRING_OUTPUT_HEX},
    {NETSNMP_DS_LIB_PRINT_BARE_VALUE, NETSNMP_OID_OUTPUT_NONE, NETSNMP_STRING_OUTPUT_GUESS},
    {NETSNMP_DS_LIB_2DIGIT_HEX_OUTPUT, NETSNMP_OID_OUTPUT_FULL, NETSNMP_STRING_OUTPUT_HEX},
};
enum { N_FORMS = sizeof forms / sizeof *forms };

static void set_form(struct form form, int is_on)
{
    if (form.flag >= 0)
        netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, form.flag, is_on);
    netsnmp_ds_set_int(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_OID_OUTPUT_FORMAT,
                       is_on ? form.oid_form : 0);
    netsnmp_ds_set_int(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_STRING_OUTPUT_FORMAT,
                       is_on ? form.string_form : 0);
}

/* In a block of exactly that size. */
static void print(const netsnmp_variable_list *variable, size_t size)
{
    char *text = malloc(size);
    if (!text)
        abort();
    text[0] = '\0';
    int len = snprint_variable(text, size, variable->name, variable->name_length, variable);
    BB_ORACLE(snmp_text_ends, len < 0 || ((size_t)len < size && text[len] == '\0'),
              "a variable's text does not end within its buffer");
    text[0] = '\0';
    len = snprint_value(text, size, variable->name, variable->name_length, variable);
    BB_ORACLE(snmp_value_text_ends, len < 0 || ((size_t)len < size && text[len] == '\0'),
              "a value's text does not end within its buffer");
    free(text);
}

/* Names below are read by what the MIB says of indices, and refused or changed if they differ. */
static bool is_of_device(const oid *name, size_t len)
{
    static const oid device[] = {1, 3, 6, 1, 4, 1, 8072, 9999};
    enum { LEN = sizeof device / sizeof *device };
    return snmp_oid_ncompare(device, LEN, name, len, LEN) == 0;
}

/* Perhaps with an index that is an OID of no length. */
static bool may_end_empty(const oid *name, size_t len)
{
    return is_of_device(name, len) && name[len - 1] == 0;
}

/* Of an index that is an OID net-snmp prints the first number, though it may have none: then it
 * reads the one behind the whole name. */
static bool is_left_out(struct form form, const netsnmp_variable_list *variable)
{
    if (form.flag != NETSNMP_DS_LIB_EXTENDED_INDEX)
        return false;
    bool is_name = may_end_empty(variable->name, variable->name_length);
    bool is_value = variable->type == ASN_OBJECT_ID &&
                    may_end_empty(variable->val.objid, variable->val_len / sizeof(oid));
    if (is_name || is_value)
        BB_KNOWN(index_empty);
    return is_name || is_value;
}

static void print_as(struct form form, const netsnmp_variable_list *variable, size_t small)
{
    if (is_left_out(form, variable))
        return;
    set_form(form, 1);
    print(variable, TEXT_BYTES);
    print(variable, small);
    set_form(form, 0);
}

/* A name in numbers is read as what it was. */
static void check_name(const netsnmp_variable_list *variable)
{
    u_char *text = NULL;
    size_t size = 0, text_len = 0, len = MAX_OID_LEN;
    oid name[MAX_OID_LEN];
    set_form(forms[1], 1);
    bool is_printed =
        sprint_realloc_objid(&text, &size, &text_len, 1, variable->name, variable->name_length);
    set_form(forms[1], 0);
    BB_ORACLE(snmp_name_prints, is_printed, "a name cannot be printed");
    bool is_read = read_objid((const char *)text, name, &len);
    BB_ORACLE(snmp_name_reads,
              is_read && snmp_oid_compare(name, len, variable->name, variable->name_length) == 0,
              "a name is read as another one");
    bb_shim_free(text);
}

void netsnmp_print_check(const netsnmp_pdu *pdu)
{
    const netsnmp_variable_list *variable = pdu->variables;
    for (unsigned i = 0; variable && i < MAX_PRINTED; i++, variable = variable->next_variable) {
        struct form form = forms[((unsigned long)pdu->reqid + i) % N_FORMS];
        print_as(form, variable, 1 + (unsigned long)pdu->reqid % SMALL_BYTES);
        if (variable->name_length > 1 && !is_of_device(variable->name, variable->name_length))
            check_name(variable);
    }
}

void netsnmp_print_error(netsnmp_session *session)
{
    char *text = NULL;
    int system_error = 0, error = 0;
    snmp_error(session, &system_error, &error, &text);
    BB_ORACLE(snmp_error_text, text && *text, "an error has no text");
    bb_shim_free(text);
}
