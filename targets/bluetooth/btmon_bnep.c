#include "btmon_pdu.h"

#include "btmon_known.h"

/* BNEP (Bluetooth Network Encapsulation Protocol 1.0), 2.4 to 2.7. */
enum { EXTENDED = 0x80, CONTROL = 1, CONTROLS = 7 };

/* How many bytes the monitor takes of a request to set up a connection; more than there are if it
 * stops. UUIDs of which not all is there are not skipped. */
static size_t setup_len(const uint8_t *control, size_t len)
{
    enum { HEAD = 2, UUID = 16, SHOWN = 4 };
    size_t at = HEAD, size = control[1];
    if (size == 2 || size == 4)
        return HEAD + 2 * size;
    if (size != UUID)
        return HEAD + 2 * size <= len ? HEAD + 2 * size : HEAD;
    for (int i = 0; i < 2; i++) {
        if (len - at < SHOWN)
            return len + 1;
        at += SHOWN;
        if (len - at >= UUID - SHOWN)
            at += UUID - SHOWN;
    }
    return at;
}

/* The same of any control, its type first. */
static size_t control_len(const uint8_t *control, size_t len)
{
    size_t n = len < 3 ? 0 : (size_t)control[1] << 8 | control[2];
    if (len < 2)
        return len + 1;
    switch (control[0]) {
    case 0: return 2;
    case 1: return setup_len(control, len);
    case 3: return 3 + n / 4 * 4;
    case 5: return 3 + n / 12 * 12;
    default: return 3;
    }
}

/* Where the extensions begin; more than there is if the monitor stops before. */
static size_t header_len(const uint8_t *pdu, size_t len)
{
    switch (pdu[0] & ~EXTENDED) {
    case 0: return 15;
    case CONTROL: return 1 + control_len(pdu + 1, len - 1);
    case 2: return 3;
    case 3:
    case 4: return 9;
    default: return len + 1;
    }
}

static bool is_extension_long(const uint8_t *pdu, size_t len, size_t at)
{
    for (bool more = true; more && at < len && len - at >= 2;) {
        size_t left = len - at - 2, taken = pdu[at + 1];
        bool is_control = (pdu[at] & ~EXTENDED) == 0;
        if (is_control && (left == 0 || pdu[at + 2] < CONTROLS))
            taken = control_len(pdu + at + 2, left);
        else if (taken > left || (is_control && taken == 0))
            return true;
        more = pdu[at] & EXTENDED;
        at += 2 + taken;
    }
    return false;
}

bool btmon_pdu_is_known_bnep(const uint8_t *pdu, size_t len)
{
    if (len < 2)
        return false;
    if ((pdu[0] & ~EXTENDED) == CONTROL && pdu[1] >= CONTROLS)
        return btmon_known_long_bnep();
    if (pdu[0] & EXTENDED && is_extension_long(pdu, len, header_len(pdu, len)))
        return btmon_known_long_bnep();
    return false;
}
