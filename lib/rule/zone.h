/*
 * zone.h: a time zone as values: when it changes its distance from UTC.
 *
 * Pure.  Whoever knows the system's time zones fills it in; without a change it is UTC.
 */
#ifndef CRT_ZONE_H
#define CRT_ZONE_H

#include "base/clock.h"

#define ZONE_CHANGES_MAX 64

struct zone {
	struct zone_change {
		crt_time at;
		int minutes;		/* east of UTC, from then on */
	} change[ZONE_CHANGES_MAX];	/* in order; the first counts before it too */
	size_t n;
};

/* Minutes east of UTC at that time. */
int zone_offset(const struct zone *, crt_time);

/* The time at which the clocks of the zone show this (local: the time if it were UTC).  What they
   show twice is the first time; what they skip is as long after the change. */
crt_time zone_time(const struct zone *, crt_time local);

#endif
