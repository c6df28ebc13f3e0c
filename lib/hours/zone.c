/* zone.c: compute the UTC offset of a time zone. */
#include "hours/zone.h"

int
zone_offset(const struct zone *z, crt_time t)
{
	size_t i = z->n;

	while (i > 1 && z->change[i - 1].at > t)
		i--;
	return i ? z->change[i - 1].minutes : 0;
}

crt_time
zone_time(const struct zone *z, crt_time local)
{
	crt_time t = local - zone_offset(z, local - CLOCK_DAY) * CLOCK_MINUTE;
	crt_time later = local - zone_offset(z, t) * CLOCK_MINUTE;

	/* the offset of the day before applies until the change */
	return later > t ? later : zone_offset(z, later) == zone_offset(z, t) ? later : t;
}
