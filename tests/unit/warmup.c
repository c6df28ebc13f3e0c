/* warmup.c: the daily limit of a new domain doubles each day until it is reached. */
#include "rule/warmup.h"
#include "tap.h"

int
main(void)
{
	static const struct { int64_t most; int day; int64_t want; } all[] = {
		{ 1000, -3, 50 }, { 1000, 0, 50 }, { 1000, 1, 100 }, { 1000, 4, 800 }, { 1000, 5, 1000 },
		{ 1000, 90000, 1000 }, { 20, 0, 20 }, { WARMUP_NONE, 14, 819200 },
		{ WARMUP_NONE, 15, WARMUP_NONE },
	};
	const crt_time first = 20000 * CLOCK_DAY;
	size_t i;

	for (i = 0; i < COUNT(all); i++) {
		tap_ok(warmup_limit(all[i].most, first, first + all[i].day * CLOCK_DAY) == all[i].want,
		    "at the first moment of a day");
		tap_ok(warmup_limit(all[i].most, first, first + (all[i].day + 1) * CLOCK_DAY - 1)
		    == all[i].want, "at the last moment of a day");
	}
	tap_ok(warmup_limit(70, 0, first) == 70, "without a warm-up");
	return tap_done();
}
