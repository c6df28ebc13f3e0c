/*
 * stop.h: SIGTERM and SIGINT as a request that a run looks at between two steps.
 *
 * A run that is asked to stop begins nothing new, finishes what is in flight within
 * STOP_WAIT, gives the rest back, and ends with ERR_AGAIN (75).
 */
#ifndef CRT_STOP_H
#define CRT_STOP_H

#include "base/clock.h"
#include "base/err.h"

#define STOP_WAIT (30 * CLOCK_SECOND)	/* systemd waits 90 by default before it kills */

#define STOP_TICK 500			/* ms; a wait that a signal may not end looks this often */

/* From here on the signals are requests.  A SIGINT that is ignored stays so. */
void stop_open(void);

bool stop_asked(void);
bool stop_overdue(void);		/* and STOP_WAIT is over */

/* True: go on.  Else ERR_AGAIN. */
bool stop_check(struct err *) MUSTUSE;

#endif
