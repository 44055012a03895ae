#include <brickbat/target.h>

#include <string.h>

#include "control.h"
#include "fit_check.h"
#include "uboot.h"

enum { MAX_CONFIGURATIONS = 8, STATE_TYPE = 128 };

static const char *const references[] = {"kernel", "fdt",   "ramdisk", "firmware",  "loadables",
                                         "fpga",   "setup", "script",  "standalone"};
enum { N_REFERENCES = sizeof references / sizeof *references };

static void ask_numbers(const void *blob, int node)
{
    ulong address;
    int number;
    size_t size;
    time_t when;
    char *words;
    fit_image_get_load(blob, node, &address);
    fit_image_get_entry(blob, node, &address);
    fit_image_get_data_offset(blob, node, &number);
    fit_image_get_data_position(blob, node, &number);
    fit_image_get_data_size(blob, node, &number);
    fit_image_get_data_size_unciphered(blob, node, &size);
    fit_get_timestamp(blob, node, &when);
    fit_get_desc(blob, node, &words);
}

/* What an image is: a name that is asked for is the one that is found. */
static void ask_kind(const void *blob, int node)
{
    uint8_t kind;
    if (fit_image_get_os(blob, node, &kind) == 0)
        BB_ORACLE(os_is_os, fit_image_check_os(blob, node, kind), "an image is for another system");
    if (fit_image_get_arch(blob, node, &kind) == 0)
        BB_ORACLE(arch_is_arch, fit_image_check_arch(blob, node, kind),
                  "an image is for another CPU");
    if (fit_image_get_comp(blob, node, &kind) == 0)
        BB_ORACLE(comp_is_comp, fit_image_check_comp(blob, node, kind), "not as it is compressed");
    if (fit_image_get_type(blob, node, &kind) == 0) {
        BB_ORACLE(type_is_type, fit_image_check_type(blob, node, kind), "an image of another type");
        bb_state(STATE_TYPE + kind);
    }
}

static void ask_data(const void *blob, int node, const struct fit_image *image)
{
    const void *data = NULL;
    size_t size = 0;
    bool is_there = fit_image_get_data_and_size(blob, node, &data, &size) == 0;
    if (image->is_odd)
        return;
    BB_ORACLE(data_is_found, is_there == image->has_data, "the data of an image is not found");
    if (is_there)
        BB_ORACLE(data_is_same, bb_bytes_equal(bb_bytes_of(data, size), image->data),
                  "the data of an image is elsewhere");
}

static void ask_images(const void *blob, const struct fit *fit)
{
    int images = fdt_path_offset(blob, "/images"), node;
    size_t i = 0;
    fdt_for_each_subnode(node, blob, images)
    {
        if (i == fit->n_images)
            break;
        ask_numbers(blob, node);
        ask_kind(blob, node);
        ask_data(blob, node, &fit->images[i++]);
    }
    if (fit->is_whole)
        BB_ORACLE(images_are_counted,
                  i == fit->n_images && fit_get_subimage_count(blob, images) == (int)fit->n_images,
                  "more or fewer images than there are");
}

static void ask_configuration(const void *blob, int node)
{
    const char *name = fit_get_name(blob, node, NULL);
    int found = fit_conf_get_node(blob, name);
    BB_ORACLE(configuration_is_found, (found >= 0 && found <= node) || strchr(name, '#'),
              "a configuration is not found by its name");
    for (int i = 0; i < N_REFERENCES; i++) {
        int n = fit_conf_get_prop_node_count(blob, node, references[i]);
        for (int k = 0; k < n; k++)
            fit_conf_get_prop_node_index(blob, node, references[i], k);
        fit_conf_get_prop_node(blob, node, references[i], IH_PHASE_U_BOOT);
        fit_conf_get_prop_node(blob, node, references[i], IH_PHASE_SPL);
    }
}

/* Trees of images are searched for what they are compatible with, before anything is known of
 * them. */
static bool is_bad_tree(const void *blob, int configuration)
{
    const void *data;
    size_t size;
    const char *name = fdt_getprop(blob, configuration, "fdt", NULL);
    int node = name ? fit_image_get_node(blob, name) : -1;
    if (node < 0 || fit_image_get_data_and_size(blob, node, &data, &size) != 0)
        return false;
    struct tree tree;
    struct bb_bytes bytes = bb_bytes_of(data, size);
    return ((uintptr_t)data & 3) || !tree_is_aligned(bytes) || !tree_open(bytes, &tree);
}

static void ask_configurations(const void *blob, const void *control)
{
    int node, n = 0, parent = fdt_path_offset(blob, "/configurations");
    bool is_bad = false;
    fdt_for_each_subnode(node, blob, parent)
    {
        is_bad |= is_bad_tree(blob, node);
        if (n++ < MAX_CONFIGURATIONS)
            ask_configuration(blob, node);
    }
    if (is_bad) {
        BB_KNOWN(tree_is_not_checked);
        return;
    }
    int best = fit_conf_find_compat(blob, control);
    if (best >= 0)
        BB_ORACLE(best_is_configuration, fdt_parent_offset(blob, best) == parent,
                  "the best configuration is none");
}

void fit_ask(const void *blob, const struct fit *fit)
{
    const void *control = control_use(CONTROL_NO_KEY);
    fit_print_contents(blob);
    ask_images(blob, fit);
    fit_conf_get_node(blob, NULL);
    if (fdt_path_offset(blob, "/configurations") >= 0)
        ask_configurations(blob, control);
}
