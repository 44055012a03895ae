/*
 * Frames on a serial line: serial line V1.02, 2.5.1.
 */
#ifndef BB_MODBUS_RTU_FRAME_H
#define BB_MODBUS_RTU_FRAME_H

#include "base/bytes.h"

/* Where the first frame on the line ends: after the first CRC that fits. The silence that ends it
 * is not in the bytes. All of them if none fits. */
size_t rtu_frame_len(struct bb_bytes line);

/* The frame ends with the CRC over the rest of it. */
bool rtu_crc_is_right(struct bb_bytes frame);

#endif
