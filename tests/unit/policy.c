/*
 * policy.c: each row of hours.tsv, holidays.tsv, and texts.tsv decides as it is written.
 *
 * A new row is tested without a change here.  Seen to fail: hours that close a minute late; a
 * written consent that only the last row of a region requires.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "hours/hours.h"
#include "tsv.h"

#define MONDAY (20514 * CLOCK_DAY)		/* 2026-03-02: no holiday in this week */
#define ROWS_MAX 200
#define CELL_MAX 256
#define DAY_MINUTES 1440

/* The tables, read again from their text: the rules of the program are made by policy2c.awk. */
struct table {
	char cell[ROWS_MAX][TSV_CELLS_MAX][CELL_MAX];
	size_t n;
};
static struct table hours, holidays, texts, *reading;

static void
table_row(char **cell)
{
	int i;

	for (i = 0; reading->n < ROWS_MAX && i < TSV_CELLS_MAX; i++)
		snprintf(reading->cell[reading->n][i], CELL_MAX, "%s", cell[i]);
	reading->n++;
}

static void
table_read(struct table *t, const char *path, size_t least)
{
	reading = t;
	tsv_rows(path, table_row);
	tap_ok(t->n >= least && t->n <= ROWS_MAX, path);
}

static struct place
in_region(const char *region)
{
	static struct place_clock utc = { "Etc/UTC", true, { { { 0, 0 } }, 1 } };
	struct place p = { .nregions = 1, .nzones = 1 };

	snprintf(p.regions[0].name, sizeof p.regions[0].name, "%s", region);
	p.regions[0].by = PLACE_AREA_CODE;
	p.zones[0].clock = &utc;
	return p;
}

/* Whether "mon-sat,holiday" has the day, by its first three letters. */
static bool
days_have(const char *days, const char *day)
{
	static const char week[] = "montuewedthufrisatsun";
	const char *from, *to, *at = strstr(week, day);

	if (strstr(days, day))
		return true;
	for (from = days; at && *from; from += strcspn(from, ",") + (from[strcspn(from, ",")] == ',')) {
		char first[4] = { from[0], from[1], from[2] }, last[4] = { from[4], from[5], from[6] };

		to = from[3] == '-' ? strstr(week, last) : NULL;
		if (to && strstr(week, first) <= at && at <= to)
			return true;
	}
	return false;
}

/* What the rows of one region allow: a region without rows for the day is closed. */
static bool
rows_open(const char *region, const char *day, int minute)
{
	size_t i;

	for (i = 0; i < hours.n; i++) {
		char (*c)[CELL_MAX] = hours.cell[i];

		if (!strcmp(c[0], region) && days_have(c[1], day) && *c[2] != '-')
			return minute >= atoi(c[2]) * 60 + atoi(c[2] + 3)
			    && minute < atoi(c[3]) * 60 + atoi(c[3] + 3);
	}
	return false;
}

static bool
has_rows(const char *region)
{
	size_t i = 0;

	while (i < hours.n && strcmp(hours.cell[i][0], region))
		i++;
	return i < hours.n;
}

