#include "engine/warm.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>

/* In a program with a sanitizer. */
void __sanitizer_print_stack_trace(void) __attribute__((weak));

/* void __sanitizer::SetPrintfAndReportCallback(void (*)(const char *)), of compiler-rt; NULL where
 * the runtime is a library of its own, which hides it. */
void set_report_callback(void (*callback)(const char *text)) __asm__(
    "_ZN11__sanitizer26SetPrintfAndReportCallbackEPFvPKcE") __attribute__((weak));

enum { MAPS_LINE = 4608 };

#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ 22 /* Linux 5.14 */
#endif

struct mapping {
    uint8_t *start;
    size_t size;
    int protection;
};

/* "55d0-55e0 r-xp 00001000 08:01 1234   /path" of /proc/self/maps, if it is what a file holds and
 * nobody writes to: code and constants. */
static bool parse_mapping(const char *line, struct mapping *ret_mapping)
{
    unsigned long start;
    unsigned long end;
    char flags[5];
    int path = 0;
    if (sscanf(line, "%lx-%lx %4s %*s %*s %*s %n", &start, &end, flags, &path) != 3 || path == 0)
        return false;
    *ret_mapping = (struct mapping){
        .start = (uint8_t *)start,
        .size = end - start,
        .protection = PROT_READ | (flags[2] == 'x' ? PROT_EXEC : 0),
    };
    return line[path] == '/' && flags[0] == 'r' && flags[1] == '-' && flags[3] == 'p';
}

/* fork copies the page table of a mapping of a file only if one of its pages has been written to:
 * the others could be found again, at the price of a fault each. So one byte is written to, with
 * what is there already. */
static void make_copied(const struct mapping *mapping)
{
    if (mprotect(mapping->start, mapping->size, mapping->protection | PROT_WRITE) != 0)
        return;
    volatile uint8_t *byte = mapping->start;
    *byte = *byte;
    mprotect(mapping->start, mapping->size, mapping->protection);
    madvise(mapping->start, mapping->size, MADV_POPULATE_READ);
}

static void map_code(void)
{
    char line[MAPS_LINE];
    struct mapping mapping;
    FILE *maps = fopen("/proc/self/maps", "re");
    while (maps && fgets(line, sizeof line, maps))
        if (parse_mapping(line, &mapping))
            make_copied(&mapping);
    if (maps)
        fclose(maps);
}

static void ignore(const char *text)
{
    (void)text;
}

/* AddressSanitizer keeps a copy of what it prints, for a callback that we do not have, and clears
 * the rest of its 64 KB with each line. It must have that buffer when it ends, though, so it prints
 * something first: which also makes it look for the modules. */
static void prepare_report(void)
{
    if (!__sanitizer_print_stack_trace)
        return;
    __sanitizer_print_stack_trace();
    if (set_report_callback)
        set_report_callback(ignore);
}

void bb_warm_up(void)
{
    prepare_report();
    map_code();
}
