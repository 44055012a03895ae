/*
 * What each child of the fork server would otherwise do for itself again, done once before the
 * first fork.
 *
 * Most of the time of a short run goes into page faults: every page of code that a child calls is
 * mapped anew, and with its first report a sanitizer makes its buffers and looks for the modules.
 */
#ifndef BB_ENGINE_WARM_H
#define BB_ENGINE_WARM_H

/* Call it once, with standard error where a stack trace does no harm. What cannot be prepared is
 * left to the children. */
void bb_warm_up(void);

#endif
