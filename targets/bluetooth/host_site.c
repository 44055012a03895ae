#include "host_site.h"

#include <brickbat/target.h>

#include <stdbool.h>

#include "monitor/bt.h"

#include "host_known.h"

enum {
    PSM_SDP = 1,
    PSM_RFCOMM = 3,
    PSM_OWN = 0x1001,
    CHANNEL = 1,
    CID_ATT = 4,
    CID_DYNAMIC = 0x40,
    EXTENDED_FEATURES = 2,
};

/* Core Specification, Volume 3, Part H, 3.5.1. */
enum { AUTH_BONDING = 1, AUTH_MITM = 4, AUTH_SC = 8 };

static const struct {
    uint8_t io_capability;
    uint8_t auth_req;
} pairings[] = {
    {1, AUTH_BONDING | AUTH_MITM | AUTH_SC}, /* display and button: numbers are compared */
    {3, AUTH_BONDING | AUTH_SC},             /* nothing: just works */
    {2, AUTH_BONDING | AUTH_MITM | AUTH_SC}, /* keyboard: a passkey */
    {2, AUTH_BONDING | AUTH_MITM},
};

static const uint8_t peer_address[6] = {0x66, 0x55, 0x44, 0x33, 0x22, 0x11};

static struct bthost *device;
static volatile uint8_t sink;

/* What comes is read, so that AddressSanitizer sees a range that is not there. */
static void take(const void *data, uint16_t len, void *context)
{
    const uint8_t *bytes = data;
    (void)context;
    for (uint16_t i = 0; i < len; i++)
        sink ^= bytes[i];
}

static void on_response(uint8_t code, const void *data, uint16_t len, void *context)
{
    (void)code;
    take(data, len, context);
}

static void on_rfcomm(uint16_t handle, uint16_t channel, void *context, bool status)
{
    (void)channel;
    (void)context;
    if (status)
        bthost_send_rfcomm_data(device, handle, CHANNEL, "ready", 5);
}

static void on_channel(uint16_t handle, uint16_t channel, void *context)
{
    (void)context;
    if (channel < CID_DYNAMIC) {
        host_known_fixed_channel();
        return;
    }
    bthost_add_cid_hook(device, handle, channel, take, NULL);
    bthost_send_cid(device, handle, channel, "hello", 5);
}

static void on_link(uint16_t handle, void *context)
{
    const struct bt_l2cap_pdu_info_req ask = {.type = EXTENDED_FEATURES};
    unsigned pairing = handle >> 2 & 3;
    (void)context;
    bthost_set_io_capability(device, pairings[pairing].io_capability);
    bthost_set_auth_req(device, pairings[pairing].auth_req);
    bthost_set_sc_support(device, pairings[pairing].auth_req & AUTH_SC);
    switch (handle & 3) {
    case 1: bthost_request_auth(device, handle); break;
    case 2:
        bthost_l2cap_req(device, handle, BT_L2CAP_PDU_INFO_REQ, &ask, sizeof ask, on_response,
                         NULL);
        bthost_connect_rfcomm(device, handle, CHANNEL, on_rfcomm, NULL);
        break;
    case 3:
        bthost_add_cid_hook(device, handle, CID_ATT, take, NULL);
        bthost_add_rfcomm_chan_hook(device, handle, CHANNEL, take, NULL);
        break;
    default: break;
    }
}

static void on_iso_link(uint16_t handle, void *context)
{
    (void)context;
    bthost_add_iso_hook(device, handle, take, NULL, NULL);
}

static void on_complete(uint16_t opcode, uint8_t status, const void *data, uint8_t len,
                        void *context)
{
    take(data, len, context);
    if (status == 0 && opcode == BT_HCI_CMD_LE_SET_SCAN_ENABLE)
        bthost_hci_connect(device, peer_address, BDADDR_LE_PUBLIC);
    else if (status == 0 && opcode == BT_HCI_CMD_WRITE_SCAN_ENABLE)
        bthost_hci_connect(device, peer_address, BDADDR_BREDR);
}

void host_site_set_up(struct bthost *host)
{
    device = host;
    bthost_set_cmd_complete_cb(host, on_complete, NULL);
    bthost_set_connect_cb(host, on_link, NULL);
    bthost_set_iso_cb(host, on_iso_link, NULL);
    bthost_add_l2cap_server(host, PSM_SDP, on_channel, NULL, NULL);
    bthost_add_l2cap_server(host, PSM_RFCOMM, NULL, NULL, NULL);
    bthost_add_l2cap_server(host, PSM_OWN, on_channel, NULL, NULL);
    bthost_add_rfcomm_server(host, CHANNEL, on_rfcomm, NULL);
    bthost_set_pin_code(host, (const uint8_t *)"0000", 4);
    bthost_start(host);
    bthost_write_ssp_mode(host, 1);
    bthost_write_le_host_supported(host, 1);
    bthost_set_sc_support(host, true);
}

void host_site_report(struct bthost *host)
{
    bb_state(0x180u | bthost_bredr_capable(host));
}
