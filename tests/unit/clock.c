/* clock.c: parse and print times and durations. */
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
nanos_are(const char *text, int64_t want)
{
	int64_t nanos = -1;

	return clock_read_nanos(text, &nanos) ? nanos == want : want < 0;
}

static bool
duration_is(const char *text, crt_time want)
{
	crt_time t;

	return clock_read_duration(text, &t) && t == want;
}

static bool
refused(const char *text)
{
	crt_time t;

	return !clock_read_duration(text, &t);
}

/* Weeks whose sum would overflow and be negative. */
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

static void
nanos(void)
{
	tap_ok(nanos_are("1970-01-01T00:00:01Z", 1000000000), "nanoseconds of a second");
	tap_ok(nanos_are("1970-01-01T00:00:00.123456789Z", 123456789), "nine digits");
	tap_ok(nanos_are("1970-01-01T01:00:00.1234567+01:00", 123456700), "seven digits, another zone");
	tap_ok(nanos_are("2026-11-22 09:30:00,000000001Z", INT64_C(1795339800000000001)), "a comma");
	tap_ok(nanos_are("1969-12-31T23:59:59Z", -1) && nanos_are("2117-01-01T00:00:00Z", -1)
	    && nanos_are("today", -1), "before 1970, after 2116, no time");
}

int
main(void)
{
	nanos();
	tap_ok(time_is("2026-11-22T10:41:07+01:00", "2026-11-22T09:41:07Z"), "an offset");
	tap_ok(time_is("2026-11-22 09:41:07.5+00", "2026-11-22T09:41:07.500Z"), "of PostgreSQL");
	tap_ok(time_is("0001-01-01T00:00:00.123456789Z", "0001-01-01T00:00:00.123456Z"), "the first");
	tap_ok(time_is("2026-11-22T09:41:07.123456789012Z", "2026-11-22T09:41:07.123456Z")
	    && time_is("2026-11-22T09:41:07.000000000000000000000000000001Z", "2026-11-22T09:41:07Z")
	    && !time_is("2026-11-22T09:41:07.0000000000000000000000000000001Z", "2026-11-22T09:41:07Z"),
	    "12 digits, 30, and no more");
	tap_ok(!time_is("2026-02-29T00:00:00Z", "2026-03-01T00:00:00Z"), "a day that is not there");
	tap_ok(duration_is("1h30m", 90 * CLOCK_MINUTE) && duration_is("0s", 0), "spans");
	tap_ok(refused("") && refused("90") && refused("-1s") && refused("1h 2m"), "no spans");
	tap_ok(duration_is("3660d", 3660 * CLOCK_DAY) && refused("3660d1s") && refused("3661d"),
	    "the longest");
	tap_ok(endless(), "any number of them");
	return tap_done();
}
