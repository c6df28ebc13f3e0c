/* hours.c: decide when text and push messages may be sent. */
#include <string.h>

#include "hours/hours.h"

#define RULES_MAX (2 * PLACE_REGIONS_MAX)
#define ROUNDS_MAX 10000
#define HOLIDAY 7			/* its bit, after those of Monday to Sunday */
#define ANYWHERE "*"

struct hours_row {
	const char *region;
	unsigned days;			/* a bit for each */
	int opens, closes;		/* minutes of the day; equal: closed */
};

/* The rows of a region, or hours of every day. */
struct hours_rule {
	const char *name;
	const struct hours_row *daily;	/* NULL: the region's rows */
};

struct holiday_row {
	const char *region;
	int month, day;			/* day 0: the nth weekday of the month, -1: the last */
	int nth, weekday;
};

struct text_row {
	const char *region;
	struct text_rule rule;
};

#include "policy_hours.h"

const char hours_policy[] = POLICY_TABLES;

/* "US" has the rules of "US", and "US-FL" those of both. */
static bool
hours_within(const char *region, const char *of)
{
	size_t n = strlen(of);

	return !strncmp(region, of, n) && (region[n] == '\0' || region[n] == '-');
}

static bool
hours_has(const char *region)
{
	size_t i = 0;

	while (i < COUNT(hours_rows) && strcmp(hours_rows[i].region, region))
		i++;
	return i < COUNT(hours_rows);
}

struct civil {
	int year, month, day;		/* from 1 */
	int weekday;			/* from Monday, 0 */
	int days;			/* of the month */
};

/* day: since 1970-01-01, a Thursday. */
static struct civil
civil_of(int64_t day)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	struct civil c = { .year = 1970, .month = 1, .weekday = (int)(((day + 3) % 7 + 7) % 7) };
	bool leap;

	for (;; c.year++) {
		leap = (c.year % 4 == 0 && c.year % 100) || c.year % 400 == 0;
		if (day < 365 + leap)
			break;
		day -= 365 + leap;
	}
	for (;; c.month++) {
		c.days = lengths[c.month - 1] + (c.month == 2 && leap);
		if (day < c.days)
			break;
		day -= c.days;
	}
	c.day = (int)day + 1;
	return c;
}

static bool
holiday_on(const char *region, int64_t day)
{
	const struct civil c = civil_of(day);
	size_t i;

	for (i = 0; i < COUNT(holiday_rows); i++) {
		const struct holiday_row *h = &holiday_rows[i];

		if (h->month != c.month || !hours_within(region, h->region))
			continue;
		if (h->day ? h->day == c.day : h->weekday == c.weekday
		    && (h->nth < 0 ? c.day + 7 > c.days : (c.day - 1) / 7 + 1 == h->nth))
			return true;
	}
	return false;
}

/* A holiday of a weekend is observed on the weekday beside it, too. */
static bool
hours_holiday(const char *region, int64_t day, int weekday)
{
	return holiday_on(region, day) || (weekday == 4 && holiday_on(region, day + 1))
	    || (weekday == 0 && holiday_on(region, day - 1));
}

/* The region's row for a day; NULL: the region has no rule for it. */
static const struct hours_row *
hours_row_on(const char *region, int64_t day)
{
	const int weekday = civil_of(day).weekday;
	const bool holiday = hours_holiday(region, day, weekday);
	const struct hours_row *found = NULL;
	size_t i;

	for (i = 0; i < COUNT(hours_rows); i++) {
		const struct hours_row *r = &hours_rows[i];

		if (strcmp(r->region, region))
			continue;
		if (holiday && r->days >> HOLIDAY & 1)
			return r;
		if (r->days >> weekday & 1)
			found = r;
	}
	return found;
}

static crt_time
hours_local(const struct zone *z, int64_t day, int minutes)
{
	return zone_time(z, day * CLOCK_DAY + minutes * CLOCK_MINUTE);
}

static int64_t
hours_day(crt_time local)
{
	return local / CLOCK_DAY - (local % CLOCK_DAY < 0);
}

/* Whether a rule allows it in a zone; *until: when that changes. */
static bool
hours_open(const struct hours_rule *rule, const struct zone *z, crt_time now, crt_time *until)
{
	const crt_time local = now + zone_offset(z, now) * CLOCK_MINUTE;
	const int64_t today = hours_day(local);
	int i;

	for (i = 0; i <= HOURS_DAYS_MAX; i++) {
		const struct hours_row *r = rule->daily ? rule->daily
		    : hours_row_on(rule->name, today + i);
		crt_time opens, closes;

		if (r == NULL || r->opens == r->closes)
			continue;
		opens = hours_local(z, today + i, r->opens);
		closes = hours_local(z, today + i, r->closes);
		if (now >= closes)
			continue;
		*until = now < opens ? opens : closes;
		return now >= opens;
	}
	*until = HOURS_NEVER;
	return false;
}

