#include "grammar/transform.h"

#include <zlib.h>

#include "base/hash.h"
#include "grammar/bits.h"
#include "grammar/frame.h"

/* --- hexadecimal ---------------------------------------------------------------------------- */

static int hex_digit(uint8_t c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

static bool decode_hex(struct bb_bytes coded, uint8_t *plain, size_t *ret_size)
{
    if (coded.len % 2)
        return false;
    for (size_t i = 0; i < coded.len; i += 2) {
        int high = hex_digit(coded.ptr[i]);
        int low = hex_digit(coded.ptr[i + 1]);
        if (high < 0 || low < 0)
            return false;
        plain[i / 2] = (uint8_t)(high << 4 | low);
    }
    *ret_size = coded.len / 2;
    return true;
}

static bool encode_hex(struct bb_bytes plain, bool lower_case, uint8_t *coded, size_t size,
                       size_t *ret_size)
{
    const char *digits = lower_case ? "0123456789abcdef" : "0123456789ABCDEF";
    if (plain.len > size / 2)
        return false;
    for (size_t i = 0; i < plain.len; i++) {
        coded[2 * i] = (uint8_t)digits[plain.ptr[i] >> 4];
        coded[2 * i + 1] = (uint8_t)digits[plain.ptr[i] & 15];
    }
    *ret_size = 2 * plain.len;
    return true;
}

/* --- base64: RFC 4648 sections 4 and 5 ------------------------------------------------------ */

static int base64_digit(uint8_t c, bool url)
{
    return c >= 'A' && c <= 'Z'     ? c - 'A'
           : c >= 'a' && c <= 'z'   ? c - 'a' + 26
           : c >= '0' && c <= '9'   ? c - '0' + 52
           : c == (url ? '-' : '+') ? 62
           : c == (url ? '_' : '/') ? 63
                                    : -1;
}

/* Line breaks between the digits and missing padding are read, too. */
static bool decode_base64(struct bb_bytes coded, bool url, uint8_t *plain, size_t *ret_size)
{
    uint32_t group = 0;
    unsigned n_digits = 0;
    unsigned n_padding = 0;
    size_t size = 0;
    for (size_t i = 0; i < coded.len; i++) {
        uint8_t c = coded.ptr[i];
        if (c == '\r' || c == '\n')
            continue;
        int digit = base64_digit(c, url);
        n_padding += c == '=';
        if ((digit < 0 && c != '=') || (digit >= 0 && n_padding) || n_padding > 2)
            return false;
        if (c == '=')
            continue;
        group = group << 6 | (uint32_t)digit;
        if (n_digits++ % 4)
            plain[size++] = (uint8_t)(group >> (6 - 2 * ((n_digits - 1) % 4)));
    }
    *ret_size = size;
    return n_digits % 4 != 1 && (!n_padding || (n_digits + n_padding) % 4 == 0);
}

static bool encode_base64(struct bb_bytes plain, bool url, uint8_t *coded, size_t size,
                          size_t *ret_size)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    size_t groups = plain.len / 3 + (plain.len % 3 != 0);
    size_t at = 0;
    if (groups > size / 4)
        return false;
    for (size_t i = 0; i < plain.len; i += 3) {
        size_t n = plain.len - i < 3 ? plain.len - i : 3;
        uint64_t group = bb_load(plain.ptr + i, (unsigned)n, false) << 8 * (3 - n);
        for (size_t k = 0; k < 4; k++) {
            unsigned digit = group >> (18 - 6 * k) & 63;
            uint8_t c = (uint8_t)(digit < 62    ? digits[digit]
                                  : digit == 62 ? (url ? '-' : '+')
                                                : (url ? '_' : '/'));
            if (k <= n)
                coded[at++] = c;
            else if (!url)
                coded[at++] = '=';
        }
    }
    *ret_size = at;
    return true;
}

/* --- DEFLATE, zlib, gzip: RFC 1951, 1950, 1952 ---------------------------------------------- */

enum { ZLIB_HEADER = 2, GZIP_HEADER = 10, MAX_BLOCK = 65535, BLOCK_HEADER = 5 };

/* All that inflate() asks for when it may write all of its output at once. */
struct inflate_memory {
    _Alignas(16) uint8_t bytes[12 * 1024];
    size_t used;
};

