#include "netsnmp_site.h"

#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>

#include <net-snmp/library/lcd_time.h>

#include <stdlib.h>

#include "netsnmp_known.h"
#include "shim/clock.h"
#include "shim/heap.h"
#include "shim/random.h"
#include "shim/snapshot.h"

enum { HEAP_MAX_BYTES = 16 << 20 };

/* That of the seeds, which therefore are to and from this device. */
static const u_char engine_id[] = {0x80, 0x00, 0x1f, 0x88, 0x80, 0xa0, 0x1d, 0xc9, 0x40,
                                   0x8a, 0x6c, 0x03, 0x6b, 0x00, 0x00, 0x00, 0x00};

char *netsnmp_site_getenv(const char *name)
{
    (void)name;
    return NULL;
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
    if (set_exact_engineID(engine_id, sizeof engine_id) != SNMPERR_SUCCESS)
        abort();
    add_user("plain");
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
