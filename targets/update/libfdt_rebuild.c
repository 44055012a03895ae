#include <brickbat/target.h>

#include <stdlib.h>

#include "libfdt_check.h"
#include "uboot.h"

enum { ROOM_BYTES = 256 };

static void good(int status)
{
    BB_ORACLE(writing_succeeds, status == 0, "what was read cannot be written, with room for it");
}

static void write_reservations(const void *fdt, void *copy)
{
    uint64_t address = 0, size = 0;
    for (int i = 0; i < fdt_num_mem_rsv(fdt); i++) {
        fdt_get_mem_rsv(fdt, i, &address, &size);
        good(fdt_add_reservemap_entry(copy, address, size));
    }
    good(fdt_finish_reservemap(copy));
}

static void write_tag(const void *fdt, int at, uint32_t tag, void *copy)
{
    const char *name;
    int len;
    if (tag == FDT_BEGIN_NODE) {
        good(fdt_begin_node(copy, fdt_get_name(fdt, at, NULL)));
    } else if (tag == FDT_PROP) {
        const void *value = fdt_getprop_by_offset(fdt, at, &name, &len);
        good(fdt_property(copy, name, value, len));
    } else if (tag == FDT_END_NODE) {
        good(fdt_end_node(copy));
    }
}

/* Moves what is half written into a larger buffer. */
static void *move(void *copy, int size)
{
    void *larger = malloc((size_t)size);
    if (!larger)
        abort();
    good(fdt_resize(copy, larger, size));
    free(copy);
    return larger;
}

void libfdt_rebuild(const void *fdt)
{
    int size = (int)fdt_totalsize(fdt) * 3 + ROOM_BYTES, at = 0, next = 0;
    void *copy = malloc((size_t)size);
    if (!copy)
        abort();
    good(fdt_create(copy, size));
    write_reservations(fdt, copy);
    for (uint32_t tag = FDT_NOP; tag != FDT_END; at = next) {
        tag = fdt_next_tag(fdt, at, &next);
        write_tag(fdt, at, tag, copy);
        if (at == 0)
            copy = move(copy, size += ROOM_BYTES);
    }
    good(fdt_finish(copy));
    libfdt_check_same(copy, (size_t)size, libfdt_digest(fdt));
    free(copy);
}
