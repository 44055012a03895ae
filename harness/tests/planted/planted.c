#include "tests/planted/planted.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A bug in a loop says it once: what endless loops leave must not be half a file. */
void planted_canary(const char *bug)
{
    static const char *last;
    if (bug == last)
        return;
    last = bug;
    const char *path = getenv("BRICKBAT_CANARY");
    int fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
    if (fd < 0)
        return;
    if (write(fd, bug, strlen(bug)) < 0)
        abort();
    close(fd);
}

bool planted_take_u8(struct planted_in *in, uint8_t *ret_value)
{
    if (in->left < 1)
        return false;
    *ret_value = in->at[0];
    in->at++;
    in->left--;
    return true;
}

bool planted_take_u16(struct planted_in *in, uint16_t *ret_value)
{
    if (in->left < 2)
        return false;
    *ret_value = (uint16_t)(in->at[0] << 8 | in->at[1]);
    in->at += 2;
    in->left -= 2;
    return true;
}

bool planted_take_part(struct planted_in *in, size_t n, struct planted_in *ret_part)
{
    if (in->left < n)
        return false;
    *ret_part = (struct planted_in){.at = in->at, .left = n};
    in->at += n;
    in->left -= n;
    return true;
}
