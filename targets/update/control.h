/*
 * The device tree of the boot loader itself, which holds the public key that a device was given,
 * and says what has to be signed with it.
 */
#ifndef BB_UPDATE_CONTROL_H
#define BB_UPDATE_CONTROL_H

enum control {
    CONTROL_NO_KEY,
    CONTROL_CONFIGURATION, /* a configuration must be signed */
    CONTROL_IMAGE,         /* every image must */
    CONTROL_COUNT,
};

/* Once, before anything else. */
void control_prepare(void);

/* From now on it is this one. Returns it. */
const void *control_use(enum control control);

#endif
