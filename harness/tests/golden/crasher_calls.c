/*
 * What a program can do wrong with the stack, the heap's functions, the C library's and signals.
 */
#include "crasher.h"

#include <malloc.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* In a program with AddressSanitizer. */
void __asan_poison_memory_region(const volatile void *start, size_t size) __attribute__((weak));

static volatile int one = 1;
static volatile int zero;
static char *volatile sink;

__attribute__((noinline)) static int read_at(const char *at, int offset)
{
    return at[offset];
}

/* --- memory --------------------------------------------------------------------------------- */

static void stack_underflow_read(void)
{
    char name[16] = "name";
    sink = name;
    zero = read_at(name, -one);
}

static void variable_array_write(void)
{
    volatile size_t size = 10 * (size_t)one;
    char names[size];
    sink = names;
    names[size] = 1;
}

static void use_after_poison(void)
{
    char *pool = malloc(64);
    if (__asan_poison_memory_region)
        __asan_poison_memory_region(pool, 64);
    zero = read_at(pool, 8);
    free(pool);
}

static void jump_into_heap(void)
{
    void (*function)(void) = (void (*)(void))(uintptr_t)malloc(64);
    function();
}

static void compare_pointers(void)
{
    char *left = malloc(8);
    char *right = malloc(8);
    zero = left < right;
    free(left);
    free(right);
}

/* --- what is passed to the library ---------------------------------------------------------- */

static void strcpy_overflow(void)
{
    static const char longer[] = "a name that is too long";
    char *name = malloc(8 * (size_t)one);
    sink = name;
    strcpy(name, longer);
    free(name);
}

static void strcpy_of_stack(void)
{
    char name[8];
    sink = name;
    strcpy(sink, one ? "a name that is too long" : "");
}

static void strcpy_overlap(void)
{
    char text[32] = "overlapping";
    sink = text;
    strcpy(sink + one, text);
}

static void strlen_of_unended(void)
{
    char *text = malloc(8);
    memset(text, 'A', 8);
    zero = (int)strlen(text);
    free(text);
}

static void sprintf_overflow(void)
{
    char *text = malloc(4);
    sink = text;
    sprintf(text, "%d", 1000000 * one);
    free(text);
}

static void read_overflow(void)
{
    char *text = malloc(4);
    int ends[2];
    if (pipe(ends) == 0 && write(ends[1], "0123456789", 10) == 10)
        zero = (int)read(ends[0], text, 10 * (size_t)one);
    free(text);
}

static void format_write(void)
{
    char format[16] = "%n";
    int written = 0;
    sink = format;
    printf(format, &written);
}

/* --- the heap's functions ------------------------------------------------------------------- */

static void calloc_overflow(void)
{
    sink = calloc(SIZE_MAX / 2, 4 * (size_t)one);
    zero = read_at(sink, 0);
}

static void reallocarray_overflow(void)
{
    sink = reallocarray(NULL, SIZE_MAX / 2, 4 * (size_t)one);
    zero = read_at(sink, 0);
}

static void pvalloc_overflow(void)
{
    sink = pvalloc(SIZE_MAX - (size_t)one);
    zero = read_at(sink, 0);
}

static void odd_alignment(void)
{
    sink = aligned_alloc(2 + (size_t)one, 8);
    zero = read_at(sink, 0);
}

static void odd_memalign(void)
{
    void *block = NULL;
    zero = posix_memalign(&block, 2 + (size_t)one, 8);
}

static void size_of_nothing(void)
{
    static char no_block[64];
    zero = (int)malloc_usable_size(no_block + 16 * one);
}

static void realloc_after_free(void)
{
    char *block = malloc(40);
    free(block);
    sink = realloc(block, 80 * (size_t)one);
}

static void free_twice_fast(void)
{
    char *blocks[9];
    for (int i = 0; i < 9; i++)
        blocks[i] = malloc(24);
    for (int i = 0; i < 9; i++)
        free(blocks[i]);
    free(blocks[8 * one]);
}

/* --- signals -------------------------------------------------------------------------------- */

static void beyond_file(void)
{
    FILE *file = tmpfile();
    char *page = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fileno(file), 0);
    zero = read_at(page, one);
}

static void trap(void)
{
    __builtin_trap();
}

static void breakpoint(void)
{
    raise(SIGTRAP);
}

const struct kind call_kinds[] = {
    {"stack_underflow_read", stack_underflow_read},
    {"variable_array_write", variable_array_write},
    {"use_after_poison", use_after_poison},
    {"jump_into_heap", jump_into_heap},
    {"compare_pointers", compare_pointers},
    {"strcpy_overflow", strcpy_overflow},
    {"strcpy_of_stack", strcpy_of_stack},
    {"strcpy_overlap", strcpy_overlap},
    {"strlen_of_unended", strlen_of_unended},
    {"sprintf_overflow", sprintf_overflow},
    {"read_overflow", read_overflow},
    {"format_write", format_write},
    {"calloc_overflow", calloc_overflow},
    {"reallocarray_overflow", reallocarray_overflow},
    {"pvalloc_overflow", pvalloc_overflow},
    {"odd_alignment", odd_alignment},
    {"odd_memalign", odd_memalign},
    {"size_of_nothing", size_of_nothing},
    {"realloc_after_free", realloc_after_free},
    {"free_twice_fast", free_twice_fast},
    {"beyond_file", beyond_file},
    {"trap", trap},
    {"breakpoint", breakpoint},
    {NULL, NULL},
};
