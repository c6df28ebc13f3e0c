/* clock.c: times and durations as they are written. */
#include "base/clock.h"
#include "base/str.h"
#include "tap.h"

static bool
time_is(const char *text, const char *again)
{
	char buf[CLOCK_TEXT];
	crt_time t;

	return clock_read(text, &t) && strcmp(clock_print(t, buf), again) == 0;
}

static bool
span_is(const char *text, crt_time want)
{
	crt_time t;

	return clock_read_span(text, &t) && t == want;
}

static bool
refused(const char *text)
{
	crt_time t;

	return !clock_read_span(text, &t);
}

/* So many weeks that their sum, if it were made, would come out below zero. */
static bool
endless(void)
{
	struct str s = STR_MAX(200000);
	bool no;

	while (s.len < 4 * 29216)
		str_puts(&s, "522w");
	no = refused(str_text(&s));
	str_free(&s);
	return no;
}

int
main(void)
{
	tap_ok(time_is("2026-11-22T10:41:07+01:00", "2026-11-22T09:41:07Z"), "an offset");
	tap_ok(time_is("2026-11-22 09:41:07.5+00", "2026-11-22T09:41:07.500Z"), "of PostgreSQL");
	tap_ok(time_is("0001-01-01T00:00:00.123456789Z", "0001-01-01T00:00:00.123456Z"), "the first");
	tap_ok(!time_is("2026-02-29T00:00:00Z", "2026-03-01T00:00:00Z"), "a day that is not there");
	tap_ok(span_is("1h30m", 90 * CLOCK_MINUTE) && span_is("0s", 0), "spans");
	tap_ok(refused("") && refused("90") && refused("-1s") && refused("1h 2m"), "no spans");
	tap_ok(span_is("3660d", 3660 * CLOCK_DAY) && refused("3660d1s") && refused("3661d"),
	    "the longest");
	tap_ok(endless(), "any number of them");
	return tap_done();
}
