#include "triage/needles.h"

bool bb_needles_add(struct bb_needles *needles, const char *text)
{
    size_t length = strlen(text);
    if (needles->n == BB_NEEDLES_MAX || length == 0 || length > UINT8_MAX)
        return false;
    uint8_t start = (uint8_t)text[0];
    size_t number = needles->n++;
    needles->text[number] = text;
    needles->length[number] = (uint8_t)length;
    needles->next[number] = needles->first[start];
    needles->first[start] = (uint8_t)(number + 1);
    return true;
}

uint64_t bb_needles_find(const struct bb_needles *needles, struct bb_bytes line,
                         size_t ret_at[static BB_NEEDLES_MAX])
{
    uint64_t found = 0;
    for (size_t at = 0; at < line.len; at++) {
        for (unsigned i = needles->first[line.ptr[at]]; i; i = needles->next[i - 1]) {
            unsigned number = i - 1;
            size_t length = needles->length[number];
            if (found >> number & 1 || line.len - at < length ||
                memcmp(line.ptr + at, needles->text[number], length) != 0)
                continue;
            found |= UINT64_C(1) << number;
            ret_at[number] = at;
        }
    }
    return found;
}
