/* figures.h: the figures of a store and a period, as its pages show them. */
#ifndef CRT_DASHBOARD_FIGURES_H
#define CRT_DASHBOARD_FIGURES_H

#include "sums.h"

#define FIGURES_YOUNG 7			/* days in which many carts are still recovered */

/* The days of the store that end today. */
struct period {
	int days;
	char **text;			/* by column of period_find */
};

/* Seconds from the abandonment to the order. */
struct quartiles {
	int64_t recovered, first, median, third;
};

/* A variant, or a step on a channel. */
struct campaign_part {
	char *name;
	int64_t step;
	struct sums sums;
};

/* days: those of the period before, then those of the period. */
struct campaign_figures {
	char *name;			/* NULL: no campaign took these carts */
	struct sums sums, *days;
	struct campaign_part *variants, *steps;
	size_t nvariants, nsteps;
	struct quartiles time;
};

struct store_figures {
	const struct store *store;
	struct period period;
	struct sums sums, *days;
	struct campaign_figures *campaigns;
	size_t ncampaigns;
	struct quartiles time;
};

bool figures_read(struct store_figures *, struct db *, const struct store *, int days,
    struct err *) MUSTUSE;

/* Adds the campaigns of other that the figures lack. */
void figures_add_campaigns(struct store_figures *, const struct store_figures *other);
void figures_free(struct store_figures *);

/* Midnight of a date, as if it were UTC. */
crt_time figures_date(const char *date);

#endif
