/* planned.h: what the experiment of an applied campaign can show, and when. */
#ifndef CRT_CMD_PLANNED_H
#define CRT_CMD_PLANNED_H

#include "report/table.h"
#include "rule/campaign.h"
#include "run/run.h"

struct planned {
	bool measured;			/* the campaign has a holdout or several waits */
	int alpha, min_effect;		/* percent */
	int64_t window, cap;		/* days; 0: no cap */
	char currency[4];
	double weekly;			/* persons with an abandoned cart */
	double rate;			/* of recovery; NaN: not known */
};

/* In the transaction that applied the campaign. */
bool planned_read(struct planned *, struct run *, const struct store *,
    const struct campaign *, struct err *) MUSTUSE;

struct table *planned_table(enum output_form);

/* A row for the holdout, and one for the waits. */
bool planned_print(struct table *, const struct planned *, const char *store,
    const struct campaign *, struct err *) MUSTUSE;

#endif