static voidpf take_memory(voidpf memory, uInt n, uInt size)
{
    struct inflate_memory *m = memory;
    size_t need = ((size_t)n * size + 15) & ~(size_t)15;
    if (sizeof m->bytes - m->used < need)
        return Z_NULL;
    void *taken = m->bytes + m->used;
    m->used += need;
    return taken;
}

static void give_memory(voidpf memory, voidpf taken)
{
    (void)memory;
    (void)taken;
}

static int window_bits(unsigned kind)
{
    return kind == BB_TRANSFORM_GZIP ? 15 + 16 : kind == BB_TRANSFORM_ZLIB ? 15 : -15;
}

static bool inflate_all(unsigned kind, struct bb_bytes coded, uint8_t *plain, size_t size,
                        size_t *ret_size)
{
    struct inflate_memory memory;
    memory.used = 0;
    z_stream z = {.zalloc = take_memory, .zfree = give_memory, .opaque = &memory};
    if (coded.len > UINT32_MAX || size > UINT32_MAX || inflateInit2(&z, window_bits(kind)) != Z_OK)
        return false;
    z.next_in = (Bytef *)(uintptr_t)coded.ptr; /* which zlib does not write to */
    z.avail_in = (uInt)coded.len;
    z.next_out = plain;
    z.avail_out = (uInt)size;
    bool whole = inflate(&z, Z_FINISH) == Z_STREAM_END && z.avail_in == 0;
    *ret_size = size - z.avail_out;
    inflateEnd(&z);
    return whole;
}

/* RFC 1951 section 3.2.4. */
static size_t store_blocks(struct bb_bytes plain, uint8_t *coded)
{
    uint8_t *at = coded;
    size_t done = 0;
    do {
        size_t n = plain.len - done < MAX_BLOCK ? plain.len - done : MAX_BLOCK;
        at[0] = done + n == plain.len;
        bb_store(at + 1, 2, true, n);
        bb_store(at + 3, 2, true, ~(uint64_t)n);
        if (n)
            memcpy(at + BLOCK_HEADER, plain.ptr + done, n);
        at += BLOCK_HEADER + n;
        done += n;
    } while (done < plain.len);
    return (size_t)(at - coded);
}

static bool encode_stored(unsigned kind, struct bb_bytes plain, uint8_t *coded, size_t size,
                          size_t *ret_size)
{
    static const uint8_t gzip[GZIP_HEADER] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff};
    static const uint8_t zlib[ZLIB_HEADER] = {0x78, 0x01};
    size_t header = kind == BB_TRANSFORM_GZIP   ? GZIP_HEADER
                    : kind == BB_TRANSFORM_ZLIB ? ZLIB_HEADER
                                                : 0;
    size_t trailer = kind == BB_TRANSFORM_GZIP ? 8 : kind == BB_TRANSFORM_ZLIB ? 4 : 0;
    size_t blocks = plain.len / MAX_BLOCK + 1;
    if (plain.len > UINT32_MAX || header + blocks * BLOCK_HEADER + plain.len + trailer > size)
        return false;
    if (header)
        memcpy(coded, kind == BB_TRANSFORM_GZIP ? gzip : zlib, header);
    size_t at = header + store_blocks(plain, coded + header);
    if (kind == BB_TRANSFORM_GZIP) {
        bb_store(coded + at, 4, true, crc32_z(0, plain.ptr, plain.len));
        bb_store(coded + at + 4, 4, true, plain.len);
    } else if (kind == BB_TRANSFORM_ZLIB) {
        bb_store(coded + at, 4, false, adler32_z(1, plain.ptr, plain.len));
    }
    *ret_size = at + trailer;
    return true;
}

/* --- hooks ---------------------------------------------------------------------------------- */

static const struct bb_hook_cipher *find_cipher(const struct bb_hooks *hooks, const char *name)
{
    for (size_t i = 0; hooks && i < hooks->n_ciphers; i++)
        if (strcmp(hooks->ciphers[i].name, name) == 0)
            return &hooks->ciphers[i];
    return NULL;
}

/* Content of a field whose hook is missing is as good as its encoding. */
static bool copy(struct bb_bytes plain, uint8_t *coded, size_t size, size_t *ret_size)
{
    if (plain.len > size)
        return false;
    if (plain.len)
        memcpy(coded, plain.ptr, plain.len);
    *ret_size = plain.len;
    return true;
}

