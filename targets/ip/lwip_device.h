/*
 * The device that lwIP runs in: its variables, memory and time, for one run after the other. A run
 * begins with the stack initialized and without an interface, and ends when all is given back.
 */
#ifndef LWIP_DEVICE_H
#define LWIP_DEVICE_H

/* Once, before the first run. */
void lwip_device_prepare(void);

void lwip_device_begin(void);

/* Lets time pass, in steps of at most a quarter of a second, with the timers that are due. */
void lwip_device_pass_ms(unsigned ms);

/* Ends connections, timers and whatever waits for fragments. Interfaces are closed between the two
 * (lwip_link.h); the second one ends the process if memory is still held. */
void lwip_device_stop(void);
void lwip_device_end(void);

#endif
