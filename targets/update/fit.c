#include "fit.h"

static bool is_text(struct bb_bytes value)
{
    return value.len > 0 && memchr(value.ptr, 0, value.len);
}

/* As U-Boot takes it: into an int, whatever the length of the property. */
static uint32_t number_of(struct fit_image *image, struct bb_bytes value)
{
    if (value.len < 4) {
        image->is_odd = true;
        return 0;
    }
    return tree_u32(value.ptr);
}

/* The places at which the data may be said to be; only the first property of a name counts. */
struct place {
    bool has_position, has_offset, has_size;
    uint32_t position, offset, size;
};

static void take_number(struct fit_image *image, struct bb_bytes value, bool *has, uint32_t *number)
{
    if (*has)
        return;
    *has = true;
    *number = number_of(image, value);
}

static void take_property(struct fit_image *image, struct place *place,
                          const struct tree_item *item)
{
    if (strcmp(item->name, "data") == 0 && !image->has_data) {
        image->data = item->value;
        image->has_data = true;
    } else if (strcmp(item->name, "data-position") == 0) {
        take_number(image, item->value, &place->has_position, &place->position);
    } else if (strcmp(item->name, "data-offset") == 0) {
        take_number(image, item->value, &place->has_offset, &place->offset);
    } else if (strcmp(item->name, "data-size") == 0) {
        take_number(image, item->value, &place->has_size, &place->size);
    }
}

static void locate(struct fit *fit, struct fit_image *image, const struct place *place)
{
    if (!place->has_position && !place->has_offset)
        return;
    int64_t start = (int32_t)place->position, size = (int32_t)place->size;
    if (!place->has_position)
        start = (int32_t)(place->offset + (uint32_t)((fit->tree.whole.len + 3) & ~(size_t)3));
    image->is_external = true;
    image->has_data = place->has_size;
    if (!place->has_size)
        return;
    image->is_outside = start < 0 || size < 0 || (uint64_t)start > fit->input.len ||
                        (uint64_t)size > fit->input.len - (uint64_t)start;
    image->data = image->is_outside ? bb_bytes_of(NULL, 0)
                                    : bb_bytes_of(fit->input.ptr + start, (size_t)size);
    fit->has_outside |= image->is_outside;
}

/* A node below an image: "hash" with whatever behind it, or "signature". */
static bool read_hash(struct tree_cursor *cursor, struct fit_image *image, const char *name)
{
    struct fit_hash hash = {0};
    struct tree_item item = {.kind = TREE_END};
    bool has_algorithm = false;
    while (tree_next(cursor, &item) && item.kind == TREE_PROPERTY) {
        if (strcmp(item.name, "algo") == 0 && !has_algorithm) {
            has_algorithm = true;
            image->is_odd |= !is_text(item.value);
            hash.algorithm = (const char *)item.value.ptr;
        } else if (strcmp(item.name, "value") == 0 && !hash.value.ptr) {
            hash.value = item.value;
        }
    }
    image->n_signatures += strncmp(name, "signature", 9) == 0;
    if (strncmp(name, "hash", 4) == 0) {
        if (image->n_hashes < FIT_MAX_HASHES)
            image->hashes[image->n_hashes++] = hash;
        else
            image->is_odd = true;
    }
    if (item.kind == TREE_NODE) /* deeper nodes, and what stands behind them, say nothing */
        return tree_skip(cursor) && tree_skip(cursor);
    return item.kind == TREE_NODE_END;
}

static bool read_image(struct tree_cursor *cursor, struct fit *fit, const char *name)
{
    struct fit_image image = {.name = name};
    struct place place = {0};
    struct tree_item item;
    bool has_nodes = false;
    for (;;) {
        if (!tree_next(cursor, &item) || item.kind == TREE_END)
            return false;
        if (item.kind == TREE_NODE_END)
            break;
        has_nodes |= item.kind == TREE_NODE;
        if (item.kind == TREE_PROPERTY && !has_nodes)
            take_property(&image, &place, &item);
        if (item.kind == TREE_NODE && !read_hash(cursor, &image, item.name))
            return false;
    }
    locate(fit, &image, &place);
    if (fit->n_images < FIT_MAX_IMAGES)
        fit->images[fit->n_images++] = image;
    else
        fit->is_whole = false;
    return true;
}

