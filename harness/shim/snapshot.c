#include "shim/snapshot.h"

#include <stdint.h>
#include <stdlib.h>

/* Weak: without a library that has SNAPSHOT the section is not there. */
extern uint8_t __start_bb_snapshot[] __attribute__((weak));
extern uint8_t __stop_bb_snapshot[] __attribute__((weak));

static uint8_t *saved; /* NULL before the first take; never freed */

static size_t section_bytes(void)
{
    return (size_t)(__stop_bb_snapshot - __start_bb_snapshot);
}

/* With AddressSanitizer there are red zones between the variables, which memcpy may not touch. They
 * hold zeroes; volatile keeps the compiler from making a memcpy of this. */
__attribute__((no_sanitize("address", "undefined"))) static void copy(uint8_t *to,
                                                                      const uint8_t *from, size_t n)
{
    volatile uint64_t *to_words = (volatile uint64_t *)to;
    const volatile uint64_t *from_words = (const volatile uint64_t *)from;
    size_t words = n / sizeof(uint64_t);
    for (size_t i = 0; i < words; i++)
        to_words[i] = from_words[i];
    for (size_t i = words * sizeof(uint64_t); i < n; i++)
        ((volatile uint8_t *)to)[i] = ((const volatile uint8_t *)from)[i];
}

void bb_shim_snapshot_take(void)
{
    if (!saved)
        saved = malloc(section_bytes() + 1);
    if (!saved)
        abort();
    copy(saved, __start_bb_snapshot, section_bytes());
}

void bb_shim_snapshot_restore(void)
{
    if (saved)
        copy(__start_bb_snapshot, saved, section_bytes());
}

size_t bb_shim_snapshot_bytes(void)
{
    return saved ? section_bytes() : 0;
}
