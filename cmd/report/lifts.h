/* lifts.h: the comparisons of arms in the experiments of a run's stores. */
#ifndef CRT_REPORT_LIFTS_H
#define CRT_REPORT_LIFTS_H

#include "run/run.h"
#include "stat/lift.h"

/* Two arms of a campaign, one element a share of the holdout. */
struct campaign_arms {
	char *store, *campaign;
	char *what;			/* "holdout", or such as "wait 4h against 1h" */
	bool holdout;
	double alpha, min_effect;	/* parts of 1 */
	double weekly, crossovers;	/* persons */
	int64_t window, cap;		/* days; 0: no cap */
	char currency[4];
	struct stat_arms *arms;
	size_t n;
};

struct lifts {
	struct campaign_arms *list;	/* by store and campaign; the holdout first, then the waits */
	size_t n;
};

bool lifts_read(struct lifts *, struct run *, struct err *) MUSTUSE;
void lifts_free(struct lifts *);

/* The comparison with the holdout; NULL if the campaign has none. */
const struct campaign_arms *lifts_find(const struct lifts *, const char *store,
    const char *campaign);

/* All holdouts together, under the assumption that their ratios are the same. Returns the number
   of campaigns. Free it. */
size_t lifts_pool(const struct lifts *, struct campaign_arms *);
void campaign_arms_free(struct campaign_arms *);

/* Between which ratios that of a further campaign lies with 95 %; NaN: there are too few. */
struct stat_interval lifts_next(const struct lifts *);

struct stat_lift campaign_lift(const struct campaign_arms *);

/* Until enough persons are counted; NaN: not known yet. */
double campaign_weeks(const struct campaign_arms *, const struct stat_lift *);

#endif
