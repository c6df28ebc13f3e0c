/* hours.c: the hours of text and push messages to the minute, in every zone of the person. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "hours/hours.h"
#include "tap.h"

#define MONDAY (20514 * CLOCK_DAY)		/* 2026-03-02 */
#define AT(day, hour, minute) \
	(MONDAY + (day) * CLOCK_DAY + (hour) * CLOCK_HOUR + (minute) * CLOCK_MINUTE)

enum { MON, TUE, WED, THU, FRI, SAT, SUN };

/* The zones of the tests, by name.  New York and Denver change on 2026-03-08 and 2026-11-01. */
#define CHANGES(standard) { { 0, standard }, { AT(6, 2, -(standard)), (standard) + 60 }, \
	{ AT(244, 1, -(standard)), standard } }
static struct place_clock clocks[] = {
	{ "America/Chicago", true, { CHANGES(-360), 3 } },
	{ "America/Denver", true, { CHANGES(-420), 3 } },
	{ "America/New_York", true, { CHANGES(-300), 3 } },
	{ "Europe/Berlin", true, { { { 0, 60 } }, 1 } },
	{ "Etc/UTC", true, { { { 0, 0 } }, 1 } },
	{ "Nowhere/Else", false, { { { 0, 0 } }, 0 } },
};
static const struct place_clocks all = { clocks, COUNT(clocks) };

static struct place
in_region(const char *region)
{
	struct place p = { .nregions = 1, .nzones = 1 };

	snprintf(p.regions[0].name, sizeof p.regions[0].name, "%s", region);
	p.zones[0].clock = &clocks[4];
	return p;
}

/* The first and the last minute of the window, in UTC.  policy.c tests each row of the table. */
static const struct { const char *region; int day, opens, closes; } rows[] = {
	{ "US", MON, 800, 2100 }, { "US-FL", TUE, 800, 2000 }, { "US-OK", WED, 800, 2000 },
	{ "US-MD", THU, 800, 2000 }, { "US-WA", FRI, 800, 2000 }, { "US-OR", SAT, 800, 2000 },
	{ "US-CT", SUN, 900, 2000 }, { "US-TX", SAT, 900, 2100 }, { "US-TX", SUN, 1200, 2100 },
	{ "US-MA", SUN, 800, 2000 }, { "US-RI", FRI, 900, 1800 }, { "US-RI", SAT, 1000, 1700 },
	{ "US-RI", SUN, 0, 0 }, { "US-MS", SAT, 800, 2000 }, { "US-MS", SUN, 0, 0 },
	{ "US-LA", MON, 800, 2000 }, { "US-LA", SUN, 0, 0 }, { "US-SD", FRI, 900, 2100 },
	{ "US-SD", SAT, 0, 0 }, { "US-AL", SAT, 800, 2000 }, { "US-AL", SUN, 0, 0 },
	{ "US-KY", SUN, 1000, 2100 }, { "US-NV", MON, 900, 2000 }, { "US-NM", MON, 900, 2100 },
	{ "US-MI", MON, 900, 2100 }, { "US-MN", SUN, 900, 2100 }, { "US-NJ", SUN, 800, 2100 },
	{ "US-VA", SUN, 800, 2100 }, { "CA", FRI, 900, 2130 }, { "CA", SUN, 1000, 1800 },
	{ "FR", SUN, 900, 2000 },
};

static bool
open_at(const char *region, int day, int time, int minutes)
{
	struct place p = in_region(region);

	return hours_at(&p, AT(day, time / 100, time % 100 + minutes)).open;
}

static void
test_rows(void)
{
	size_t i;

	for (i = 0; i < COUNT(rows); i++) {
		const char *r = rows[i].region;
		const int day = rows[i].day;
		bool ok;

		if (rows[i].opens == rows[i].closes)
			ok = !open_at(r, day, 0, 0) && !open_at(r, day, 1200, 0)
			    && !open_at(r, day, 2359, 0);
		else
			ok = !open_at(r, day, rows[i].opens, -1) && open_at(r, day, rows[i].opens, 0)
			    && open_at(r, day, rows[i].closes, -1) && !open_at(r, day, rows[i].closes, 0);
		tap_ok(ok, r);
	}
}

