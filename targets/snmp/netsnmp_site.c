#include "netsnmp_site.h"

#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>

#include <net-snmp/library/lcd_time.h>

#include <stdlib.h>
#include <string.h>

#include "netsnmp_known.h"
#include "shim/clock.h"
#include "shim/heap.h"
#include "shim/random.h"
#include "shim/snapshot.h"

enum { HEAP_MAX_BYTES = 16 << 20 };

/* That of the seeds, which therefore are to and from this device. */
static const u_char engine_id[] = {0x80, 0x00, 0x1f, 0x88, 0x80, 0xa0, 0x1d, 0xc9, 0x40,
                                   0x8a, 0x6c, 0x03, 0x6b, 0x00, 0x00, 0x00, 0x00};

/* Keys instead of passphrases, which take a second to become keys. The last one is of another
 * engine, which sends traps. */
static const char *const users[] = {
    "plain",
    "auth MD5 -l 0x000102030405060708090a0b0c0d0e0f",
    "des SHA -l 0x000102030405060708090a0b0c0d0e0f10111213 "
    "DES -l 0x101112131415161718191a1b1c1d1e1f",
    "priv MD5 -l 0x000102030405060708090a0b0c0d0e0f "
    "DES -l 0x202122232425262728292a2b2c2d2e2f",
    "-e 0x80001f8880112233 auth MD5 -l 0x000102030405060708090a0b0c0d0e0f",
};

char *netsnmp_site_getenv(const char *name)
{
    (void)name;
    return NULL;
}

FILE *netsnmp_site_fopen(const char *name, const char *mode)
{
    if (strcmp(name, "DEVICE-MIB") != 0)
        return NULL;
    return fmemopen((char *)netsnmp_site_mib, strlen(netsnmp_site_mib), mode); /* "r" */
}

static void add_user(const char *words)
{
    char line[256];
    snprintf(line, sizeof line, "%s", words); /* it is cut into words in place */
    usm_parse_create_usmUser("createUser", line);
}

void netsnmp_site_start(void)
{
    netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DONT_READ_CONFIGS, 1);
    netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DONT_PERSIST_STATE, 1);
    netsnmp_register_loghandler(NETSNMP_LOGHANDLER_NONE, LOG_DEBUG);
    init_snmp("brickbat");
    if (!read_mib("DEVICE-MIB"))
        abort();
    if (set_exact_engineID(engine_id, sizeof engine_id) != SNMPERR_SUCCESS)
        abort();
    for (size_t i = 0; i < sizeof users / sizeof *users; i++)
        add_user(users[i]);
    netsnmp_known_start();
    free_etimelist();
    bb_shim_snapshot_take();
}

void netsnmp_site_begin(void)
{
    bb_shim_snapshot_restore();
    bb_shim_clock_reset();
    bb_shim_random_reset(0);
    bb_shim_heap_begin(HEAP_MAX_BYTES);
    set_enginetime(engine_id, sizeof engine_id, 1, 0, TRUE);
}

void netsnmp_site_end(void)
{
    free_etimelist();
    bb_shim_heap_check_returned();
}
