#include "tgl_known.h"

#include <brickbat/target.h>

#include <string.h>

#include "shim/heap.h"

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (strcmp(name, *names) == 0)
            return true;
    return false;
}

/* Reading beyond the message's end, or a length that goes there (mtproto-common.h). */
static const char *const readers[] = {"prefetch_int", "fetch_int",  "fetch_long",  "fetch_double",
                                      "fetch_str",    "fetch_ints", "fetch_data",  "fetch_skip_str",
                                      "fetch_bool",   "fetch_skip", NULL};

/* A message that has another form than the client expects (mtproto-client.c). */
static const char *const services[] = {"work_container",       "work_msgs_ack", "work_packed",
                                       "process_rpc_message", NULL};

/* An object of the API that does not lift (auto/auto-fetch-ds.c, queries.c, updates.c). */
static const char *const objects[] = {"tglu_work_any_updates_buf", "tglq_query_result", NULL};

bool tgl_known_is_expected(void *context, const struct bb_leave *leave)
{
    (void)context;
    if (leave->how == BB_LEAVE_EXIT)
        return bb_shim_heap_refused() > 0;
    if (leave->how != BB_LEAVE_ASSERT)
        return false;
    bool is_reader = is_one_of(leave->function, readers);
    bool is_service = is_one_of(leave->function, services);
    bool is_object = is_one_of(leave->function, objects);
    if (is_reader)
        BB_ORACLE(known_assert_reader, true, "");
    if (is_service)
        BB_ORACLE(known_assert_service, true, "");
    if (is_object)
        BB_ORACLE(known_assert_object, true, "");
    return is_reader || is_service || is_object;
}
