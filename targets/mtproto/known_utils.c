/*
 * tgl's mtproto-utils.c: the checks of a server's numbers. Before a pq goes to pieces it is looked
 * at for what tgl cannot do (tgl_known.h); what does it is in known_factorize.c.
 */
#define bn_factorize checked_factorize
#include "mtproto-utils.c"
#undef bn_factorize

#include "tgl_known.h"

int plain_factorize(TGLC_bn *pq, TGLC_bn *p, TGLC_bn *q);

int bn_factorize(TGLC_bn *pq, TGLC_bn *p, TGLC_bn *q);
int bn_factorize(TGLC_bn *pq, TGLC_bn *p, TGLC_bn *q)
{
    tgl_known_factorize((const BIGNUM *)pq);
    return plain_factorize(pq, p, q);
}
