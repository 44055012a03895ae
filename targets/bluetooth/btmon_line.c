#include "btmon_line.h"

#include <string.h>

#include "lib/bluetooth.h"
#include "src/shared/btsnoop.h"

enum {
    LABEL_MAX_BYTES = 54, /* beside the longest time: 80 columns less 26 */
    LINE_BYTES = 239,     /* for label and text: 256 less colours and what is between them */
    NAME_MAX_BYTES = 56,  /* of a company: longer ones are wider than the terminal */
};

/* What a program logs: its name, and a text. Both end within the record. */
static bool is_log_long(const uint8_t *data)
{
    static const char of_frame[] = "User Data RX";
    size_t name_len = data[1] ? strlen((const char *)data + 2) : 0;
    bool is_frame = data[1] && (data[2] == '<' || data[2] == '>');
    size_t text_len = is_frame ? sizeof of_frame - 1 : strlen((const char *)data + 2 + data[1]);
    return name_len > LABEL_MAX_BYTES && name_len + text_len > LINE_BYTES;
}

/* What the kernel tells of an adapter: its address, and its manufacturer's name behind it. */
static bool is_info_long(const uint8_t *data)
{
    int manufacturer = data[6] | data[7] << 8;
    return strlen(bt_compidtostr(manufacturer)) > NAME_MAX_BYTES;
}

bool btmon_line_is_long(unsigned opcode, const uint8_t *data, size_t len)
{
    switch (opcode) {
    case BTSNOOP_OPCODE_USER_LOGGING: return len > 2 && is_log_long(data);
    case BTSNOOP_OPCODE_INDEX_INFO: return len == 8 && is_info_long(data);
    default: return false;
    }
}
