/*
 * spent.h: whether messages changed what a person spends on average.
 *
 * Pure. What a person spends is capped, so that no single order decides. The result holds however
 * often it is looked at, but only asymptotically: with few buyers in the smaller arm the usual
 * variance is wrong. So the variance is pooled over both arms, and nothing is shown before
 * STAT_MEAN_EVENTS persons of each arm have bought. With a small holdout this has little power.
 */
#ifndef CRT_STAT_SPENT_H
#define CRT_STAT_SPENT_H

#include "stat/lift.h"

/* Persons at which the interval is narrowest. It is never tuned to the data. */
#define STAT_SPENT_EXPECTED 5000

struct stat_spent {
	bool shown;			/* else the rest is NaN */
	double held, sent;		/* of a person, on average over the strata */
	double difference;		/* sent minus held */
	struct stat_interval interval;	/* of the difference */
	double p;
	double uncapped;		/* the difference without the cap: a description only */
};

struct stat_spent stat_spent(const struct stat_arms *, size_t n, double alpha);

#endif