/* Up to the node of that name in the one where the cursor is. */
static bool find_node(struct tree_cursor *cursor, const char *name)
{
    struct tree_item item;
    while (tree_next(cursor, &item) && item.kind != TREE_END && item.kind != TREE_NODE_END) {
        if (item.kind != TREE_NODE)
            continue;
        if (strcmp(item.name, name) == 0)
            return true;
        if (!tree_skip(cursor))
            return false;
    }
    return false;
}

static bool read_images(struct fit *fit)
{
    struct tree_cursor cursor = {.tree = &fit->tree};
    struct tree_item item;
    if (!find_node(&cursor, "") || !find_node(&cursor, "images"))
        return false;
    while (tree_next(&cursor, &item) && item.kind != TREE_END) {
        if (item.kind == TREE_NODE_END)
            return true;
        if (item.kind == TREE_NODE && !read_image(&cursor, fit, item.name))
            return false;
    }
    return false;
}

/* Anywhere in the tree: wherever it stands, it may be a signature's. */
static bool has_strange_strings(const struct tree *tree)
{
    struct tree_cursor cursor = {.tree = tree};
    struct tree_item item;
    while (tree_next(&cursor, &item) && item.kind != TREE_END)
        if (item.kind == TREE_PROPERTY && strcmp(item.name, "hashed-strings") == 0 &&
            (item.value.len < 8 || tree_u32(item.value.ptr + 4) > tree->strings.len))
            return true;
    return false;
}

bool fit_read(struct bb_bytes input, struct fit *ret_fit)
{
    *ret_fit = (struct fit){.input = input, .is_whole = true};
    if (!tree_open(input, &ret_fit->tree) || !read_images(ret_fit))
        return false;
    ret_fit->has_strange_strings = has_strange_strings(&ret_fit->tree);
    return true;
}

const struct fit_image *fit_find(const struct fit *fit, const char *name)
{
    for (size_t i = 0; i < fit->n_images; i++)
        if (strcmp(fit->images[i].name, name) == 0)
            return &fit->images[i];
    return NULL;
}

enum fit_answer fit_is_right(const struct fit_image *image)
{
    enum fit_answer answer = FIT_YES;
    struct digest digest;
    if (image->is_odd || image->is_outside)
        return FIT_NOT_KNOWN;
    if (!image->has_data)
        return FIT_NO;
    for (size_t i = 0; i < image->n_hashes; i++) {
        const struct fit_hash *hash = &image->hashes[i];
        if (!hash->algorithm || !hash->value.ptr)
            return FIT_NO;
        if (!digest_of(hash->algorithm, image->data, &digest))
            answer = FIT_NOT_KNOWN;
        else if (!bb_bytes_equal(hash->value, bb_bytes_of(digest.bytes, digest.len)))
            return FIT_NO;
    }
    return answer;
}

void fit_mend(const struct fit *fit, uint8_t *copy)
{
    struct digest digest;
    for (size_t i = 0; i < fit->n_images; i++) {
        const struct fit_image *image = &fit->images[i];
        if (image->is_odd || image->is_outside || !image->has_data)
            continue;
        for (size_t k = 0; k < image->n_hashes; k++) {
            const struct fit_hash *hash = &image->hashes[k];
            if (hash->algorithm && hash->value.ptr &&
                digest_of(hash->algorithm, image->data, &digest) && hash->value.len == digest.len)
                memcpy(copy + (hash->value.ptr - fit->input.ptr), digest.bytes, digest.len);
        }
    }
}
