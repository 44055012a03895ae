/*
 * AFL++ targets end with those who run them. When afl-fuzz is killed, its fork server may wait for
 * an input that never ends, and the child that it has stopped between two inputs would wait for
 * ever: so both ask the kernel to be killed when their parent dies.
 */
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>

static void end_with_parent(void)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

/* The fork server, and with each fork its child. */
__attribute__((constructor)) static void watch_parents(void)
{
    end_with_parent();
    pthread_atfork(NULL, NULL, end_with_parent);
}
