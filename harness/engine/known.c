#include "engine/known.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <unwind.h>

#include "base/hash.h"
#include "engine/learned.h"
#include "engine/stop.h"

/* In a program with AddressSanitizer. The first is called by it, the others answer then. */
void __asan_on_error(void);
const char *__asan_get_report_description(void) __attribute__((weak));
int __asan_get_report_access_type(void) __attribute__((weak));

enum { MAX_FRAMES = 128 };

/* What a child tells its server; in memory that both see. */
struct note {
    uint64_t hash;
    bool is_repeated;
};

static struct note *note;
static bool may_be_brief;
static struct bb_learned *told; /* errors that have been reported */

void bb_known_init(void)
{
    void *page =
        mmap(NULL, sizeof *note, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    note = page == MAP_FAILED ? NULL : page;
    told = bb_learned_new();
}

void bb_known_start(bool brief)
{
    may_be_brief = brief;
    if (note)
        *note = (struct note){0};
}

uint64_t bb_known_take(bool *ret_is_repeated)
{
    *ret_is_repeated = note && note->is_repeated;
    return note ? note->hash : 0;
}

struct walk {
    uint64_t hash;
    unsigned n;
};

static _Unwind_Reason_Code add_frame(struct _Unwind_Context *context, void *user)
{
    struct walk *walk = user;
    uintptr_t pc = _Unwind_GetIP(context);
    walk->hash = bb_hash_bytes(walk->hash, bb_bytes_of(&pc, sizeof pc));
    return ++walk->n < MAX_FRAMES ? _URC_NO_REASON : _URC_END_OF_STACK;
}

/* What the error is, and the way to it. */
static uint64_t hash_error(void)
{
    struct walk walk = {.hash = BB_HASH_START};
    int access = __asan_get_report_access_type ? __asan_get_report_access_type() : 0;
    const char *what = __asan_get_report_description ? __asan_get_report_description() : NULL;
    walk.hash = bb_hash_bytes(walk.hash, bb_bytes_str(what ? what : ""));
    walk.hash = bb_hash_bytes(walk.hash, bb_bytes_of(&access, sizeof access));
    _Unwind_Backtrace(add_frame, &walk);
    return walk.hash ? walk.hash : 1;
}

__attribute__((used, visibility("default"))) void __asan_on_error(void)
{
    if (!note || note->hash) /* not in a child, or an error in the middle of one */
        return;
    note->hash = hash_error();
    note->is_repeated = may_be_brief && bb_learned_has(told, note->hash);
    if (note->is_repeated)
        _exit(BB_STOP_SANITIZER);
    bb_learned_add(told, note->hash);
}
