/*
 * What libmodbus's configure script would find on Linux with glibc, as far as its sources ask.
 */
#define HAVE_ACCEPT4        1
#define HAVE_BYTESWAP_H     1
#define HAVE_DECL_TIOCM_RTS 1
/* RS-485 mode is set up by an ioctl on a real device; there is none. */
#define HAVE_DECL_TIOCSRS485 0
