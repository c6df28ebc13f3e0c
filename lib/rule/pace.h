/*
 * pace.h: how many messages make a group.
 *
 * The facts of a group are as old as its claim, and it is claimed while the group before
 * goes out.  So each of the two is what goes out within a second, and no mail is begun
 * more than PACE_FRESH after its claim.
 */
#ifndef CRT_PACE_H
#define CRT_PACE_H

#include "base/clock.h"

#define PACE_GROUP CLOCK_SECOND
#define PACE_FRESH (2 * PACE_GROUP)

struct pace {
	crt_time each;		/* measured, for one mail; 0: nothing was measured */
	double rate;		/* mails a second at most; 0: no limit */
	size_t least, most;	/* what begins at once; what may be in hand */
};

size_t pace_group(const struct pace *);		/* at least 1 */

/* Whether one group may be claimed while the one before goes out. */
bool pace_overlaps(const struct pace *);

/* A group of so many mails has gone out. */
void pace_saw(struct pace *, size_t mails, crt_time took);

#endif
