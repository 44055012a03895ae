/* Inputs for blob.c. A section is made apart and then put into an image. */
#include "tests/planted/generate.h"

enum { IMAGES = 3, MAX_SECTIONS = 4, MAX_PAYLOAD = 4096 };

struct section {
    unsigned type;
    struct bb_buf payload;
};

/* One that is right. */
static void make_fine(struct bb_rng *rng, struct section *section)
{
    struct bb_buf *out = &section->payload;
    unsigned room = planted_between(rng, 8, 300);
    switch (planted_between(rng, 0, 2)) {
    case 0:
        section->type = 1;
        planted_u16(out, room);
        planted_u8(out, planted_between(rng, 0, room > 255 ? 255 : room));
        planted_noise(rng, 1, 1, out);
        break;
    case 1:
        section->type = 4;
        planted_u16(out, planted_between(rng, 0, 200));
        planted_u8(out, planted_between(rng, 1, 30));
        planted_noise(rng, 0, 60, out);
        break;
    default: section->type = 7; planted_noise(rng, 1, 256, out);
    }
}

static void put_indexed(const struct section *sections, unsigned n, unsigned shift,
                        struct bb_buf *out)
{
    size_t offset = 0;
    planted_u8(out, n);
    for (unsigned i = 0; i < n; i++) {
        planted_u8(out, sections[i].type);
        planted_u16(out, (unsigned)offset);
        planted_u16(out, (unsigned)sections[i].payload.len + (i == n - 1 ? shift : 0));
        offset += sections[i].payload.len;
    }
    for (unsigned i = 0; i < n; i++)
        bb_buf_append(out, bb_buf_bytes(&sections[i].payload));
}

static void put_in_line(const struct section *sections, unsigned n, unsigned shift,
                        struct bb_buf *out)
{
    for (unsigned i = 0; i < n; i++) {
        planted_u8(out, sections[i].type);
        planted_u16(out, (unsigned)sections[i].payload.len + (i == n - 1 ? shift : 0));
        bb_buf_append(out, bb_buf_bytes(&sections[i].payload));
    }
}

/* The image of this kind that holds the sections; the last one is said to be longer by `shift`. */
static void put_image(struct bb_rng *rng, unsigned kind, const struct section *sections, unsigned n,
                      unsigned shift, struct bb_buf *out)
{
    unsigned skip = planted_between(rng, 0, 50);
    bb_buf_append_str(out, "BLB");
    planted_u8(out, kind + 1);
    switch (kind) {
    case 0:
        planted_u8(out, n + planted_between(rng, 0, 3));
        put_in_line(sections, n, shift, out);
        break;
    case 1: put_indexed(sections, n, shift, out); break;
    default:
        planted_u16(out, skip);
        planted_noise(rng, skip, skip, out);
        put_in_line(sections, n, shift, out);
    }
}

/* Wraps a section into an image, behind sections that are right. */
static void put(struct bb_rng *rng, unsigned kind, const struct section *section, unsigned shift,
                struct bb_buf *out)
{
    struct section sections[MAX_SECTIONS];
    unsigned n = planted_between(rng, 0, MAX_SECTIONS - 1);
    for (unsigned i = 0; i < n; i++) {
        sections[i].payload = BB_BUF_INIT(MAX_PAYLOAD);
        make_fine(rng, &sections[i]);
    }
    sections[n] = *section;
    put_image(rng, kind, sections, n + 1, shift, out);
    for (unsigned i = 0; i < n; i++)
        bb_buf_free(&sections[i].payload);
}

static void put_and_free(struct bb_rng *rng, unsigned way, struct section *section,
                         struct bb_buf *out)
{
    put(rng, way % IMAGES, section, 0, out);
    bb_buf_free(&section->payload);
}

static struct section section_of(unsigned type)
{
    return (struct section){.type = type, .payload = BB_BUF_INIT(MAX_PAYLOAD)};
}

static void heap_write(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    struct section section = section_of(1 + way / IMAGES);
    unsigned room = planted_between(rng, 0, 400);
    planted_u16(&section.payload, room);
    for (unsigned done = 0, n; done <= room + 1; done += n) {
        n = planted_between(rng, 1, 255);
        planted_u8(&section.payload, n);
        planted_noise(rng, 1, 1, &section.payload);
    }
    planted_noise(rng, 0, 30, &section.payload);
    put_and_free(rng, way, &section, out);
}

static void small_allocation(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    struct section section = section_of(4 + way / IMAGES);
    unsigned width = planted_between(rng, 4, 255);
    planted_u16(&section.payload, planted_between(rng, 65536 / width + 1, 65535));
    planted_u8(&section.payload, width);
    planted_noise(rng, 0, 100, &section.payload);
    put_and_free(rng, way, &section, out);
}

static void global_write(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    struct section section = section_of(6 + way / IMAGES);
    planted_u8(&section.payload, 0xeb);
    planted_noise(rng, 256, 700, &section.payload);
    put_and_free(rng, way, &section, out);
}

static void memory(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    struct section section = section_of(8);
    planted_u16(&section.payload, planted_between(rng, 40000, 65535));
    planted_noise(rng, 1, 20, &section.payload);
    put_and_free(rng, way, &section, out);
}

static void leak(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    struct section section = section_of(9);
    for (unsigned n = planted_between(rng, 0, 60); n > 0; n--)
        planted_u8(&section.payload, planted_between(rng, 'a', 'z'));
    planted_u8(&section.payload, 0);
    put_and_free(rng, way, &section, out);
}

static void assertion(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    struct section section = section_of(7);
    planted_noise(rng, 0, 60, &section.payload);
    put(rng, way, &section, planted_between(rng, 1, 30000), out);
    bb_buf_free(&section.payload);
}

static void assertion_hash(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    struct section section = section_of(10);
    planted_u16(&section.payload, planted_between(rng, 0, 300));
    planted_u16(&section.payload, planted_between(rng, 101, 60000));
    planted_noise(rng, 0, 100, &section.payload);
    put_and_free(rng, way, &section, out);
}

const struct planted_bug planted_blob_bugs[] = {
    {"blob-heap-write", 3 * IMAGES, heap_write},
    {"blob-small-allocation", 2 * IMAGES, small_allocation},
    {"blob-global-write", 2 * IMAGES, global_write},
    {"blob-memory", IMAGES, memory},
    {"blob-leak", IMAGES, leak},
    {"blob-assertion", IMAGES, assertion},
    {"blob-assertion-hash", IMAGES, assertion_hash},
    {0},
};