/* Each minute of a week without a holiday. */
static void
test_hours(void)
{
	static const char *const week[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
	size_t i;
	int minute;

	for (i = 0; i < hours.n; i++) {
		const char *rule = hours.cell[i][0], *region = *rule == '*' ? "FR" : rule;
		const char country[3] = { region[0], region[1] };
		struct place p = in_region(region);
		bool ok = true;

		for (minute = 0; ok && minute < 7 * DAY_MINUTES; minute += minute % 30 == 1 ? 28 : 1) {
			const char *day = week[minute / DAY_MINUTES];
			bool want = rows_open(rule, day, minute % DAY_MINUTES)
			    && (!has_rows(country) || rows_open(country, day, minute % DAY_MINUTES));

			ok = hours_at(&p, MONDAY + minute * CLOCK_MINUTE).open == want;
		}
		if (!ok)
			printf("# %s at minute %d of the week\n", rule, minute);
		tap_ok(ok, rule);
	}
}

/* The day of the year that the row means: -1 if that is not in the year. */
static time_t
holiday_of(char (*c)[CELL_MAX], int year)
{
	static const char week[] = "sunmontuewedthufrisat";
	struct tm tm = { .tm_year = year - 1900, .tm_mday = 1 };
	time_t day = timegm(&tm), found = -1;
	const char *blank = strchr(c[2], ' ');
	int i, nth = 0;

	for (i = 0; i < 366; i++, day += 86400) {
		gmtime_r(&day, &tm);
		if (tm.tm_year != year - 1900 || tm.tm_mon + 1 != atoi(c[1]))
			continue;
		if (blank == NULL && tm.tm_mday == atoi(c[2]))
			return day;
		if (blank && tm.tm_wday == (int)(strstr(week, blank + 1) - week) / 3
		    && (++nth == atoi(c[2]) || *c[2] == 'l'))
			found = day;
	}
	return found;
}

/* A holiday closes the regions that have a row for holidays without hours: on the day itself, and
   on the weekday on which one of a weekend is observed. */
static void
test_holidays(void)
{
	size_t i, k;
	int year;

	for (i = 0; i < holidays.n; i++)
		for (year = 2025; year < 2031; year++) {
			time_t day = holiday_of(holidays.cell[i], year);
			int weekday = (int)((day / 86400 + 4) % 7);	/* from Sunday */
			bool ok = day >= 0;

			for (k = 0; ok && k < hours.n; k++) {
				const char *region = hours.cell[k][0];
				struct place p = in_region(region);

				if (strstr(hours.cell[k][1], "holiday") == NULL || *hours.cell[k][2] != '-'
				    || strncmp(region, holidays.cell[i][0], strlen(holidays.cell[i][0])))
					continue;
				ok = !hours_at(&p, day * CLOCK_SECOND + 12 * CLOCK_HOUR).open
				    && !hours_at(&p, (day + (weekday == 6 ? -86400 : weekday == 0 ? 86400 : 0))
				    * CLOCK_SECOND + 12 * CLOCK_HOUR).open;
			}
			tap_ok(ok, holidays.cell[i][3]);
		}
}

static bool
row_counts(const char *region, const char *of)
{
	size_t n = strlen(of);

	return !strncmp(region, of, n) && (region[n] == '\0' || region[n] == '-');
}

/* The strictest of all rows that count for the region of each row. */
static void
test_texts(void)
{
	size_t i, k;

	for (i = 0; i < texts.n; i++) {
		const char *region = texts.cell[i][0];
		struct place p = in_region(region);
		struct text_rule got = text_rule_of(&p), want = { .once = false };

		for (k = 0; k < texts.n; k++) {
			char (*c)[CELL_MAX] = texts.cell[k];
			const crt_time within = atoi(c[4]) * CLOCK_HOUR;

			if (!row_counts(region, c[0]))
				continue;
			want.confirmed = want.confirmed || *c[1] == 'y';
			want.written = want.written || *c[2] == 'y';
			want.once = want.once || *c[3] == 'y';
			if (within && (want.within == 0 || within < want.within))
				want.within = within;
			want.registry += atoi(c[6]) * CLOCK_DAY;	/* of one row for a country */
			want.relation += atoi(c[7]) * CLOCK_DAY;
			if (atoi(c[5]) && (want.per_day == 0 || atoi(c[5]) < want.per_day))
				want.per_day = atoi(c[5]);
		}
		tap_ok(got.confirmed == want.confirmed && got.written == want.written
		    && got.once == want.once && got.within == want.within
		    && got.per_day == want.per_day && got.registry == want.registry
		    && got.relation == want.relation, region);
	}
	{
		struct place nowhere = in_region("DE");
		struct text_rule r = text_rule_of(&nowhere);

		tap_ok(!r.confirmed && !r.written && !r.once && !r.within && !r.per_day, "DE");
	}
}

int
main(void)
{
	table_read(&hours, "etc/policy/hours.tsv", 31);
	table_read(&holidays, "etc/policy/holidays.tsv", 12);
	table_read(&texts, "etc/policy/texts.tsv", 7);
	test_hours();
	test_holidays();
	test_texts();
	return tap_done();
}
