/*
 * A FIT image, read once more (tree.h): its images with their data and digests, and what the
 * configurations name. What U-Boot reads beyond the property that it asked for (a number of less
 * than four bytes, a text without its NUL) makes an image `odd`: nothing is said of it then.
 */
#ifndef BB_UPDATE_FIT_H
#define BB_UPDATE_FIT_H

#include "digests.h"
#include "tree.h"

enum { FIT_MAX_IMAGES = 24, FIT_MAX_HASHES = 8 };

struct fit_hash {
    const char *algorithm; /* NULL if there is none */
    struct bb_bytes value; /* in the input; ptr is NULL if there is none */
};

struct fit_image {
    const char *name;
    struct bb_bytes data;
    bool has_data;
    bool is_external, is_outside; /* its data is not in a property; and not in the input, either */
    bool is_odd;
    struct fit_hash hashes[FIT_MAX_HASHES];
    size_t n_hashes, n_signatures;
};

struct fit {
    struct tree tree;
    struct bb_bytes input;
    struct fit_image images[FIT_MAX_IMAGES]; /* in the order of the tree */
    size_t n_images;
    bool is_whole;            /* there is room for all of it here */
    bool has_outside;         /* an image lies outside of the input */
    bool has_strange_strings; /* a signature covers more strings than there are */
};

/* False if it is no tree with a node /images. */
bool fit_read(struct bb_bytes input, struct fit *ret_fit);

/* The first image of that name, or NULL. */
const struct fit_image *fit_find(const struct fit *fit, const char *name);

enum fit_answer { FIT_NO, FIT_YES, FIT_NOT_KNOWN };

/* Whether all digests of an image are those of its data. */
enum fit_answer fit_is_right(const struct fit_image *image);

/* Puts the right digests into a copy of what was read, as far as they are known and fit. */
void fit_mend(const struct fit *fit, uint8_t *copy);

#endif
