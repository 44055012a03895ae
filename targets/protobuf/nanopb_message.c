#include "nanopb_message.h"

#include <pb_decode.h>
#include <pb_encode.h>
#include <string.h>

static bool read_text(pb_istream_t *stream, const pb_field_t *field, void **argument)
{
    (void)field;
    struct nanopb_message *message = *argument;
    if (stream->bytes_left > FREE_TEXT_MAX_BYTES)
        return false;
    message->free_text_len = stream->bytes_left;
    return pb_read(stream, (pb_byte_t *)message->free_text, stream->bytes_left);
}

static bool write_text(pb_ostream_t *stream, const pb_field_t *field, void *const *argument)
{
    const struct nanopb_message *message = *argument;
    return message->free_text_len == 0 ||
           (pb_encode_tag_for_field(stream, field) &&
            pb_encode_string(stream, (const pb_byte_t *)message->free_text,
                             message->free_text_len));
}

static bool read_history(pb_istream_t *stream, const pb_field_t *field, void **argument)
{
    (void)field;
    struct nanopb_message *message = *argument;
    device_Reading reading = device_Reading_init_zero;
    bool is_read = pb_decode(stream, &device_Reading_msg, &reading);
    message->histories += is_read;
    if (is_read)
        pb_release(&device_Reading_msg, &reading);
    return is_read;
}

void nanopb_message_init(struct nanopb_message *message)
{
    memset(message, 0, sizeof *message);
    message->device = (device_Device)device_Device_init_default;
    message->device.free_text = (pb_callback_t){.funcs.decode = read_text, .arg = message};
    message->device.history = (pb_callback_t){.funcs.decode = read_history, .arg = message};
    message->voltage =
        (pb_extension_t){&device_voltage_mv, &message->voltage_mv, &message->last, 0};
    message->last = (pb_extension_t){&device_last, &message->last_reading, NULL, 0};
    message->device.extensions = &message->voltage;
}

/* The callbacks of encoding take the place of those of decoding. */
void nanopb_message_writes(struct nanopb_message *message)
{
    message->device.free_text.funcs.encode = write_text;
    message->device.history.funcs.encode = NULL;
}

void nanopb_message_release(struct nanopb_message *message)
{
    pb_release(&device_Device_msg, &message->device);
}
