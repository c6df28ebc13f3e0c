/*
 * pace.h: how many messages are claimed together as a group.
 *
 * The facts of a group are as old as its claim, and a group is claimed while the one before is
 * being sent. So each is limited to what is sent within a second. Then no mail begins more than
 * PACE_FRESH after its claim.
 */
#ifndef CRT_PACE_H
#define CRT_PACE_H

#include "base/clock.h"

#define PACE_GROUP CLOCK_SECOND
#define PACE_FRESH (2 * PACE_GROUP)

struct pace {
	crt_time each;		/* measured time of one mail; 0: not measured */
	double rate;		/* maximum mails a second; 0: no limit */
	size_t least, most;	/* mails that begin at once; maximum in flight */
};

size_t pace_group(const struct pace *);		/* at least 1 */

/* Whether a group may be claimed while the one before is being sent. */
bool pace_overlaps(const struct pace *);

/* Records the time in which a group of mails was sent. */
void pace_saw(struct pace *, size_t mails, crt_time took);

#endif
