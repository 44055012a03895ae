/*
 * tgl checks what a server sends with assert(): a message that breaks a rule ends the program. That
 * is known, and no run ends with it: each kind is counted as an oracle known_*. So are other faults
 * of tgl's that a run would meet too often.
 */
#ifndef TGL_KNOWN_H
#define TGL_KNOWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <openssl/bn.h>
#include <tgl.h>

struct bb_leave;
struct connection;

/* A judge for bb_shim_leave_on_leave. */
bool tgl_known_is_expected(void *context, const struct bb_leave *leave);

/* The server's time, the upper half of a msg_id, or 0 if it is before 1970 or after 2038: too far
 * from ours for the int and the long long in which tgl keeps the difference and the next msg_id. */
uint64_t tgl_known_msg_id(uint64_t msg_id);

/* A vector's count is an int, which is counted down once more than there are items: the least one
 * overflows. In these words the count of each vector with that many is the next one. */
void tgl_known_counts(uint8_t *words, size_t len);

/* A block of tgl's allocator. A vector's count is believed, and room made for as many items, before
 * there is one: the run ends where that is more than any message has. */
void *tgl_known_alloc(size_t size);

/* What tgl's allocator does: clears a block, whose size the caller has to know, and frees it. tgl
 * does not always know, and then clears what is behind. */
void tgl_known_free(void *block, int size);

/* A message that is not sent yet is in two trees, and tgl_free_all frees it twice: leaves one. */
void tgl_known_unsent(struct tgl_state *client);

/* Ends the run if tgl cannot take pq to pieces, and the program would end: below 2 it divides by
 * zero; on a prime it spends most of a second, then an assertion fails; from 2^63 on its sums
 * overflow, with the same end; and of more than 64 bits it takes another number to pieces. */
void tgl_known_factorize(const BIGNUM *pq);

/* known_client.c: tgl_pad_aes_decrypt, which says -1 where there are no whole blocks. The client
 * takes that for a length, and points before its buffer. */
int tgl_known_decrypt(char *from, int from_len, char *to, int size);

/* known_client.c: of a message in a container, the words that are left of the container, and those
 * that the message says to have. Ends the run if they are more. */
void tgl_known_nested(ptrdiff_t left, ptrdiff_t said);

/* known_queries.c: tglmp_encrypt_send_message. Ends the run if it gives a query the number of
 * another one. Numbers are times of the server's clock, counted up in each session: two sessions
 * that send in the same 240 ns, or after the server has set the clock back, share them. */
long long tgl_known_send(struct tgl_state *client, struct connection *connection, int *words,
                         int words_len, int flags);

/* known_counts.h: the value of this field, and if it is a count of updates (pts, qts, seq) at most
 * half of what an int has room for: tgl adds two of them. */
long long tgl_known_count(const char *field, long long value);

/* Numbers that a refused message leaves behind. */
void tgl_known_numbers(unsigned left);

/* known_binlog.c: the table of data centres has a place of this number, or the centre itself; the
 * centre has an address of the plain kind, or gets it with these flags. */
bool tgl_known_has_place(int dc);
bool tgl_known_has_address(struct tgl_state *client, int flags, int dc);
bool tgl_known_is_dc(struct tgl_state *client, int dc);

#endif
