/* What gnulib has where the compiler's own C23 header is missing. */
#define ckd_add(result, a, b) __builtin_add_overflow(a, b, result)
#define ckd_mul(result, a, b) __builtin_mul_overflow(a, b, result)
#define ckd_sub(result, a, b) __builtin_sub_overflow(a, b, result)
