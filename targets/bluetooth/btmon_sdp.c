/*
 * BlueZ's monitor/sdp.c; answers of which not all parts came are given back at the end.
 */
#include "monitor/sdp.c"

#include "btmon_store.h"

void btmon_store_forget_answers(void)
{
    for (size_t i = 0; i < MAX_CONT; i++) {
        free(cont_list[i].data);
        cont_list[i].data = NULL;
    }
}
