/*
 * What the monitor takes from the rest of BlueZ, the kernel and glib, and has of us: its terminal
 * (80 columns), the adapter's address, the file of GATT attributes that bluetoothd has stored
 * (btmon_site.h), the cipher for private addresses, four functions of strings, and the control
 * channel, which only reads what is handed over here already.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include "lib/bluetooth.h"
#include "lib/hci.h"
#include "lib/uuid.h"
#include "monitor/control.h"
#include "src/shared/att.h"
#include "src/shared/crypto.h"
#include "src/shared/queue.h"
#include "src/shared/timeout.h"
#include "src/textfile.h"

#include "src/shared/gatt-db.h"

#include "src/settings.h"

#include "btmon_known.h"
#include "btmon_site.h"
#include "glib.h"

enum { SOCKET_FD = 1000, STORED_S = 1600000000, TIMER_ID = 1, NAME_MAX_BYTES = 1490 };

int btmon_port_socket(int family, int type, int protocol);
int btmon_port_close(int fd);
int btmon_port_ioctl(int fd, unsigned long request, ...);
int btmon_port_lstat(const char *path, struct stat *ret_stat);

int btmon_port_socket(int family, int type, int protocol)
{
    (void)type, (void)protocol;
    return family == AF_BLUETOOTH ? SOCKET_FD : -1;
}

int btmon_port_close(int fd)
{
    return fd == SOCKET_FD ? 0 : -1;
}

/* Each adapter is up, and its number is in its address; the terminal does not tell its size. */
int btmon_port_ioctl(int fd, unsigned long request, ...)
{
    if (fd != SOCKET_FD || request != HCIGETDEVINFO)
        return -1;
    va_list arguments;
    va_start(arguments, request);
    struct hci_dev_info *info = va_arg(arguments, struct hci_dev_info *);
    va_end(arguments);
    info->flags = 1u << HCI_UP;
    info->bdaddr = (bdaddr_t){{(uint8_t)info->dev_id, 0x11, 0x22, 0x33, 0x44, 0x55}};
    return 0;
}

/* --- stored attributes --- */

int create_filename(char *str, size_t size, const char *fmt, ...)
{
    va_list arguments;
    va_start(arguments, fmt);
    int len = vsnprintf(str, size, fmt, arguments);
    va_end(arguments);
    return len >= 0 && (size_t)len < size ? 0 : -1;
}

/* Both files are there, and do not change. */
int btmon_port_lstat(const char *path, struct stat *ret_stat)
{
    (void)path;
    *ret_stat = (struct stat){.st_mtim = {.tv_sec = STORED_S}};
    return 0;
}

int btd_settings_gatt_db_load(struct gatt_db *db, const char *filename)
{
    (void)filename;
    btmon_site_load(db);
    return 0;
}

/* --- the cipher --- */

static int cipher;

struct bt_crypto *bt_crypto_new(void)
{
    return (struct bt_crypto *)(void *)&cipher;
}

void bt_crypto_unref(struct bt_crypto *crypto)
{
    (void)crypto;
}

/* In place of AES: an address belongs to a key if its hash is the key's first bytes, so that
 * fuzzing can resolve one. */
bool bt_crypto_ah(struct bt_crypto *crypto, const uint8_t k[16], const uint8_t r[3],
                  uint8_t hash[3])
{
    (void)crypto, (void)r;
    memcpy(hash, k, 3);
    return true;
}

bool bt_crypto_gatt_hash(struct bt_crypto *crypto, struct iovec *iov, size_t iov_len,
                         uint8_t res[16])
{
    (void)crypto, (void)iov, (void)iov_len, (void)res;
    return false;
}

/* A database reckons its hash some time after it was changed: there is no time here. */
unsigned int timeout_add(unsigned int ms, timeout_func_t func, void *data,
                         timeout_destroy_func_t destroy)
{
    (void)ms, (void)func, (void)data, (void)destroy;
    return TIMER_ID;
}

void timeout_remove(unsigned int id)
{
    (void)id;
}

/* --- strings --- */

/* Bytes of the character that begins here; 0 if it is none. RFC 3629, 4. */
static size_t utf8_len(const uint8_t *bytes, size_t size)
{
    uint8_t lead = bytes[0];
    size_t len = lead < 0x80   ? 1
                 : lead < 0xc2 ? 0
                 : lead < 0xe0 ? 2
                 : lead < 0xf0 ? 3
                 : lead < 0xf5 ? 4
                               : 0;
    if (len == 0 || len > size || lead == 0)
        return 0;
    for (size_t i = 1; i < len; i++)
        if ((bytes[i] & 0xc0) != 0x80)
            return 0;
    bool is_outside =
        len > 2 && ((lead == 0xe0 && bytes[1] < 0xa0) || (lead == 0xed && bytes[1] > 0x9f) ||
                    (lead == 0xf0 && bytes[1] < 0x90) || (lead == 0xf4 && bytes[1] > 0x8f));
    return is_outside ? 0 : len;
}

int g_utf8_validate(const char *str, ssize_t max_len, const char **end)
{
    (void)end;
    for (size_t at = 0, len; at < (size_t)max_len; at += len) {
        len = utf8_len((const uint8_t *)str + at, (size_t)max_len - at);
        if (len == 0)
            return 0;
    }
    return 1;
}

/* The monitor never gives a name back (name_leak): each takes the place of the one before, of
 * which only the text was printed. */
char *g_strndup(const char *str, size_t n)
{
    static char name[NAME_MAX_BYTES + 1];
    btmon_known_name_leak();
    if (n > NAME_MAX_BYTES)
        n = NAME_MAX_BYTES;
    memset(name, 0, sizeof name);
    strncpy(name, str, n);
    return name;
}

char *g_strdup(const char *str)
{
    return g_strndup(str, strlen(str));
}

char *g_strstrip(char *str)
{
    size_t from = strspn(str, " \t\n\v\f\r"), len = strlen(str + from);
    memmove(str, str + from, len + 1);
    while (len && strchr(" \t\n\v\f\r", str[len - 1]))
        str[--len] = 0;
    return str;
}

/* --- the control channel --- */

void control_disable_decoding(void)
{
}

void control_filter_index(uint16_t index)
{
    (void)index;
}

void control_message(uint16_t opcode, const void *data, uint16_t size)
{
    (void)opcode, (void)data, (void)size;
}
