/* warmup.c: the daily limit of a sender's domain that is new. */
#include "rule/warmup.h"

int64_t
warmup_limit(int64_t most, crt_time first, crt_time now)
{
	int64_t limit = WARMUP_FIRST;
	crt_time day;

	if (first == 0)
		return most;
	for (day = first + CLOCK_DAY; day <= now && limit < most; day += CLOCK_DAY)
		limit *= 2;
	return limit < most ? limit : most;
}
