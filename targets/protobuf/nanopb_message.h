/*
 * A device.proto message with all that nanopb wants its user to give: callbacks, extensions, and
 * the memory of those.
 */
#ifndef NANOPB_MESSAGE_H
#define NANOPB_MESSAGE_H

#include "device.pb.h"

enum { FREE_TEXT_MAX_BYTES = 64 };

struct nanopb_message {
    device_Device device;
    char free_text[FREE_TEXT_MAX_BYTES];
    size_t free_text_len; /* 0: not there */
    size_t histories;     /* how many were decoded; they are not kept */
    pb_extension_t voltage, last;
    int32_t voltage_mv;
    device_Reading last_reading;
};

/* Makes it ready to be decoded into. It must not be moved from then on. */
void nanopb_message_init(struct nanopb_message *message);

/* Makes a decoded one ready to be encoded. */
void nanopb_message_writes(struct nanopb_message *message);

/* Gives back what nanopb allocated. */
void nanopb_message_release(struct nanopb_message *message);

#endif
