/*
 * Which crashes are the same bug: the exact signature, and the id that is made of it.
 *
 * A signature is a short text; equal texts are one bug. It holds what stays the same from input to
 * input and from build to build, and nothing else:
 *
 *     always          the type without the size of the access, and READ or WRITE. Not the size (one
 *                     loop overruns by 1 or by 4), not the address, not severity or security
 *     most crashes    the first three functions that mean something, each named once, so that depth
 *                     of recursion does not count. Without symbols: module and offset instead
 *     Null-deref.,    are told apart by the type alone: a wild pointer is another bug than a
 missing UNKNOWN         one in this layer; grouping may join them
 *     UBSan           file and line of the message instead of functions: one line, one bug, whoever
 *                     called
 *     overflows       of a buffer that a function of the stack has made itself, as a variable or on
 *                     the heap: no function that called it. Of a global variable: its name, and the
 *                     innermost function
 *     use after       two functions, and the one that freed the block
 *      free, double
 *      free
 *     assertions      the expression, then the function that glibc names, or else two functions
 *     endless         the functions of the cycle, beginning at the one that sorts first, so that
 *      recursion      neither the depth nor the place where the stack ended counts. If there are
 more
 *                     ways round than one, all functions that recur, sorted
 *     leaks           the functions that allocated; direct and indirect leaks are one type
 *     time-outs       the two outermost functions that mean something: where in the loop the clock
 *                     struck is chance, and the way into it is not. Our driver looks many times and
 *                     shows what all looks have in common: of that the two innermost functions. The
 *                     same for its limit of memory; those of others show who allocated
 *     oracles         the name of the oracle, then two functions
 *     remote denial   the assertion's expression or the word (abort), then two functions
 *      of service
 *
 * The id is "<target>-<first eight hexadecimal digits of the hash>". Two signatures with the same
 * id are possible, if unlikely: the store compares the texts, and takes more digits then.
 */
#ifndef BB_TRIAGE_SIGNATURE_H
#define BB_TRIAGE_SIGNATURE_H

#include "triage/report.h"

enum {
    BB_SIGNATURE_TEXT_SIZE = 1024,
    BB_SIGNATURE_DIGITS = 8,      /* of the hash, in an id */
    BB_SIGNATURE_DIGITS_MAX = 16, /* when ids collide */
    BB_FINDING_ID_SIZE = 128,
};

struct bb_signature {
    uint64_t hash; /* of the text: FNV-1a */
    char text[BB_SIGNATURE_TEXT_SIZE];
};

/* The signature of a report; of one that tells of no crash, the empty text. */
void bb_signature_make(const struct bb_report *report, struct bb_signature *ret_signature);

/* "<target>-<digits>", of up to BB_SIGNATURE_DIGITS_MAX digits. False when it does not fit. */
bool bb_signature_id(const struct bb_signature *signature, const char *target, unsigned digits,
                     char ret_id[static BB_FINDING_ID_SIZE]);

#endif
