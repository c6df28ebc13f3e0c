/* experiment.c: count the persons of the running experiments, by campaign and arm. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "experiment.h"
#include "query.h"

#define ROWS_MAX 100000			/* campaigns, shares, arms, and waits of a report */

/* "3600 86400", or NULL. */
static void
experiment_waits(struct experiment *x, const char *list)
{
	char *end = NULL;
	const char *s;

	for (s = list; s && *s; s = *end ? end + 1 : end) {
		int64_t wait = strtoll(s, &end, 10) * CLOCK_SECOND;

		if (x->nwaits < COUNT(x->waits))
			x->waits[x->nwaits] = wait;
		x->nwaits++;
	}
}

static struct experiment *
experiment_add(struct experiments *all, const struct db_row *row)
{
	struct experiment *x;

	all->list = mem_more(all->list, all->n, sizeof *all->list);
	x = &all->list[all->n++];
	*x = (struct experiment){ .store = db_copy(row, SQL_LIFT_SUM_STORE),
	    .campaign = db_copy(row, SQL_LIFT_SUM_CAMPAIGN),
	    .alpha = (int)db_int(row, SQL_LIFT_SUM_ALPHA),
	    .min_effect = (int)db_int(row, SQL_LIFT_SUM_MIN_EFFECT),
	    .window = db_int(row, SQL_LIFT_SUM_WINDOW_DAYS), .cap = db_int(row, SQL_LIFT_SUM_CAP),
	    .weeks = db_real(row, SQL_LIFT_SUM_WEEKS) };
	experiment_waits(x, db_text(row, SQL_LIFT_SUM_WAITS));
	if (x->cap)
		memcpy(x->currency, db_text(row, SQL_LIFT_SUM_CURRENCY), sizeof x->currency);
	return x;
}

static struct stratum *
experiment_stratum(struct experiment *x, int holdout)
{
	if (x->nstrata == 0 || x->strata[x->nstrata - 1].holdout != holdout) {
		x->strata = mem_more(x->strata, x->nstrata, sizeof *x->strata);
		x->strata[x->nstrata++] = (struct stratum){ .holdout = holdout };
	}
	return &x->strata[x->nstrata - 1];
}

static void
arm_add(struct arm_sums *to, const struct arm_sums *a)
{
	to->persons += a->persons;
	to->over += a->over;
	to->bought += a->bought;
	to->spent += a->spent;
	to->capped += a->capped;
	to->squares += a->squares;
	to->recent += a->recent;
	to->crossovers += a->crossovers;
}

static void
experiment_count(struct experiment *x, const struct db_row *row)
{
	struct stratum *s = experiment_stratum(x, (int)db_int(row, SQL_LIFT_SUM_HOLDOUT));
	bool held = db_true(row, SQL_LIFT_SUM_HELD_OUT);
	size_t place = (size_t)db_int(row, SQL_LIFT_SUM_PLACE);
	const struct arm_sums a = { db_real(row, SQL_LIFT_SUM_PERSONS), db_real(row, SQL_LIFT_SUM_OVER),
	    db_real(row, SQL_LIFT_SUM_BOUGHT), db_real(row, SQL_LIFT_SUM_SPENT),
	    db_real(row, SQL_LIFT_SUM_CAPPED), db_real(row, SQL_LIFT_SUM_SQUARES),
	    db_real(row, SQL_LIFT_SUM_RECENT), db_real(row, SQL_LIFT_SUM_CROSSOVERS) };

	arm_add(held ? &s->held : &s->sent, &a);
	if (held || place == 0 || place > x->nwaits)
		return;
	arm_add(&x->by_wait[place - 1], &a);
}

static bool
experiment_row(void *arg, const struct db_row *row, struct err *e)
{
	struct experiments *all = arg;
	struct experiment *x = all->n ? &all->list[all->n - 1] : NULL;

	if (++all->rows > ROWS_MAX)
		return err_set(e, ERR_USAGE, "there are more than %d arms of campaigns; use -s", ROWS_MAX);
	if (x == NULL || strcmp(x->store, db_text(row, SQL_LIFT_SUM_STORE))
	    || strcmp(x->campaign, db_text(row, SQL_LIFT_SUM_CAMPAIGN)))
		x = experiment_add(all, row);
	if (x->nwaits > CAMPAIGN_WAITS_MAX)
		return err_set(e, ERR_BUG, "campaign %s has more than %d waits", x->campaign,
		    CAMPAIGN_WAITS_MAX);
	experiment_count(x, row);
	return true;
}

bool
experiments_read(struct experiments *all, struct run *r, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { str_text(&r->stores.array), run_now(now) };

	*all = (struct experiments){ NULL, 0, 0 };
	return db_each(r->db, sql_lift_sum, COUNT(params), params, experiment_row, all, e);
}

void
experiments_free(struct experiments *all)
{
	size_t i;

	for (i = 0; i < all->n; i++) {
		free(all->list[i].store);
		free(all->list[i].campaign);
		free(all->list[i].strata);
	}
	free(all->list);
}

struct stat_arms
experiment_arms(const struct arm_sums *held, const struct arm_sums *sent, double share_held)
{
	return (struct stat_arms){ .held_all = held->persons, .sent_all = sent->persons,
	    .held = held->over, .sent = sent->over, .held_bought = held->bought,
	    .sent_bought = sent->bought, .share_held = share_held, .held_spent = held->spent,
	    .sent_spent = sent->spent, .held_capped = held->capped, .sent_capped = sent->capped,
	    .held_squares = held->squares, .sent_squares = sent->squares };
}
