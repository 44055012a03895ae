/* The parts of update_uboot_fit. Each is given an image that passed fit_check_format, none of whose
 * data lies outside of it, and what we read of it. */
#ifndef BB_UPDATE_FIT_CHECK_H
#define BB_UPDATE_FIT_CHECK_H

#include "fit.h"

/* Asks for all properties of all images and configurations. */
void fit_ask(const void *blob, const struct fit *fit);

/* Verifies digests and signatures, without and with a key. Returns whether all digests are right.
 */
bool fit_verify(const void *blob, const struct fit *fit);

/* Loads what each configuration names, as a boot loader does, up to where it would be moved to its
 * place in memory. */
void fit_load(const void *blob, const struct fit *fit);

#endif