/* --- exclusive-or: RFC 6455 section 5.3 ----------------------------------------------------- */

static bool mask(const struct bb_form *form, struct bb_bytes bytes, uint8_t *out, size_t size,
                 size_t *ret_size)
{
    unsigned n = form->field->key_bytes;
    uint8_t key[sizeof form->key];
    if (bytes.len > size)
        return false;
    bb_store(key, n, false, form->key);
    for (size_t i = 0, k = 0; i < bytes.len; i++) {
        out[i] = bytes.ptr[i] ^ key[k];
        k = k + 1 < n ? k + 1 : 0;
    }
    *ret_size = bytes.len;
    return true;
}

/* --- all ------------------------------------------------------------------------------------ */

bool bb_transform_decode(const struct bb_form *form, struct bb_bytes coded, uint8_t *plain,
                         size_t size, size_t *ret_size)
{
    const struct bb_field *field = form->field;
    const struct bb_hook_cipher *cipher;
    switch (field->transform) {
    case BB_TRANSFORM_HEX: return decode_hex(coded, plain, ret_size);
    case BB_TRANSFORM_BASE64: return decode_base64(coded, false, plain, ret_size);
    case BB_TRANSFORM_BASE64URL: return decode_base64(coded, true, plain, ret_size);
    case BB_TRANSFORM_CIPHER:
        cipher = find_cipher(form->hooks, field->hook);
        *ret_size = cipher ? cipher->open(cipher->user, coded, plain, size) : SIZE_MAX;
        return *ret_size <= size;
    case BB_TRANSFORM_XOR: return mask(form, coded, plain, size, ret_size);
    case BB_TRANSFORM_BITS: return bb_bits_spread(coded, plain, size, ret_size);
    case BB_TRANSFORM_SIX_BITS: return bb_six_bits_spread(coded, plain, size, ret_size);
    default: return inflate_all(field->transform, coded, plain, size, ret_size);
    }
}

bool bb_transform_encode(const struct bb_form *form, struct bb_bytes plain, uint8_t *coded,
                         size_t size, size_t *ret_size)
{
    const struct bb_field *field = form->field;
    const struct bb_hook_cipher *cipher;
    switch (field->transform) {
    case BB_TRANSFORM_HEX: return encode_hex(plain, field->lower_case, coded, size, ret_size);
    case BB_TRANSFORM_BASE64: return encode_base64(plain, false, coded, size, ret_size);
    case BB_TRANSFORM_BASE64URL: return encode_base64(plain, true, coded, size, ret_size);
    case BB_TRANSFORM_CIPHER:
        cipher = find_cipher(form->hooks, field->hook);
        if (!cipher)
            return copy(plain, coded, size, ret_size);
        *ret_size = cipher->seal(cipher->user, plain, coded, size);
        return *ret_size <= size;
    case BB_TRANSFORM_XOR: return mask(form, plain, coded, size, ret_size);
    case BB_TRANSFORM_BITS: return bb_bits_gather(plain, coded, size, ret_size);
    case BB_TRANSFORM_SIX_BITS: return bb_six_bits_gather(plain, coded, size, ret_size);
    default: return encode_stored(field->transform, plain, coded, size, ret_size);
    }
}

size_t bb_transform_room(const struct bb_field *field, size_t coded, size_t limit)
{
    size_t times = field->transform == BB_TRANSFORM_BITS       ? BB_BYTE_BITS
                   : field->transform == BB_TRANSFORM_SIX_BITS ? BB_CHARACTER_BITS
                                                               : BB_MAX_EXPANSION;
    size_t room = field->transform == BB_TRANSFORM_HEX         ? coded / 2
                  : field->transform == BB_TRANSFORM_BASE64    ? coded
                  : field->transform == BB_TRANSFORM_BASE64URL ? coded
                  : field->transform == BB_TRANSFORM_XOR       ? coded
                  : coded < limit / times                      ? coded * times
                                                               : limit;
    return room < limit ? room : limit;
}

uint64_t bb_transform_hash(struct bb_bytes plain)
{
    return bb_hash_bytes(BB_HASH_START, plain);
}
