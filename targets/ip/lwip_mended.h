/*
 * Called where a fault of lwIP's would have shown that is mended here: counts it (lwip_known.c).
 */
#ifndef LWIP_MENDED_H
#define LWIP_MENDED_H

void lwip_mended_strnstr(void);
void lwip_mended_stream(void);

#endif
