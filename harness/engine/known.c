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
void *__asan_get_report_pc(void) __attribute__((weak));
void *__asan_get_report_bp(void) __attribute__((weak));

enum { MAX_FRAMES = 128 };

/* What a child tells its server; in memory that both see. */
struct note {
    uint64_t hash;
    bool is_repeated;
};

static struct note *note;
static bool may_be_brief;
static uintptr_t
    outermost; /* frame of the server: behind it on the stack there is nothing of a run */
static struct bb_learned *told; /* errors that have been reported */

void bb_known_init(void)
{
    void *page =
        mmap(NULL, sizeof *note, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    note = page == MAP_FAILED ? NULL : page;
    outermost = (uintptr_t)__builtin_frame_address(0);
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

static bool add_address(struct walk *walk, uintptr_t pc)
{
    walk->hash = bb_hash_bytes(walk->hash, bb_bytes_of(&pc, sizeof pc));
    return ++walk->n < MAX_FRAMES;
}

static _Unwind_Reason_Code add_frame(struct _Unwind_Context *context, void *user)
{
    return add_address(user, _Unwind_GetIP(context)) ? _URC_NO_REASON : _URC_END_OF_STACK;
}

/* Of an error in code that was checked, the place and its frame are known, and all callers up to
 * our own have frame pointers. False where that is not so: a signal, another thread. */
static bool walk_frame_pointers(struct walk *walk)
{
    uintptr_t here = (uintptr_t)__builtin_frame_address(0);
    uintptr_t frame = __asan_get_report_bp ? (uintptr_t)__asan_get_report_bp() : 0;
    if (frame <= here || frame >= outermost || frame % sizeof frame)
        return false;
    if (!add_address(walk, (uintptr_t)__asan_get_report_pc()))
        return true;
    while (frame < outermost) {
        const uintptr_t *link = (const uintptr_t *)frame;
        if (!add_address(walk, link[1]))
            return true;
        if (link[0] <= frame || link[0] % sizeof frame)
            return false;
        frame = link[0];
    }
    return true;
}

/* What the error is, and the way to it. */
static uint64_t hash_error(void)
{
    struct walk walk = {.hash = BB_HASH_START};
    int access = __asan_get_report_access_type ? __asan_get_report_access_type() : 0;
    const char *what = __asan_get_report_description ? __asan_get_report_description() : NULL;
    walk.hash = bb_hash_bytes(walk.hash, bb_bytes_str(what ? what : ""));
    walk.hash = bb_hash_bytes(walk.hash, bb_bytes_of(&access, sizeof access));
    if (!walk_frame_pointers(&walk))
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
