/* lifts.h: the arms of the experiments of a run's stores. */
#ifndef CRT_REPORT_LIFTS_H
#define CRT_REPORT_LIFTS_H

#include "run/run.h"
#include "stat/lift.h"

/* A campaign's persons, one element a share of the holdout. */
struct campaign_arms {
	char *store, *campaign;
	int alpha, min_effect;
	int64_t weekly, window, cap;	/* cap: 0 without one */
	char currency[4];
	struct stat_arms *arms;
	size_t n;
};

struct lifts {
	struct campaign_arms *list;
	size_t n, strata;
};

bool lifts_read(struct lifts *, struct run *, struct err *) MUSTUSE;
void lifts_free(struct lifts *);

/* NULL if the campaign has no experiment. */
const struct campaign_arms *lifts_find(const struct lifts *, const char *store,
    const char *campaign);

/* All campaigns together, under the assumption that their ratios are the same. Free it. */
void lifts_pool(const struct lifts *, struct campaign_arms *);
void campaign_arms_free(struct campaign_arms *);

struct stat_lift campaign_lift(const struct campaign_arms *);

/* Until enough persons are counted; NaN: nobody can tell yet. */
double campaign_weeks(const struct campaign_arms *, const struct stat_lift *);

#endif
