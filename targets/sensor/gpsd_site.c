#include "gpsd_site.h"

#include <brickbat/target.h>

#include <fcntl.h>
#include <stdlib.h>

#include "gpsd_known.h"
#include "gpsd_line.h"
#include "gpsd_report.h"
#include "shim/clock.h"
#include "shim/snapshot.h"
#include "shim/socket.h"

static const float reawake_s = 0.01F; /* as the daemon's: when it looks at a silent line again */

static struct gps_context_t context;
static struct gps_device_t device;
static struct gps_context_t opened_context;
static struct gps_device_t opened_device;

static void say_nothing(const char *text)
{
    (void)text;
}

void gpsd_site_start(void)
{
    bb_shim_clock_reset();
    gpsd_known_start();
    gps_context_init(&context, "gpsd");
    context.errout.report = say_nothing;
    gpsd_time_init(&context, BB_SHIM_CLOCK_START_S);
    gpsd_init(&device, &context, GPSD_LINE_PATH);
    if (gpsd_activate(&device, O_CONTINUE) != BB_SHIM_FD_FIRST)
        abort();
    opened_context = context;
    opened_device = device;
    bb_shim_snapshot_take();
}

static void check_lexer(const struct gps_lexer_t *lexer)
{
    BB_ORACLE(gpsd_read_inside, lexer->inbuflen <= sizeof lexer->inbuffer,
              "there is more in the buffer than it holds");
    BB_ORACLE(gpsd_at_inside,
              lexer->inbufptr >= lexer->inbuffer &&
                  lexer->inbufptr <= lexer->inbuffer + lexer->inbuflen,
              "the lexer is outside of what was read");
    BB_ORACLE(gpsd_packet_inside, lexer->outbuflen <= sizeof lexer->outbuffer,
              "a packet is longer than its buffer");
}

void gpsd_site_run(struct bb_bytes input)
{
    struct bb_bytes rest = input;
    int state = DEVICE_UNCHANGED;
    gpsd_line_begin();
    bb_shim_clock_reset();
    bb_shim_snapshot_restore();
    context = opened_context;
    device = opened_device;
    gpsd_report_begin();
    while (state != DEVICE_ERROR && state != DEVICE_EOF &&
           gpsd_line_arrives(device.gpsdata.gps_fd, &rest)) {
        state = gpsd_multipoll(true, &device, gpsd_report, reawake_s);
        check_lexer(&device.lexer);
    }
    gpsd_report_end(input.len);
    gpsd_wrap(&device);
}