/* The place's rules. */
static size_t
hours_rules(const struct place *p, struct hours_rule rules[RULES_MAX],
    char countries[PLACE_REGIONS_MAX][3])
{
	size_t i, n = 0;

	for (i = 0; i < p->nregions; i++) {
		const char *region = p->regions[i].name;

		memcpy(countries[i], region, 2);
		countries[i][2] = '\0';
		if (region[2] && hours_has(region))
			rules[n++].name = region;
		rules[n++].name = hours_has(countries[i]) ? countries[i] : ANYWHERE;
	}
	if (n == 0)
		rules[n++].name = ANYWHERE;
	return n;
}

/* The name of a rule that outlives the place. */
static const char *
hours_name(const struct hours_rule *rule)
{
	size_t i = 0;

	if (rule->daily)
		return rule->name;
	while (i < COUNT(hours_rows) && strcmp(hours_rows[i].region, rule->name))
		i++;
	return i < COUNT(hours_rows) ? hours_rows[i].region : "";
}

/* All rules in all zones at once: the first that is closed, else when the first closes. */
static struct hours
hours_all(const struct place *p, const struct hours_rule *rules, size_t n, crt_time now)
{
	struct hours h = { true, HOURS_NEVER, "", "", "" };
	size_t i, k;

	for (i = 0; i < p->nzones; i++)
		for (k = 0; k < n; k++) {
			const struct place_zone *z = &p->zones[i];
			crt_time until;

			if (!hours_open(&rules[k], &z->clock->zone, now, &until))
				return (struct hours){ false, until, hours_name(&rules[k]), z->clock->name,
				    place_by_text[z->by] };
			h.until = until < h.until ? until : h.until;
		}
	return h;
}

/* When the place opens, searched from one closed rule to the next. */
static struct hours
hours_search(const struct place *p, const struct hours_rule *rules, size_t n, crt_time now)
{
	struct hours first = hours_all(p, rules, n, now), next = first;
	int round;

	for (round = 0; !next.open && round < ROUNDS_MAX; round++) {
		if (next.until > now + HOURS_DAYS_MAX * CLOCK_DAY) {
			first.until = HOURS_NEVER;
			return first;
		}
		first.until = next.until;
		next = hours_all(p, rules, n, next.until);
	}
	return first;
}

struct hours
hours_at(const struct place *p, crt_time now)
{
	char countries[PLACE_REGIONS_MAX][3];
	struct hours_rule rules[RULES_MAX] = { { .name = NULL } };
	size_t n = hours_rules(p, rules, countries);

	return hours_search(p, rules, n, now);
}

struct hours
hours_daily_at(const struct place *p, const struct daily *daily, const char *name,
    crt_time now)
{
	const struct hours_row row = { name, 0, daily->opens, daily->closes };
	const struct hours_rule rule = { name, &row };

	if (daily->opens == daily->closes)
		return (struct hours){ true, HOURS_NEVER, "", "", "" };
	return hours_search(p, &rule, 1, now);
}

/* The stricter of two limits, of which 0 is none. */
static int64_t
text_least(int64_t a, int64_t b)
{
	return b && (a == 0 || b < a) ? b : a;
}

crt_time
hours_registry_age(void)
{
	crt_time age = 0;
	size_t i;

	for (i = 0; i < COUNT(text_rows); i++)
		age = text_least(age, text_rows[i].rule.registry);
	return age;
}

/* A registry has the numbers of its country, wherever the person may be. */
static bool
text_registry(const struct place_region *r)
{
	return r->by == PLACE_AREA_CODE || r->by == PLACE_CALLING_CODE;
}

struct text_rule
text_rule_of(const struct place *p)
{
	struct text_rule out = { .once = false };
	size_t i, k;

	for (i = 0; i < COUNT(text_rows); i++)
		for (k = 0; k < p->nregions; k++) {
			const struct text_rule *r = &text_rows[i].rule;

			if (!hours_within(p->regions[k].name, text_rows[i].region))
				continue;
			out.confirmed = out.confirmed || r->confirmed;
			out.written = out.written || r->written;
			out.once = out.once || r->once;
			out.within = text_least(out.within, r->within);
			out.per_day = text_least(out.per_day, r->per_day);
			if (text_registry(&p->regions[k])) {
				out.registry = text_least(out.registry, r->registry);
				out.relation = text_least(out.relation, r->relation);
			}
		}
	return out;
}
