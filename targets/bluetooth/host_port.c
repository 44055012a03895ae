/*
 * What BlueZ's emulated host takes from the kernel: ciphers (crypto.h uses sockets of the family
 * AF_ALG) and random numbers (ecc.c reads a device).
 *
 * In place of AES a sponge without any strength stands here, with the arguments of each function:
 * pairing compares what both ends calculate, and that the ends agree is all that the parser needs.
 * Points on the curve are BlueZ's own (src/shared/ecc.c).
 */
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>
#include <sys/uio.h>

#include "src/shared/crypto.h"

#include "shim/random_calls.h"

enum { RANDOM_FD = 1000 };

int host_port_open(const char *path, int flags, ...);
ssize_t host_port_read(int fd, void *buf, size_t size);
int host_port_close(int fd);

int host_port_open(const char *path, int flags, ...)
{
    (void)flags;
    return strcmp(path, "/dev/urandom") == 0 ? RANDOM_FD : -1;
}

ssize_t host_port_read(int fd, void *buf, size_t size)
{
    return fd == RANDOM_FD ? bb_shim_getrandom(buf, size, 0) : -1;
}

int host_port_close(int fd)
{
    return fd == RANDOM_FD ? 0 : -1;
}

/* --- ciphers -----------------------------------------------------------------------------------
 */

struct sponge {
    uint64_t left, right;
};

static void absorb(struct sponge *sponge, const void *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        sponge->left = (sponge->left ^ ((const uint8_t *)bytes)[i]) * 0x100000001b3u;
        sponge->right = (sponge->right << 23 | sponge->right >> 41) + sponge->left;
    }
}

static struct sponge begin(uint8_t function, const void *key, size_t len)
{
    struct sponge sponge = {0xcbf29ce484222325u, 0};
    absorb(&sponge, &function, 1);
    absorb(&sponge, key, len);
    return sponge;
}

static bool squeeze(struct sponge *sponge, uint8_t ret_bytes[16])
{
    memcpy(ret_bytes, &sponge->left, 8);
    memcpy(ret_bytes + 8, &sponge->right, 8);
    absorb(sponge, ret_bytes, 16);
    return true;
}

static struct bt_crypto {
    int nothing;
} crypto;

struct bt_crypto *bt_crypto_new(void)
{
    return &crypto;
}

void bt_crypto_unref(struct bt_crypto *unused)
{
    (void)unused;
}

bool bt_crypto_random_bytes(struct bt_crypto *unused, void *buf, uint8_t num_bytes)
{
    (void)unused;
    return bb_shim_getrandom(buf, num_bytes, 0) == num_bytes;
}

bool bt_crypto_c1(struct bt_crypto *unused, const uint8_t k[16], const uint8_t r[16],
                  const uint8_t pres[7], const uint8_t preq[7], uint8_t iat, const uint8_t ia[6],
                  uint8_t rat, const uint8_t ra[6], uint8_t res[16])
{
    struct sponge sponge = begin(1, k, 16);
    (void)unused;
    absorb(&sponge, r, 16);
    absorb(&sponge, pres, 7);
    absorb(&sponge, preq, 7);
    absorb(&sponge, &iat, 1);
    absorb(&sponge, ia, 6);
    absorb(&sponge, &rat, 1);
    absorb(&sponge, ra, 6);
    return squeeze(&sponge, res);
}

bool bt_crypto_s1(struct bt_crypto *unused, const uint8_t k[16], const uint8_t r1[16],
                  const uint8_t r2[16], uint8_t res[16])
{
    struct sponge sponge = begin(2, k, 16);
    (void)unused;
    absorb(&sponge, r1, 8);
    absorb(&sponge, r2, 8);
    return squeeze(&sponge, res);
}

bool bt_crypto_f4(struct bt_crypto *unused, uint8_t u[32], uint8_t v[32], uint8_t x[16], uint8_t z,
                  uint8_t res[16])
{
    struct sponge sponge = begin(4, x, 16);
    (void)unused;
    absorb(&sponge, u, 32);
    absorb(&sponge, v, 32);
    absorb(&sponge, &z, 1);
    return squeeze(&sponge, res);
}

bool bt_crypto_f5(struct bt_crypto *unused, uint8_t w[32], uint8_t n1[16], uint8_t n2[16],
                  uint8_t a1[7], uint8_t a2[7], uint8_t mackey[16], uint8_t ltk[16])
{
    struct sponge sponge = begin(5, w, 32);
    (void)unused;
    absorb(&sponge, n1, 16);
    absorb(&sponge, n2, 16);
    absorb(&sponge, a1, 7);
    absorb(&sponge, a2, 7);
    return squeeze(&sponge, mackey) && squeeze(&sponge, ltk);
}

bool bt_crypto_f6(struct bt_crypto *unused, uint8_t w[16], uint8_t n1[16], uint8_t n2[16],
                  uint8_t r[16], uint8_t io_cap[3], uint8_t a1[7], uint8_t a2[7], uint8_t res[16])
{
    struct sponge sponge = begin(6, w, 16);
    (void)unused;
    absorb(&sponge, n1, 16);
    absorb(&sponge, n2, 16);
    absorb(&sponge, r, 16);
    absorb(&sponge, io_cap, 3);
    absorb(&sponge, a1, 7);
    absorb(&sponge, a2, 7);
    return squeeze(&sponge, res);
}
