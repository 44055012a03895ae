/*
 * BlueZ's emulator/smp.c, which reads the PDU of a code in its full length whatever came: short
 * ones are not handed to it.
 */
#define smp_data       known_smp_data
#define smp_bredr_data known_smp_bredr_data
#include "emulator/smp.c"
#undef smp_data
#undef smp_bredr_data

#include "host_known.h"

/* With the code, by code; Core Specification, Volume 3, Part H, 3.5 and 3.6. */
static bool is_whole(const uint8_t *pdu, uint16_t len)
{
    static const uint8_t lengths[] = {1, 7, 7, 17, 17, 2, 17, 11, 17, 8, 17, 2, 65, 17, 2};
    if (len && (pdu[0] >= sizeof lengths || len >= lengths[pdu[0]]))
        return true;
    host_known_short_smp();
    return false;
}

/* Connections of audio have no SMP: a null pointer would be followed. */
static bool has_smp(const void *conn_data)
{
    if (!conn_data)
        host_known_no_smp();
    return conn_data != NULL;
}

void smp_data(void *conn_data, const void *data, uint16_t len)
{
    if (has_smp(conn_data) && is_whole(data, len))
        known_smp_data(conn_data, data, len);
}

void smp_bredr_data(void *conn_data, const void *data, uint16_t len)
{
    if (has_smp(conn_data) && is_whole(data, len))
        known_smp_bredr_data(conn_data, data, len);
}
