/*
 * What a program can do wrong with threads, locks and signal handlers.
 */
#include "crasher.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t second = PTHREAD_MUTEX_INITIALIZER;
static char *volatile sink;

static void *lock_first_then_second(void *unused)
{
    pthread_mutex_lock(&first);
    pthread_mutex_lock(&second);
    pthread_mutex_unlock(&second);
    pthread_mutex_unlock(&first);
    return unused;
}

static void *lock_second_then_first(void *unused)
{
    pthread_mutex_lock(&second);
    pthread_mutex_lock(&first);
    pthread_mutex_unlock(&first);
    pthread_mutex_unlock(&second);
    return unused;
}

static void run_thread(void *(*function)(void *))
{
    pthread_t thread;
    pthread_create(&thread, NULL, function, NULL);
    pthread_join(thread, NULL);
}

static void lock_inversion(void)
{
    run_thread(lock_first_then_second);
    run_thread(lock_second_then_first);
}

static void *nothing(void *unused)
{
    return unused;
}

static void thread_leak(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, nothing, NULL);
    usleep(100 * 1000);
}

static void unlock_unlocked(void)
{
    pthread_mutex_unlock(&first);
}

static void destroy_locked(void)
{
    pthread_mutex_t mutex;
    pthread_mutex_init(&mutex, NULL);
    pthread_mutex_lock(&mutex);
    pthread_mutex_destroy(&mutex);
}

static void lock_destroyed(void)
{
    pthread_mutex_t *mutex = malloc(sizeof *mutex);
    pthread_mutex_init(mutex, NULL);
    pthread_mutex_destroy(mutex);
    pthread_mutex_lock(mutex);
    free(mutex);
}

static void allocate(int signal)
{
    sink = malloc((size_t)signal);
}

static void allocate_in_handler(void)
{
    signal(SIGUSR1, allocate);
    for (int i = 0; i < 100; i++)
        kill(getpid(), SIGUSR1);
}

static void *write_block(void *block)
{
    *(volatile char *)block = 1;
    return NULL;
}

static void race_with_free(void)
{
    pthread_t thread;
    char *block = malloc(16);
    pthread_create(&thread, NULL, write_block, block);
    usleep(100 * 1000);
    free(block);
    pthread_join(thread, NULL);
}

static void *overflow_block(void *block)
{
    ((volatile char *)block)[16] = 1;
    return NULL;
}

static void overflow_in_thread(void)
{
    pthread_t thread;
    char *block = malloc(16);
    pthread_create(&thread, NULL, overflow_block, block);
    pthread_join(thread, NULL);
    free(block);
}

const struct kind thread_kinds[] = {
    {"lock_inversion", lock_inversion},
    {"thread_leak", thread_leak},
    {"unlock_unlocked", unlock_unlocked},
    {"destroy_locked", destroy_locked},
    {"lock_destroyed", lock_destroyed},
    {"allocate_in_handler", allocate_in_handler},
    {"race_with_free", race_with_free},
    {"overflow_in_thread", overflow_in_thread},
    {NULL, NULL},
};
