/* lifts.c: the arms of the experiments of a run's stores. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lifts.h"
#include "query.h"

#define STRATA_MAX 100000	/* campaigns and shares of a report */

static struct stat_arms
lift_arms(const struct db_row *row)
{
	return (struct stat_arms){
		.held_all = db_real(row, SQL_LIFT_SUM_HELD_ALL),
		.sent_all = db_real(row, SQL_LIFT_SUM_SENT_ALL),
		.held = db_real(row, SQL_LIFT_SUM_HELD),
		.sent = db_real(row, SQL_LIFT_SUM_SENT),
		.held_bought = db_real(row, SQL_LIFT_SUM_HELD_BOUGHT),
		.sent_bought = db_real(row, SQL_LIFT_SUM_SENT_BOUGHT),
		.share_held = db_real(row, SQL_LIFT_SUM_HOLDOUT) / 100,
		.held_spent = db_real(row, SQL_LIFT_SUM_HELD_SPENT),
		.sent_spent = db_real(row, SQL_LIFT_SUM_SENT_SPENT),
		.held_capped = db_real(row, SQL_LIFT_SUM_HELD_CAPPED),
		.sent_capped = db_real(row, SQL_LIFT_SUM_SENT_CAPPED),
		.held_squares = db_real(row, SQL_LIFT_SUM_HELD_SQUARES),
		.sent_squares = db_real(row, SQL_LIFT_SUM_SENT_SQUARES),
	};
}

static bool
lift_row(void *arg, const struct db_row *row, struct err *e)
{
	struct lifts *l = arg;
	const char *store = db_text(row, SQL_LIFT_SUM_STORE);
	const char *campaign = db_text(row, SQL_LIFT_SUM_CAMPAIGN);
	struct campaign_arms *c = l->n ? &l->list[l->n - 1] : NULL;

	if (++l->strata > STRATA_MAX)
		return err_set(e, ERR_USAGE, "there are more than %d campaigns; use -s", STRATA_MAX);
	if (c == NULL || strcmp(c->store, store) || strcmp(c->campaign, campaign)) {
		l->list = mem_more(l->list, l->n, sizeof *l->list);
		c = &l->list[l->n++];
		*c = (struct campaign_arms){ .store = mem_dup(store), .campaign = mem_dup(campaign),
		    .alpha = (int)db_int(row, SQL_LIFT_SUM_ALPHA),
		    .min_effect = (int)db_int(row, SQL_LIFT_SUM_MIN_EFFECT),
		    .window = db_int(row, SQL_LIFT_SUM_WINDOW_DAYS),
		    .cap = db_int(row, SQL_LIFT_SUM_CAP) };
		if (c->cap)
			memcpy(c->currency, db_text(row, SQL_LIFT_SUM_CURRENCY), sizeof c->currency);
	}
	c->weekly += db_int(row, SQL_LIFT_SUM_WEEKLY);
	c->arms = mem_more(c->arms, c->n, sizeof *c->arms);
	c->arms[c->n++] = lift_arms(row);
	return true;
}

bool
lifts_read(struct lifts *l, struct run *r, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { str_text(&r->stores.array), run_now(now) };

	return db_each(r->db, sql_lift_sum, COUNT(params), params, lift_row, l, e);
}

void
campaign_arms_free(struct campaign_arms *c)
{
	free(c->store);
	free(c->campaign);
	free(c->arms);
}

void
lifts_free(struct lifts *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		campaign_arms_free(&l->list[i]);
	free(l->list);
}

const struct campaign_arms *
lifts_find(const struct lifts *l, const char *store, const char *campaign)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (!strcmp(l->list[i].store, store) && !strcmp(l->list[i].campaign, campaign))
			return &l->list[i];
	return NULL;
}

void
lifts_pool(const struct lifts *l, struct campaign_arms *all)
{
	size_t i, k;

	*all = (struct campaign_arms){ .store = mem_dup(""), .campaign = mem_dup("(all)") };
	for (i = 0; i < l->n; i++) {
		const struct campaign_arms *c = &l->list[i];

		all->alpha = i && all->alpha < c->alpha ? all->alpha : c->alpha;
		all->min_effect = i && all->min_effect < c->min_effect ? all->min_effect : c->min_effect;
		all->window = all->window > c->window ? all->window : c->window;
		all->weekly += c->weekly;
		for (k = 0; k < c->n; k++) {
			all->arms = mem_more(all->arms, all->n, sizeof *all->arms);
			all->arms[all->n++] = c->arms[k];
		}
	}
}

struct stat_lift
campaign_lift(const struct campaign_arms *c)
{
	return stat_lift(c->arms, c->n, c->alpha / 100.0, c->min_effect / 100.0);
}

double
campaign_weeks(const struct campaign_arms *c, const struct stat_lift *l)
{
	return c->weekly ? l->needed / (double)c->weekly + (double)c->window / 7 : NAN;
}
