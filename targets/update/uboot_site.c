#include "uboot_site.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "uboot.h"

enum { LINE_BYTES = 1024 };

/* Nobody reads it, but the sanitizers see what is put in. */
int uboot_site_printf(const char *format, ...)
{
    char line[LINE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    return n;
}

int uboot_site_puts(const char *line)
{
    return (int)strlen(line);
}

int uboot_site_putchar(int c)
{
    return c;
}

/* The half of the tables of algorithms that signs, for which mkimage has OpenSSL and a private key.
 */
static _Noreturn void *refuse(void)
{
    fputs("uboot_site: nothing is signed here\n", stderr);
    abort();
}

int rsa_sign(struct image_sign_info *info, const struct image_region region[], int region_count,
             uint8_t **sigp, uint *sig_len)
{
    (void)info, (void)region, (void)region_count, (void)sigp, (void)sig_len;
    refuse();
}

int rsa_add_verify_data(struct image_sign_info *info, void *keydest)
{
    (void)info, (void)keydest;
    refuse();
}

int ecdsa_sign(struct image_sign_info *info, const struct image_region region[], int region_count,
               uint8_t **sigp, uint *sig_len)
{
    (void)info, (void)region, (void)region_count, (void)sigp, (void)sig_len;
    refuse();
}

int ecdsa_add_verify_data(struct image_sign_info *info, void *keydest)
{
    (void)info, (void)keydest;
    refuse();
}

/* Is with OpenSSL in the tools; the device's has hardware or none. */
int ecdsa_verify(struct image_sign_info *info, const struct image_region region[], int region_count,
                 uint8_t *sig, uint sig_len)
{
    (void)info, (void)region, (void)region_count, (void)sig, (void)sig_len;
    return -1;
}

const EVP_MD *EVP_sha1(void)
{
    refuse();
}

const EVP_MD *EVP_sha256(void)
{
    refuse();
}

const EVP_MD *EVP_sha384(void)
{
    refuse();
}

const EVP_MD *EVP_sha512(void)
{
    refuse();
}
