#include <brickbat/target.h>

#include <string.h>

#include "control.h"
#include "fit_check.h"
#include "uboot.h"

enum { MAX_CONFIGURATIONS = 8, STATE_SIGNED = 256 };

/* SHA-256 of all that was ever signed with the key. */
static const uint8_t signed_data[][32] = {{0xab, 0x07, 0xd9, 0x0e, 0x6e, 0x4c, 0x97, 0xcf, 0x03,
                                           0xd4, 0x23, 0x61, 0xd0, 0xeb, 0x29, 0xb3, 0x10, 0x00,
                                           0x56, 0xb6, 0xe2, 0x49, 0x1b, 0xf6, 0x5b, 0x41, 0x47,
                                           0xdb, 0xa1, 0x33, 0x9c, 0x20}, /* kernel-1 */
                                          {0x5e, 0x14, 0x42, 0xdd, 0x81, 0xff, 0xbb, 0x98, 0x6b,
                                           0x17, 0xaf, 0xd8, 0xe4, 0x95, 0xfa, 0x3a, 0x05, 0x71,
                                           0x44, 0xbd, 0x43, 0x91, 0xd0, 0x52, 0xf5, 0xc4, 0x4c,
                                           0xdd, 0x0a, 0x4b, 0xa9, 0xe9}, /* fdt-1 */
                                          {0xfa, 0xb8, 0x85, 0xba, 0xa6, 0xb6, 0xd9, 0x24,
                                           0x59, 0x50, 0xa1, 0xda, 0xdd, 0x87, 0xe9, 0x95,
                                           0xaf, 0x40, 0xff, 0x4c, 0x58, 0x50, 0xea, 0x1b,
                                           0xa3, 0xe4, 0xac, 0x34, 0xd8, 0x58, 0x71, 0x3d},
                                          /* ramdisk-1 */};
enum { N_SIGNED = sizeof signed_data / sizeof *signed_data };

static bool is_signed_data(const void *blob, int node)
{
    const void *data;
    size_t size;
    struct digest digest;
    if (fit_image_get_data_and_size(blob, node, &data, &size) != 0)
        return false;
    digest_of("sha256", bb_bytes_of(data, size), &digest);
    for (int i = 0; i < N_SIGNED; i++)
        if (memcmp(digest.bytes, signed_data[i], digest.len) == 0)
            return true;
    return false;
}

/* Each image by itself, and all together. */
static bool verify_digests(const void *blob, const struct fit *fit)
{
    int node;
    size_t i = 0;
    bool all = true;
    fdt_for_each_subnode(node, blob, fdt_path_offset(blob, "/images"))
    {
        bool is_verified = fit_image_verify(blob, node) == 1;
        all &= is_verified;
        if (i == fit->n_images)
            continue;
        enum fit_answer answer = fit_is_right(&fit->images[i++]);
        BB_ORACLE(verified_is_right, !is_verified || answer != FIT_NO,
                  "an image is verified whose digest is wrong");
        BB_ORACLE(right_is_verified, is_verified || answer != FIT_YES,
                  "an image is refused whose digests are right");
    }
    BB_ORACLE(all_is_each, (fit_all_image_verify(blob) == 1) == all,
              "all images are verified, or are not, and each of them says otherwise");
    return all;
}

/* Where every image must be signed. */
static void verify_images(const void *blob, const struct fit *fit)
{
    int node;
    size_t i = 0;
    control_use(CONTROL_IMAGE);
    fdt_for_each_subnode(node, blob, fdt_path_offset(blob, "/images"))
    {
        if (i == fit->n_images)
            break;
        if (fit->images[i++].n_signatures == 0 || fit_image_verify(blob, node) != 1)
            continue;
        bb_state(STATE_SIGNED);
        BB_ORACLE(image_was_signed, is_signed_data(blob, node),
                  "an image is verified that nobody with the key has signed");
    }
}

static bool is_reference(const char *property)
{
    return strcmp(property, "description") != 0 && strcmp(property, "compatible") != 0 &&
           strcmp(property, "default") != 0;
}

/* The configuration is verified, so whatever it names, and is verified, was signed. */
static void check_references(const void *blob, int configuration)
{
    int property;
    const char *name;
    fdt_for_each_property_offset(property, blob, configuration)
    {
        if (!fdt_getprop_by_offset(blob, property, &name, NULL) || !is_reference(name))
            continue;
        int n = fit_conf_get_prop_node_count(blob, configuration, name);
        for (int i = 0; i < n; i++) {
            int node = fit_conf_get_prop_node_index(blob, configuration, name, i);
            if (node >= 0 && fit_image_verify(blob, node) == 1)
                BB_ORACLE(configuration_was_signed, is_signed_data(blob, node),
                          "a configuration is verified, and what it boots nobody with the key has "
                          "signed");
        }
    }
}

static void verify_configurations(const void *blob)
{
    int node, n = 0, parent = fdt_path_offset(blob, "/configurations");
    if (parent < 0)
        return;
    control_use(CONTROL_CONFIGURATION);
    fdt_for_each_subnode(node, blob, parent)
    {
        if (n++ == MAX_CONFIGURATIONS)
            break;
        if (fit_config_verify(blob, node) != 0)
            continue;
        bb_state(STATE_SIGNED + 1);
        check_references(blob, node);
    }
}

bool fit_verify(const void *blob, const struct fit *fit)
{
    control_use(CONTROL_NO_KEY);
    bool is_right = verify_digests(blob, fit);
    verify_images(blob, fit);
    verify_configurations(blob);
    return is_right;
}
