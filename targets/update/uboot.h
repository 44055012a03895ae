/* U-Boot's own headers, in the order in which its tools need them. */
#ifndef BB_UPDATE_UBOOT_H
#define BB_UPDATE_UBOOT_H

#include <compiler.h>

#include <mkimage.h>

#include <image.h>
#include <linux/libfdt.h>

#endif
