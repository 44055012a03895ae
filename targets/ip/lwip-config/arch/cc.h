/*
 * lwIP's port: what the compiler and the platform are. Assertions of the parser end the process as
 * assert() does, so that they are told as such.
 */
#ifndef BRICKBAT_LWIP_CC_H
#define BRICKBAT_LWIP_CC_H

#include <stdint.h>
#include <stdlib.h>
#include <sys/time.h>

void lwip_port_assert(const char *words, const char *file, unsigned line, const char *function);

#define LWIP_PLATFORM_ASSERT(words) lwip_port_assert(words, __FILE__, __LINE__, __func__)
#define LWIP_PLATFORM_DIAG(arguments)
#define LWIP_RAND() ((uint32_t)rand()) /* the shim's */

#endif
