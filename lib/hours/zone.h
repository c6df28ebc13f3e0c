/*
 * zone.h: a time zone as values: its UTC offset and when it changes.
 *
 * Pure. The caller fills it from a time zone database. Without changes it is UTC.
 */
#ifndef CRT_ZONE_H
#define CRT_ZONE_H

#include "base/clock.h"

#define ZONE_CHANGES_MAX 64

struct zone {
	struct zone_change {
		crt_time at;
		int minutes;		/* east of UTC, from the change on */
	} change[ZONE_CHANGES_MAX];	/* in order; the first also applies to earlier times */
	size_t n;
};

/* The offset at that time, in minutes east of UTC. */
int zone_offset(const struct zone *, crt_time);

/* The time at which clocks in the zone show local (given as if it were UTC). A local time
   that occurs twice means the first. One that is skipped lies as far after the change. */
crt_time zone_time(const struct zone *, crt_time local);

#endif
