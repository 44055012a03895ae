/*
 * The calls that clock.syms puts in the place of the system's. Only renamed objects and the tests
 * call them.
 */
#ifndef BB_SHIM_CLOCK_CALLS_H
#define BB_SHIM_CLOCK_CALLS_H

#include <stdbool.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

time_t bb_shim_time(time_t *ret_time);
int bb_shim_gettimeofday(struct timeval *ret_time, void *ret_zone);
int bb_shim_clock_gettime(clockid_t clock, struct timespec *ret_time);
unsigned bb_shim_sleep(unsigned seconds);
int bb_shim_usleep(useconds_t us);
int bb_shim_nanosleep(const struct timespec *wanted, struct timespec *ret_left);

#endif
