#include <brickbat/target.h>

#include "device.h"
#include "rtu_frame.h"

enum { RTU_MIN_BYTES = 4 }; /* address, function code, CRC */

/* Serial line V1.02, 2.2, 2.5.1. */
void device_check_rtu_reply(struct bb_bytes request, struct bb_bytes reply)
{
    BB_ORACLE(rtu_broadcast_silent, request.len == 0 || request.ptr[0] != MODBUS_BROADCAST_ADDRESS,
              "a broadcast was answered");
    BB_ORACLE(rtu_reply_size, reply.len > RTU_MIN_BYTES && reply.len <= MODBUS_RTU_MAX_ADU_LENGTH,
              "a reply is shorter than address, function code, data and CRC, or longer than 256");
    BB_ORACLE(rtu_reply_crc, rtu_crc_is_right(reply), "the CRC of a reply is wrong");
    BB_ORACLE(rtu_reply_function,
              request.len < 2 || device_answers_function(request.ptr[1], reply.ptr[1]),
              "a reply has another function code than its request");
}
