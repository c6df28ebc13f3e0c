/* experiment.h: the persons of the running experiments, by campaign and arm. */
#ifndef CRT_REPORT_EXPERIMENT_H
#define CRT_REPORT_EXPERIMENT_H

#include "rule/campaign.h"
#include "run/run.h"
#include "stat/lift.h"

/* Persons of one arm. */
struct arm_sums {
	double persons, over, bought;	/* over: their time for a purchase is over */
	double spent, capped, squares;	/* in minor units; squares: of what is capped */
	double recent;			/* assigned in the last 8 weeks */
	double crossovers;		/* with accounts that had been assigned to different arms */
};

/* Persons who were assigned while the campaign had one share of the holdout. */
struct stratum {
	int holdout;			/* percent; 0: no holdout */
	struct arm_sums held, sent;
};

struct experiment {
	char *store, *campaign;
	int alpha, min_effect;
	int64_t window;			/* days */
	int64_t cap;			/* 0: none */
	char currency[4];		/* of the cap */
	double weeks;			/* that it has run, at most 8 */
	struct stratum *strata;
	size_t nstrata;
	crt_time waits[CAMPAIGN_WAITS_MAX];	/* in the order of the file */
	struct arm_sums by_wait[CAMPAIGN_WAITS_MAX];	/* of persons with messages */
	size_t nwaits;			/* 0: one wait for all */
};

struct experiments {
	struct experiment *list;	/* by store and campaign */
	size_t n, rows;
};

bool experiments_read(struct experiments *, struct run *, struct err *) MUSTUSE;
void experiments_free(struct experiments *);

/* Two arms to compare; share_held: the chance of a person of both to be in held. */
struct stat_arms experiment_arms(const struct arm_sums *held, const struct arm_sums *sent,
    double share_held);

#endif
