/* pace.c: a group is what can be sent within one second, whatever the server does. */
#include "rule/pace.h"
#include "tap.h"

static const struct {
	const char *what;
	struct pace p;
	size_t mails;			/* size of the measured group; 0: none */
	crt_time took;
	size_t group;
	bool overlaps;
} rows[] = {
	{ "nothing measured: what begins at once", { 0, 0, 4, 64 }, 0, 0, 4, false },
	{ "a window of two", { 0, 0, 4, 1 }, 0, 0, 1, false },
	{ "10,000 a second: the window", { 0, 0, 4, 64 }, 64, 6400, 64, true },
	{ "20 a second", { 0, 0, 4, 64 }, 40, 2 * CLOCK_SECOND, 19, true },
	{ "a second a mail, four at a time", { 0, 0, 4, 64 }, 4, CLOCK_SECOND, 4, false },
	{ "ten seconds a mail: what begins at once", { 0, 0, 4, 64 }, 4, 10 * CLOCK_SECOND, 4, false },
	{ "one at a time, ten seconds each", { 0, 0, 1, 64 }, 1, 10 * CLOCK_SECOND, 1, false },
	{ "--rate 1", { 0, 1, 4, 64 }, 0, 0, 1, false },
	{ "--rate 30, before anything was measured", { 0, 30, 4, 64 }, 0, 0, 4, false },
	{ "--rate 30 to a fast server", { 0, 30, 4, 64 }, 4, 4000, 30, true },
	{ "--rate 1, kept", { 0, 1, 4, 64 }, 1, CLOCK_SECOND - 10, 1, true },
};

int
main(void)
{
	size_t i;

	for (i = 0; i < COUNT(rows); i++) {
		struct pace p = rows[i].p;

		pace_saw(&p, rows[i].mails, rows[i].took);
		tap_ok(pace_group(&p) == rows[i].group && pace_overlaps(&p) == rows[i].overlaps,
		    rows[i].what);
	}
	return tap_done();
}
