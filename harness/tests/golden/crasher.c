/*
 * A program of many small bugs, one for each kind of report that the log parser must read.
 *
 *     crasher KIND        commits that bug; without a known KIND, lists them
 *
 * With libFuzzer the input is the name of the kind. ./make-logs builds it with every compiler and
 * sanitizer that the machine has, and keeps what it prints.
 */
#include <assert.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crasher.h"

/* What the optimizer must not see through. */
static volatile int one = 1;
static volatile int zero;
static char *volatile sink;
static char global[8] = "global";

__attribute__((noinline)) static int read_byte(const char *at, int offset)
{
    return at[offset];
}

__attribute__((noinline)) static void write_byte(char *at, int offset)
{
    at[offset] = 1;
}

__attribute__((noinline)) static char *new_packet(size_t size)
{
    return malloc(size);
}

__attribute__((noinline)) static void free_packet(char *packet)
{
    free(packet);
}

static void heap_overflow_read(void)
{
    char *packet = new_packet(10);
    memset(packet, 0, 10);
    zero = read_byte(packet, 9 + one);
    free_packet(packet);
}

static void heap_overflow_write(void)
{
    char *packet = new_packet(10);
    write_byte(packet, 10 * one);
    free_packet(packet);
}

static void heap_overflow_memcpy(void)
{
    char *packet = new_packet(40);
    char from[64] = {0};
    memcpy(packet, from, 63 + (size_t)one);
    sink = packet;
    free_packet(packet);
}

static void stack_overflow_write(void)
{
    char name[8];
    sink = name;
    write_byte(name, 8 * one);
}

static void global_overflow_read(void)
{
    zero = read_byte(global, 8 * one);
}

static void use_after_free(void)
{
    char *packet = new_packet(10);
    free_packet(packet);
    zero = read_byte(packet, one);
}

static void double_free(void)
{
    char *packet = new_packet(10);
    free_packet(packet);
    free_packet(packet);
}

static void invalid_free(void)
{
    char *packet = new_packet(10);
    sink = packet;
    free_packet(packet + one);
}

__attribute__((noinline)) static char *address_of_local(void)
{
    char local[16];
    sink = local;
    return sink;
}

static void use_after_return(void)
{
    zero = read_byte(address_of_local(), one);
}

static void use_after_scope(void)
{
    {
        char local[16];
        sink = local;
    }
    zero = read_byte(sink, one);
}

static void memcpy_overlap(void)
{
    char buffer[32] = {0};
    sink = buffer;
    memcpy(sink + one, sink, 16);
}

static void negative_size(void)
{
    char buffer[32] = {0};
    sink = buffer;
    memmove(sink, sink + 1, (size_t)-one);
}

static void leak_direct(void)
{
    sink = new_packet(100);
    sink = new_packet(20);
    sink = NULL;
}

struct node {
    struct node *next;
    char data[24];
};

static void leak_cycle(void)
{
    struct node *a = (struct node *)new_packet(sizeof *a);
    struct node *b = (struct node *)new_packet(sizeof *b);
    a->next = b;
    b->next = a;
}

static void null_read(void)
{
    zero = read_byte(NULL, 4 * one);
}

static void null_write(void)
{
    write_byte(NULL, 4 * one);
}

static void wild_write(void)
{
    write_byte((char *)(uintptr_t)0x7000deadbeefu, one);
}

static void non_canonical_read(void)
{
    zero = read_byte((char *)(uintptr_t)0xdeadbeefdeadbeefu, one);
}

static void call_null(void)
{
    void (*function)(void) = (void (*)(void))(uintptr_t)zero;
    function();
}

__attribute__((noinline)) static int on_connect(int client)
{
    return client + one;
}

static void call_wrong_type(void)
{
    void (*volatile handler)(char *) = (void (*)(char *))on_connect;
    handler(global);
}

__attribute__((noinline)) static int parse_list(int depth);

__attribute__((noinline)) static int parse_value(int depth)
{
    return parse_list(depth + 1) + one;
}

__attribute__((noinline)) static int parse_list(int depth)
{
    char name[64];
    sink = name;
    return depth > 1 << 30 ? 0 : parse_value(depth + 1) + one;
}

static void endless_recursion(void)
{
    zero = parse_list(0);
}

static void division(void)
{
    one = one / zero;
}

static void shift(void)
{
    one = one << (one + 39);
}

static void signed_overflow(void)
{
    one = one + 0x7fffffff;
}

