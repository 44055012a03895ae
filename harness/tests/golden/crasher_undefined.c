/*
 * Undefined behaviour, and what clang's other checks of arithmetic report.
 */
#include "crasher.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct header {
    int kind;
    int length;
};

static volatile int one = 1;
static volatile int zero;
static volatile double large = 1e30;
static char *volatile sink;
static struct header *volatile no_header;

static void unreachable(void)
{
    if (one)
        __builtin_unreachable();
    zero = 2;
}

static void float_cast(void)
{
    zero = (int)large;
}

static void pointer_overflow(void)
{
    static char bytes[8];
    volatile uintptr_t far = UINTPTR_MAX - 8 * (uintptr_t)one;
    sink = bytes + far;
}

static void offset_of_null(void)
{
    char *volatile none = NULL;
    sink = none + one;
}

static void null_argument(void)
{
    void *volatile none = NULL;
    volatile size_t size = (size_t)zero;
    char byte = 0;
    memcpy(&byte, none, size);
}

__attribute__((returns_nonnull, noinline)) static char *find_name(void)
{
    return sink;
}

static void null_return(void)
{
    sink = NULL;
    zero = find_name() == NULL;
}

static void negative_array(void)
{
    volatile int size = -one;
    char names[size];
    sink = names;
}

static void count_zeros_of_zero(void)
{
    zero = __builtin_ctz((unsigned)zero);
}

static void null_member(void)
{
    zero = no_header->length;
}

static void null_store(void)
{
    no_header->kind = one;
}

static void shift_negative(void)
{
    volatile int left = -one;
    zero = left << 2;
}

static void shift_exponent(void)
{
    zero = one << -one;
}

static void negate_smallest(void)
{
    volatile int smallest = INT_MIN;
    zero = -smallest;
}

static void divide_smallest(void)
{
    volatile int smallest = INT_MIN;
    zero = smallest / -one;
}

static void assumed_alignment(void)
{
    static char bytes[64];
    sink = __builtin_assume_aligned(bytes + one, 16);
    zero = *sink;
}

static void unsigned_overflow(void)
{
    volatile unsigned none = 0;
    zero = (int)(none - (unsigned)one);
}

static void implicit_conversion(void)
{
    volatile unsigned char byte;
    byte = (int)(256 * one);
    zero = byte;
}

static void beyond_object(void)
{
    struct header header = {1, 2};
    char *bytes = (char *)&header;
    zero = *(int *)(void *)(bytes + 8 * one);
}

const struct kind undefined_kinds[] = {
    {"unreachable", unreachable},
    {"float_cast", float_cast},
    {"pointer_overflow", pointer_overflow},
    {"offset_of_null", offset_of_null},
    {"null_argument", null_argument},
    {"null_return", null_return},
    {"negative_array", negative_array},
    {"count_zeros_of_zero", count_zeros_of_zero},
    {"null_member", null_member},
    {"null_store", null_store},
    {"shift_negative", shift_negative},
    {"shift_exponent", shift_exponent},
    {"negate_smallest", negate_smallest},
    {"divide_smallest", divide_smallest},
    {"assumed_alignment", assumed_alignment},
    {"unsigned_overflow", unsigned_overflow},
    {"implicit_conversion", implicit_conversion},
    {"beyond_object", beyond_object},
    {NULL, NULL},
};
