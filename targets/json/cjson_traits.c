#include "cjson_check.h"

#include <brickbat/target.h>

#include <math.h>
#include <string.h>

/* 15 digits of this or more are read as infinity. */
#define NEAR_LIMIT 1.797693134862315e308

enum { COMPARE_MAX_ITEMS = 1 << 14 };

static bool repeats(const cJSON *member)
{
    for (const cJSON *other = member->next; other; other = other->next) {
        if (strcmp(other->string, member->string) == 0)
            return true;
    }
    return false;
}

static void note_name(const cJSON *member, struct cjson_traits *traits)
{
    traits->repeats_names |= repeats(member);
    traits->has_upper |= strpbrk(member->string, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != NULL;
    traits->has_escape |= strpbrk(member->string, "/~") != NULL;
}

static void look_at(const cJSON *item, struct cjson_traits *traits)
{
    if (cJSON_IsNumber(item)) {
        traits->is_infinite |= isinf(item->valuedouble) != 0;
        traits->is_near_limit |= !isinf(item->valuedouble) && fabs(item->valuedouble) >= NEAR_LIMIT;
    }
    traits->has_null |= cJSON_IsNull(item) != 0;
    for (const cJSON *child = item->child; child; child = child->next) {
        if (cJSON_IsObject(item))
            note_name(child, traits);
        look_at(child, traits);
    }
}

struct cjson_traits cjson_traits_of(const cJSON *document)
{
    struct cjson_traits traits = {0};
    look_at(document, &traits);
    return traits;
}

bool cjson_traits_are_plain(struct cjson_traits traits)
{
    return !traits.repeats_names && !traits.is_infinite && !traits.is_near_limit;
}

/* How often cJSON_Compare looks at an item of the document. Members are compared from both sides,
 * so it is twice as often with each level of objects. */
static size_t compared_items(const cJSON *item)
{
    size_t n = 0;
    for (const cJSON *child = item->child; child && n <= COMPARE_MAX_ITEMS; child = child->next)
        n += compared_items(child);
    return 1 + (cJSON_IsObject(item) ? 2 * n : n);
}

bool cjson_equals(const cJSON *one, const cJSON *other)
{
    if (compared_items(one) > COMPARE_MAX_ITEMS) {
        BB_KNOWN(compare_doubles);
        return true;
    }
    return cJSON_Compare(one, other, 1);
}