/* Holidays, and the days on which they are observed: 2026. */
static void
test_holidays(void)
{
	static const struct { const char *region; int month_day; int day; bool open; } days[] = {
		{ "US-RI", 101, -60, false }, { "US-RI", 119, -42, false }, { "US-RI", 216, -14, false },
		{ "US-RI", 525, 84, false }, { "US-RI", 619, 109, false }, { "US-RI", 703, 123, false },
		{ "US-RI", 704, 124, false }, { "US-RI", 706, 126, true }, { "US-RI", 907, 189, false },
		{ "US-RI", 1012, 224, false }, { "US-RI", 1111, 254, false }, { "US-RI", 1126, 269, false },
		{ "US-RI", 1225, 298, false }, { "US-RI", 810, 161, false }, { "US-LA", 810, 161, true },
		{ "US-RI", 518, 77, true }, { "US-AL", 1225, 298, false }, { "US-TX", 1225, 298, true },
	};
	size_t i;

	for (i = 0; i < COUNT(days); i++)
		tap_ok(open_at(days[i].region, days[i].day, 1200, 0) == days[i].open, days[i].region);
}

static struct place
place_of(const char *phone, const char *country, const char *region, const char *device)
{
	struct place p;

	place_find(&p, &all, &(struct place_person){ phone, country, region, device, "Europe/Berlin" });
	return p;
}

/* Where a person may be, and how that is known. */
static void
test_places(void)
{
	static const struct { const char *phone, *country, *region, *device, *want; } places[] = {
		{ "+14485550100", NULL, NULL, NULL,
		    "US-FL/area code America/Chicago/area code America/New_York/area code" },
		{ "+12125550100", "US", "Colorado", NULL, "US-NY/area code US-CO/address "
		    "America/New_York/area code America/Denver/address" },
		{ "+12125550100", "us", "co", NULL, "US-NY/area code US-CO/address "
		    "America/New_York/area code America/Denver/address" },
		{ "+12125550100", "US", "Nowhere", "America/Chicago", "US-NY/area code US/address "
		    "America/New_York/area code America/Chicago/device" },
		{ "+4915112345678", "DE", NULL, NULL,
		    "DE/calling code Europe/Berlin/calling code" },
		{ "+4915112345678", NULL, NULL, "Nowhere/Else",
		    "DE/calling code Europe/Berlin/calling code" },
		{ "+12125550100", "DE", "BY", NULL, "US-NY/area code DE/address "
		    "America/New_York/area code Europe/Berlin/address" },
		{ NULL, NULL, NULL, NULL, "Europe/Berlin/store" },
	};
	size_t i, k;

	for (i = 0; i < COUNT(places); i++) {
		struct place p = place_of(places[i].phone, places[i].country, places[i].region,
		    places[i].device);
		struct str s = STR_MAX(1024);

		for (k = 0; k < p.nregions; k++)
			str_printf(&s, " %s/%s", p.regions[k].name, place_by_text[p.regions[k].by]);
		for (k = 0; k < p.nzones; k++)
			str_printf(&s, " %s/%s", p.zones[k].clock->name, place_by_text[p.zones[k].by]);
		tap_is(s.len ? str_text(&s) + 1 : "", places[i].want, "where the person may be");
		tap_ok(!p.missing, "every zone is known");
		str_free(&s);
	}
	tap_ok(place_of("+8190123", NULL, NULL, NULL).missing, "a zone that was not loaded is missing");
	tap_ok(place_of("+18005550100", NULL, NULL, NULL).missing,
	    "a number without an area may be in any state");
}

