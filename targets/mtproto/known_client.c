/*
 * tgl's mtproto-client.c (tgl_known.h):
 *
 * - It makes a pointer of a failed decryption's -1: here the run ends with a length that is not of
 *   whole blocks.
 * - A message in a container ends where its length says, though the container ends before: here the
 *   run ends. The length is the number that was read last when such a message is looked at.
 */
#include "mtproto-common.h"
#include "tgl_known.h"

static int *last_number_end; /* in_ptr behind it */
static int *last_number_limit;

static int fetch_number(void)
{
    int number = fetch_int();
    last_number_end = in_ptr;
    last_number_limit = in_end;
    return number;
}

static int prefetch_constructor(void)
{
    if (in_ptr == last_number_end)
        tgl_known_nested(last_number_limit - in_ptr, in_end - in_ptr);
    return prefetch_int();
}

#define tgl_pad_aes_decrypt tgl_known_decrypt
#define fetch_int           fetch_number
#define prefetch_int        prefetch_constructor
#include "mtproto-client.c"
