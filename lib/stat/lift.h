/*
 * lift.h: whether messages changed the rate of recovery, and whether the data suffice to show it.
 *
 * Pure. A person counts once, when the time in which a purchase counts is over. The result holds
 * however often it is looked at. No result is shown while the arms do not have their shares.
 */
#ifndef CRT_STAT_LIFT_H
#define CRT_STAT_LIFT_H

#include <stdbool.h>
#include <stddef.h>

#include "stat/split.h"

#define STAT_LIFT_EVENTS   10	/* recoveries in each arm from which rates are shown */
#define STAT_LIFT_MISMATCH 1000	/* evidence against the shares, as in "one in 1000" */

/* Persons of one stratum; those assigned lately are in the first two numbers only. */
struct stat_arms {
	double held_all, sent_all;	/* assigned */
	double held, sent;		/* of these, counted */
	double held_bought, sent_bought;
	double share_held;		/* above 0 and below 1 */
	double held_spent, sent_spent;	/* sums of what the counted spent */
	double held_capped, sent_capped;	/* the same, of each person at most the cap */
	double held_squares, sent_squares;	/* sums of the squares of what is capped */
};

enum stat_verdict {
#define VERDICT(name, key, text) STAT_##name,
#include "stat/verdict.def"
#undef VERDICT
	STAT_VERDICTS
};

struct stat_verdict_words {
	const char *key, *text;
};
extern const struct stat_verdict_words stat_verdict_words[STAT_VERDICTS];

struct stat_lift {
	enum stat_verdict verdict;
	double held, sent, held_bought, sent_bought;	/* of all strata */
	bool rated;			/* STAT_LIFT_EVENTS in each arm; else the rates are NaN */
	double rate_held, rate_sent, difference;	/* difference: of the ratio and rate_held */
	double ratio, p;		/* ratio: rate_sent / rate_held; NaN without recoveries */
	struct stat_interval interval;	/* of the ratio */
	double needed;			/* persons still to be counted; NaN: not known yet */
};

/* alpha and min_effect as parts of 1; min_effect is a difference of rates. */
struct stat_lift stat_lift(const struct stat_arms *, size_t n, double alpha, double min_effect);

#endif
