#include <brickbat/target.h>

#include "control.h"
#include "fit_check.h"
#include "shim/heap.h"
#include "uboot.h"

enum { HEADER_BYTES = 40, MAX_CONFIGURATIONS = 3, STATE_LOAD = 320 };

static const struct load {
    int type;
    const char *property;
} loads[] = {
    {IH_TYPE_KERNEL, "kernel"},
    {IH_TYPE_FLATDT, "fdt"},
    {IH_TYPE_RAMDISK, "ramdisk"},
    {IH_TYPE_FIRMWARE, "firmware"},
    {IH_TYPE_FPGA, "fpga"},
    {IH_TYPE_X86_SETUP, "setup"},
    {IH_TYPE_STANDALONE, "standalone"},
    {IH_TYPE_LOADABLE, "loadables"},
};
enum { N_LOADS = sizeof loads / sizeof *loads };

/* The header of a tree is looked at, whether there is room for one or not. */
static bool is_short_tree(const void *blob, int configuration, const struct load *load)
{
    const void *data;
    size_t size;
    int node = fit_conf_get_prop_node(blob, configuration, load->property, IH_PHASE_NONE);
    if (load->type != IH_TYPE_FLATDT || node < 0 ||
        fit_image_get_data_and_size(blob, node, &data, &size) != 0 ||
        (size >= HEADER_BYTES && ((uintptr_t)data & 3) == 0))
        return false;
    BB_KNOWN(short_tree);
    return true;
}

/* What was to be decompressed, and is not, is not given back. */
static void free_leak(void)
{
    if (bb_shim_heap_held_blocks() == 0)
        return;
    BB_KNOWN(decompress_leak);
    bb_shim_heap_wipe();
}

static void load(const void *blob, const struct fit *fit, int configuration,
                 const struct load *load)
{
    struct bootm_headers images = {.verify = 1};
    const char *image_name = NULL, *name = fit_get_name(blob, configuration, NULL);
    ulong data = 0, len = 0;
    if (is_short_tree(blob, configuration, load))
        return;
    int node = fit_image_load(&images, (ulong)(uintptr_t)blob, &image_name, &name, IH_ARCH_DEFAULT,
                              load->type, -1, FIT_LOAD_IGNORED, &data, &len);
    bb_state(STATE_LOAD + (node < 0 ? (unsigned)-node & 63 : 64 + (unsigned)load->type % 32));
    if (node == -ENOEXEC)
        free_leak();
    if (node < 0)
        return;
    const uint8_t *start = (const uint8_t *)(uintptr_t)data, *input = fit->input.ptr;
    BB_ORACLE(loaded_lies_in_input,
              start >= input && len <= fit->input.len &&
                  (size_t)(start - input) <= fit->input.len - len,
              "what is loaded is not in the image");
    const struct fit_image *image = fit_find(fit, fit_get_name(blob, node, NULL));
    BB_ORACLE(loaded_is_right, image && fit_is_right(image) != FIT_NO,
              "what is loaded has wrong digests, or is none of the images");
}

void fit_load(const void *blob, const struct fit *fit)
{
    int node, n = 0, parent = fdt_path_offset(blob, "/configurations");
    if (parent < 0)
        return;
    control_use(CONTROL_NO_KEY);
    fdt_for_each_subnode(node, blob, parent)
    {
        if (n++ == MAX_CONFIGURATIONS)
            break;
        load(blob, fit, node, &loads[0]); /* whether there is a kernel or not */
        for (int i = 1; i < N_LOADS; i++)
            if (fdt_getprop(blob, node, loads[i].property, NULL))
                load(blob, fit, node, &loads[i]);
    }
}
