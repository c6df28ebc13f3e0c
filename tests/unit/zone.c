/* zone.c: Berlin, Los Angeles, and a zone without changes, on both days of daylight saving. */
#include "hours/zone.h"
#include "tap.h"

static const struct {
	const char *utc, *berlin, *angeles;
} rows[] = {
	{ "2026-01-15T12:00:00Z", "2026-01-15T13:00:00Z", "2026-01-15T04:00:00Z" },
	{ "2026-03-08T09:59:59Z", "2026-03-08T10:59:59Z", "2026-03-08T01:59:59Z" },
	{ "2026-03-08T10:00:00Z", "2026-03-08T11:00:00Z", "2026-03-08T03:00:00Z" },
	{ "2026-03-29T00:59:59Z", "2026-03-29T01:59:59Z", "2026-03-28T17:59:59Z" },
	{ "2026-03-29T01:00:00Z", "2026-03-29T03:00:00Z", "2026-03-28T18:00:00Z" },
	{ "2026-07-15T12:00:00Z", "2026-07-15T14:00:00Z", "2026-07-15T05:00:00Z" },
	{ "2026-10-25T00:59:59Z", "2026-10-25T02:59:59Z", "2026-10-24T17:59:59Z" },
	{ "2026-10-25T02:00:00Z", "2026-10-25T03:00:00Z", "2026-10-24T19:00:00Z" },
	{ "2026-11-01T08:59:59Z", "2026-11-01T09:59:59Z", "2026-11-01T01:59:59Z" },
	{ "2026-11-01T10:00:00Z", "2026-11-01T11:00:00Z", "2026-11-01T02:00:00Z" },
	{ "2026-11-23T03:00:00Z", "2026-11-23T04:00:00Z", "2026-11-22T19:00:00Z" },
};

static crt_time
at(const char *text)
{
	crt_time t = 0;

	if (!clock_read(text, &t))
		printf("# no time: %s\n", text);
	return t;
}

static void
add(struct zone *z, const char *when, int minutes)
{
	z->change[z->n++] = (struct zone_change){ at(when), minutes };
}

/* Converted, and converted back. */
static void
expect(const struct zone *z, const char *utc, const char *local)
{
	char got[CLOCK_TEXT], want[CLOCK_TEXT];

	clock_print(at(utc) + zone_offset(z, at(utc)) * CLOCK_MINUTE, got);
	tap_is(got, clock_print(at(local), want), utc);
	clock_print(zone_time(z, at(local)), got);
	tap_is(got, clock_print(at(utc), want), local);
}

int
main(void)
{
	struct zone berlin = { .n = 0 }, angeles = { .n = 0 }, utc = { .n = 0 }, tokyo = { .n = 0 };
	char got[CLOCK_TEXT], want[CLOCK_TEXT];

	add(&berlin, "2026-01-01T00:00:00Z", 60);
	add(&berlin, "2026-03-29T01:00:00Z", 120);
	add(&berlin, "2026-10-25T01:00:00Z", 60);
	add(&angeles, "2026-01-01T00:00:00Z", -480);
	add(&angeles, "2026-03-08T10:00:00Z", -420);
	add(&angeles, "2026-11-01T09:00:00Z", -480);
	add(&tokyo, "2026-01-01T00:00:00Z", 540);
	for (size_t i = 0; i < COUNT(rows); i++) {
		expect(&berlin, rows[i].utc, rows[i].berlin);
		expect(&angeles, rows[i].utc, rows[i].angeles);
	}
	expect(&utc, "2026-07-01T00:00:00Z", "2026-07-01T00:00:00Z");
	expect(&tokyo, "2026-11-24T16:00:00Z", "2026-11-25T01:00:00Z");
	expect(&tokyo, "1990-11-24T16:00:00Z", "1990-11-25T01:00:00Z");
	clock_print(zone_time(&berlin, at("2026-10-25T02:30:00Z")), got);
	tap_is(got, clock_print(at("2026-10-25T00:30:00Z"), want), "02:30 comes twice: the first");
	clock_print(zone_time(&berlin, at("2026-03-29T02:30:00Z")), got);
	tap_is(got, clock_print(at("2026-03-29T01:30:00Z"), want), "02:30 never comes: 03:30");
	return tap_done();
}
