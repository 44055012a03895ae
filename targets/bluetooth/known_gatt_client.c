/*
 * BlueZ's src/shared/gatt-client.c. What registers for notifications while another registration
 * ends has to wait until that is answered (disable_ccc_callback). When the link goes instead, the
 * request that is due cannot be sent, and notify_data_write_ccc keeps the reference that it has
 * taken for it: memory is lost, and the program is never told that its registration has ended. Here
 * it is given back.
 */
#include <stdint.h>

struct bt_att;
typedef void (*known_response_fn)(uint8_t opcode, const void *pdu, uint16_t length,
                                  void *user_data);
typedef void (*known_destroy_fn)(void *user_data);
unsigned int bt_att_send(struct bt_att *att, uint8_t opcode, const void *pdu, uint16_t length,
                         known_response_fn callback, void *user_data, known_destroy_fn destroy);
static unsigned int known_send(struct bt_att *att, uint8_t opcode, const void *pdu, uint16_t length,
                               known_response_fn callback, void *user_data,
                               known_destroy_fn destroy);

#define bt_att_send known_send
#include "src/shared/gatt-client.c"
#undef bt_att_send

#include "known_att.h"

static unsigned int known_send(struct bt_att *att, uint8_t opcode, const void *pdu, uint16_t length,
                               known_response_fn callback, void *user_data,
                               known_destroy_fn destroy)
{
    unsigned int id = bt_att_send(att, opcode, pdu, length, callback, user_data, destroy);
    if (id == 0 && destroy == notify_data_unref) {
        known_registration_lost();
        notify_data_unref(user_data);
    }
    return id;
}