static void index_out_of_bounds(void)
{
    int table[4] = {0};
    sink = (char *)table;
    zero = table[4 * one];
}

static void misaligned(void)
{
    char bytes[16] = {0};
    sink = bytes;
    zero = *(int *)(void *)(sink + one);
}

static void bad_bool(void)
{
    _Bool answer;
    memset(&answer, 2 + one, 1);
    zero = answer;
}

static void assertion(void)
{
    assert(one == 2 && "lengths agree");
}

static void call_abort(void)
{
    abort();
}

static void call_exit(void)
{
    exit(zero + 3);
}

static void uninitialized(void)
{
    char *packet = new_packet(16);
    if (packet[3] == 7)
        one = 2;
    free_packet(packet);
}

static void uninitialized_stack(void)
{
    char name[16];
    sink = name;
    if (read_byte(name, 3) == 7)
        one = 2;
}

static void *increment(void *counter)
{
    for (int i = 0; i < 1000; i++)
        ++*(int *)counter;
    return NULL;
}

static void race(void)
{
    static int counter;
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, increment, &counter);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
}

static void too_large(void)
{
    sink = new_packet((size_t)one << 46);
    *sink = 1;
}

static void endless_loop(void)
{
    while (one)
        zero += one - 1;
}

static void memory_explosion(void)
{
    for (;;)
        memset(sink = new_packet(1 << 20), one, 1 << 20);
}

static void smash_stack(void)
{
    char name[8];
    sink = name;
    memset(sink, 'A', 64 * (size_t)one);
}

static void corrupt_heap(void)
{
    char *packet = new_packet(24);
    char *other = new_packet(24);
    sink = packet;
    memset(sink, 'A', 40 * (size_t)one);
    free_packet(other);
    free_packet(packet);
}

static const struct kind own_kinds[] = {
    {"heap_overflow_read", heap_overflow_read},
    {"heap_overflow_write", heap_overflow_write},
    {"heap_overflow_memcpy", heap_overflow_memcpy},
    {"stack_overflow_write", stack_overflow_write},
    {"global_overflow_read", global_overflow_read},
    {"use_after_free", use_after_free},
    {"double_free", double_free},
    {"invalid_free", invalid_free},
    {"use_after_return", use_after_return},
    {"use_after_scope", use_after_scope},
    {"memcpy_overlap", memcpy_overlap},
    {"negative_size", negative_size},
    {"leak_direct", leak_direct},
    {"leak_cycle", leak_cycle},
    {"null_read", null_read},
    {"null_write", null_write},
    {"wild_write", wild_write},
    {"non_canonical_read", non_canonical_read},
    {"call_null", call_null},
    {"call_wrong_type", call_wrong_type},
    {"endless_recursion", endless_recursion},
    {"division", division},
    {"shift", shift},
    {"signed_overflow", signed_overflow},
    {"index_out_of_bounds", index_out_of_bounds},
    {"misaligned", misaligned},
    {"bad_bool", bad_bool},
    {"assertion", assertion},
    {"call_abort", call_abort},
    {"call_exit", call_exit},
    {"uninitialized", uninitialized},
    {"uninitialized_stack", uninitialized_stack},
    {"race", race},
    {"too_large", too_large},
    {"endless_loop", endless_loop},
    {"memory_explosion", memory_explosion},
    {"smash_stack", smash_stack},
    {"corrupt_heap", corrupt_heap},
    {NULL, NULL},
};

static const struct kind *const all_kinds[] = {own_kinds, call_kinds, thread_kinds,
                                               undefined_kinds};

enum { TABLES = sizeof all_kinds / sizeof *all_kinds };

__attribute__((noinline)) static int commit(const char *name, size_t size)
{
    for (size_t table = 0; table < TABLES; table++) {
        for (const struct kind *kind = all_kinds[table]; kind->name; kind++) {
            if (strlen(kind->name) == size && memcmp(kind->name, name, size) == 0) {
                kind->commit();
                return 0;
            }
        }
    }
    return -1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    commit((const char *)data, size);
    if (size == strlen("overwrite_input") && memcmp(data, "overwrite_input", size) == 0)
        write_byte((char *)(uintptr_t)data, one);
    return 0;
}

#ifndef LIBFUZZER
int main(int argc, char **argv)
{
    if (argc == 2 && commit(argv[1], strlen(argv[1])) == 0)
        return 0;
    for (size_t table = 0; table < TABLES; table++)
        for (const struct kind *kind = all_kinds[table]; kind->name; kind++)
            puts(kind->name);
    return 2;
}
#endif
