/* The parts of update_libfdt. Each is given trees that passed fdt_check_full. */
#ifndef BB_UPDATE_LIBFDT_CHECK_H
#define BB_UPDATE_LIBFDT_CHECK_H

#include <stddef.h>
#include <stdint.h>

/* What the tree says, by our own reading (tree.h), which must be possible. */
uint64_t libfdt_digest(const void *fdt);

/* States that the tree passes fdt_check_full and says what the digest is of. */
void libfdt_check_same(const void *fdt, size_t size, uint64_t digest);

/* Asks everything of every node. */
void libfdt_walk(const void *fdt);

/* Copies, packs and changes it; what is undone must leave no trace. */
void libfdt_edit(const void *fdt);

/* Writes it anew, item by item. */
void libfdt_rebuild(const void *fdt);

/* Applies overlays to a copy of it, each of which is a copy already. Returns fdt_overlay_apply's
 * result. */
int libfdt_overlay(const void *fdt, void *overlay);

#endif