/* A number with several zones: all of them must be open; both days on which the clocks change. */
static void
test_zones(void)
{
	struct place p = place_of("+14485550100", NULL, NULL, NULL);
	struct hours h = hours_at(&p, AT(MON, 13, 30));		/* 08:30 in New York, 07:30 in Chicago */

	tap_ok(!h.open && h.until == AT(MON, 14, 0), "until it is 08:00 in Chicago");
	tap_ok(!strcmp(h.region, "US-FL") && !strcmp(h.zone, "America/Chicago")
	    && !strcmp(h.by, "area code"), h.zone);
	h = hours_at(&p, AT(MON, 14, 0));
	tap_ok(h.open && h.until == AT(TUE, 1, 0), "and then until 20:00 in New York");
	h = hours_at(&p, AT(TUE, 1, 0));
	tap_ok(!h.open && h.until == AT(TUE, 14, 0) && !strcmp(h.region, "US-FL"),
	    "Florida closes first");

	p = place_of("+12125550100", NULL, NULL, NULL);
	h = hours_at(&p, AT(SUN, 6, 59));
	tap_ok(!h.open && h.until == AT(SUN, 12, 0), "spring: 08:00 is an hour earlier in UTC");
	tap_ok(hours_at(&p, AT(SAT, 13, 0)).open && !hours_at(&p, AT(SAT, 12, 59)).open,
	    "the day before");
	h = hours_at(&p, AT(244, 5, 30));
	tap_ok(!h.open && h.until == AT(244, 13, 0), "autumn: 08:00 is an hour later");
	tap_ok(hours_at(&p, AT(243, 12, 0)).open && !hours_at(&p, AT(243, 11, 59)).open,
	    "the day before");

	p = place_of("+14015550100", "US", "SD", "Europe/Berlin");
	h = hours_at(&p, AT(SAT, 15, 0));
	tap_ok(!h.open && h.until == AT(MON + 7, 15, 0), "South Dakota's weekend, and three zones");
	clocks[3].zone.change[0].minutes = 3 * 60;
	h = hours_at(&p, AT(MON, 15, 0));
	tap_ok(!h.open && h.until == HOURS_NEVER, "no hour suits all zones");
	clocks[3].zone.change[0].minutes = 60;
}

/* The hours of push messages: every day, in all zones of the place; a form that is refused. */
static void
test_daily(void)
{
	static const struct { const char *text; int opens, closes; } forms[] = {
		{ "08:00-21:00", 480, 1260 }, { "00:00-24:00", 0, 1440 }, { "off", 0, 0 },
		{ "09:59-10:00", 599, 600 }, { "8:00-21:00", -1, 0 }, { "21:00-08:00", -1, 0 },
		{ "08:00-08:00", -1, 0 }, { "08:00-24:01", -1, 0 }, { "08:60-21:00", -1, 0 },
		{ "08:00-21:00 ", -1, 0 }, { "08:00", -1, 0 }, { "", -1, 0 }, { "08-00-21-00", -1, 0 },
	};
	struct place p = { .zones = { { &clocks[0], PLACE_DEVICE }, { &clocks[3], PLACE_ADDRESS } },
	    .nzones = 2 };
	struct daily daily;
	struct hours h;
	size_t i;

	for (i = 0; i < COUNT(forms); i++) {
		bool ok = daily_read(forms[i].text, &daily);

		tap_ok(forms[i].opens < 0 ? !ok : ok && daily.opens == forms[i].opens
		    && daily.closes == forms[i].closes, forms[i].text);
	}
	daily = (struct daily){ 480, 1260 };
	tap_ok(hours_daily_at(&p, &daily, "push_hours", AT(SUN + 1, 13, 0)).open,
	    "both zones, in summer time");
	h = hours_daily_at(&p, &daily, "push_hours", AT(MON, 13, 59));
	tap_ok(!h.open && h.until == AT(MON, 14, 0) && !strcmp(h.region, "push_hours")
	    && !strcmp(h.zone, "America/Chicago") && !strcmp(h.by, "device"), "the later zone opens");
	h = hours_daily_at(&p, &daily, "push_hours", AT(MON, 14, 0));
	tap_ok(h.open && h.until == AT(MON, 20, 0), "the earlier zone closes");
	h = hours_daily_at(&p, &daily, "push_hours", AT(MON, 20, 0));
	tap_ok(!h.open && h.until == AT(TUE, 14, 0) && !strcmp(h.zone, "Europe/Berlin"),
	    "and until the next day");
	daily = (struct daily){ 0, 0 };
	h = hours_daily_at(&p, &daily, "push_hours", AT(MON, 3, 0));
	tap_ok(h.open && h.until == HOURS_NEVER, "off is at any hour");
}

int
main(void)
{
	test_daily();
	test_rows();
	test_holidays();
	test_places();
	test_zones();
	return tap_done();
}
