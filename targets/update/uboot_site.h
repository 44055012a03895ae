/*
 * What U-Boot's tools have around the code under test: a console (the parser's printf, puts and
 * putchar are renamed to these), and the half of their cryptography that signs, which is not here.
 */
#ifndef BB_UPDATE_UBOOT_SITE_H
#define BB_UPDATE_UBOOT_SITE_H

int uboot_site_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
int uboot_site_puts(const char *line);
int uboot_site_putchar(int c);

#endif
