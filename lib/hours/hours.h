/*
 * hours.h: when text and push messages may be sent to a person, and what their regions require of
 * text messages.
 *
 * Pure; the tables are etc/policy/hours.tsv, holidays.tsv, and texts.tsv.
 */
#ifndef CRT_RULE_HOURS_H
#define CRT_RULE_HOURS_H

#include "hours/daily.h"
#include "hours/place.h"

#define HOURS_DAYS_MAX 14	/* that are searched for an opening */
#define HOURS_NEVER INT64_MAX

/* The version of the tables, stored with what they decide. */
extern const char hours_policy[];

struct hours {
	bool open;
	crt_time until;			/* when it closes, or opens; HOURS_NEVER: not in that time */
	/* of the rule that closes; "" while open */
	const char *region;		/* "US-FL", "US", "*" */
	const char *zone;		/* "America/New_York" */
	const char *by;			/* how the zone is known: "area code" */
};

/* Open if every rule of the place allows it in each of its zones. */
struct hours hours_at(const struct place *, crt_time now);

/* Open if each zone of the place is within these hours. name: of the rule, as the region of a
   closed one; static. */
struct hours hours_daily_at(const struct place *, const struct daily *, const char *name,
    crt_time now);

struct text_rule {
	bool confirmed;			/* the consent must be confirmed (double opt-in) */
	bool written;			/* there must be a written consent (47 CFR 64.1200(f)(9)) */
	bool once;			/* one text message for an episode */
	crt_time within;		/* after the abandonment; 0: no limit */
	int64_t per_day;		/* messages to a person in 24 hours; 0: no limit */
	crt_time registry;		/* age of the Do-Not-Call registry's data; 0: it does not count */
	crt_time relation;		/* after a purchase, in which it does not count */
};

/* How old the data of the Do-Not-Call registry may be, in whatever country has one. */
crt_time hours_registry_age(void);

/* The strictest of the place's regions. */
struct text_rule text_rule_of(const struct place *);

#endif
