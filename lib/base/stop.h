/*
 * stop.h: SIGTERM and SIGINT as a request that a run checks between two steps.
 *
 * A run that is to stop starts nothing new, finishes what is in flight within STOP_WAIT,
 * releases the rest, and ends with ERR_AGAIN (75).
 */
#ifndef CRT_STOP_H
#define CRT_STOP_H

#include "base/clock.h"
#include "base/err.h"

#define STOP_WAIT (30 * CLOCK_SECOND)	/* systemd kills after 90 seconds by default */

#define STOP_TICK 500			/* ms; how often an uninterruptible wait checks for a stop */

/* From here on the signals are requests. An ignored SIGINT stays ignored. */
void stop_open(void);

bool stop_requested(void);
bool stop_overdue(void);		/* STOP_WAIT has passed since the request */

/* True: continue. False: ERR_AGAIN. */
bool stop_check(struct err *) MUSTUSE;

#endif
