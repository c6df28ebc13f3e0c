/* lift.c: whether the messages of each campaign changed how many carts are recovered. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "query.h"
#include "report.h"
#include "report/table.h"
#include "stat/spent.h"

#define STRATA_MAX 100000	/* campaigns and shares of a report */

/* In the order of enum stat_verdict. */
static const char *const verdicts[STAT_VERDICTS] = { "lift", "harm", "no lift worth min_effect",
    "not enough data", "sample ratio mismatch" };

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

static void
lifts_free(struct lifts *l)
{
	size_t i;

	for (i = 0; i < l->n; i++) {
		free(l->list[i].store);
		free(l->list[i].campaign);
		free(l->list[i].arms);
	}
	free(l->list);
}

static void
lift_count(struct table *t, double n)
{
	if (isfinite(n))
		table_cell_int(t, (int64_t)ceil(n));
	else
		table_cell_none(t);
}

static void
lift_money(struct table *t, double minor, const char *currency)
{
	if (isfinite(minor))
		table_cell_money(t, llround(minor), currency);
	else
		table_cell_none(t);
}

/* What a person spent. */
static void
lift_print_spent(struct table *t, const struct campaign_arms *c, bool shown)
{
	const struct stat_spent s = stat_spent(c->arms, shown && c->cap ? c->n : 0, c->alpha / 100.0);

	lift_money(t, c->cap ? (double)c->cap : NAN, c->currency);
	lift_money(t, s.held, c->currency);
	lift_money(t, s.sent, c->currency);
	lift_money(t, s.difference, c->currency);
	lift_money(t, s.interval.low, c->currency);
	lift_money(t, s.interval.high, c->currency);
	table_cell_percent(t, 100 * s.p);
	lift_money(t, s.uncapped, c->currency);
}

/* A mismatch hides every figure that it makes worthless. */
static bool
lift_print(struct table *t, const struct campaign_arms *c, struct err *e)
{
	const struct stat_lift l = stat_lift(c->arms, c->n, c->alpha / 100.0, c->min_effect / 100.0);
	bool shown = l.verdict != STAT_MISMATCH;

	table_cell_text(t, c->store);
	table_cell_text(t, c->campaign);
	table_cell_text(t, verdicts[l.verdict]);
	lift_count(t, l.held);
	lift_count(t, l.held_bought);
	lift_count(t, l.sent);
	lift_count(t, l.sent_bought);
	table_cell_percent(t, 100 * l.rate_held);
	table_cell_percent(t, 100 * l.rate_sent);
	table_cell_percent(t, shown && l.rated ? 100 * (l.ratio - 1) : NAN);
	table_cell_percent(t, shown ? 100 * (l.interval.low - 1) : NAN);
	table_cell_percent(t, shown ? 100 * (l.interval.high - 1) : NAN);
	table_cell_percent(t, shown ? 100 * l.difference : NAN);
	table_cell_percent(t, shown ? 100 * l.p : NAN);
	lift_count(t, shown && l.verdict == STAT_NOT_ENOUGH ? l.needed : NAN);
	lift_count(t, shown && l.verdict == STAT_NOT_ENOUGH && c->weekly
	    ? l.needed / (double)c->weekly + (double)c->window / 7 : NAN);
	lift_print_spent(t, c, shown);
	return table_row_end(t, e);
}

/* All campaigns together, under the assumption that their ratios are the same. */
static bool
lift_print_all(struct table *t, const struct lifts *l, struct err *e)
{
	static char none[] = "", name[] = "(all)";
	struct campaign_arms all = { .store = none, .campaign = name };
	size_t i, k;
	bool ok;

	for (i = 0; i < l->n; i++) {
		const struct campaign_arms *c = &l->list[i];

		all.alpha = i && all.alpha < c->alpha ? all.alpha : c->alpha;
		all.min_effect = i && all.min_effect < c->min_effect ? all.min_effect : c->min_effect;
		all.window = all.window > c->window ? all.window : c->window;
		all.weekly += c->weekly;
		for (k = 0; k < c->n; k++) {
			all.arms = mem_more(all.arms, all.n, sizeof *all.arms);
			all.arms[all.n++] = c->arms[k];
		}
	}
	ok = lift_print(t, &all, e);
	free(all.arms);
	return ok;
}

static bool
lift_table(const struct lifts *l, enum output_form form, struct err *e)
{
	static const struct table_column columns[] = {
		{ "store", TABLE_TEXT, TABLE_BY_KIND }, { "campaign", TABLE_TEXT, TABLE_BY_KIND },
		{ "verdict", TABLE_TEXT, TABLE_BY_KIND },
		{ "held", TABLE_INT, TABLE_BY_KIND }, { "held_bought", TABLE_INT, TABLE_BY_KIND },
		{ "sent", TABLE_INT, TABLE_BY_KIND }, { "sent_bought", TABLE_INT, TABLE_BY_KIND },
		{ "held_rate", TABLE_PERCENT, TABLE_BY_KIND },
		{ "sent_rate", TABLE_PERCENT, TABLE_BY_KIND },
		{ "lift", TABLE_PERCENT, TABLE_BY_KIND }, { "lift_low", TABLE_PERCENT, TABLE_BY_KIND },
		{ "lift_high", TABLE_PERCENT, TABLE_BY_KIND }, { "points", TABLE_PERCENT, TABLE_BY_KIND },
		{ "p", TABLE_PERCENT, TABLE_BY_KIND }, { "persons_needed", TABLE_INT, TABLE_BY_KIND },
		{ "weeks_needed", TABLE_INT, TABLE_BY_KIND }, { "cap", TABLE_MONEY, TABLE_BY_KIND },
		{ "held_revenue", TABLE_MONEY, TABLE_BY_KIND },
		{ "sent_revenue", TABLE_MONEY, TABLE_BY_KIND },
		{ "revenue_lift", TABLE_MONEY, TABLE_BY_KIND },
		{ "revenue_low", TABLE_MONEY, TABLE_BY_KIND },
		{ "revenue_high", TABLE_MONEY, TABLE_BY_KIND },
		{ "revenue_p", TABLE_PERCENT, TABLE_BY_KIND },
		{ "revenue_uncapped", TABLE_MONEY, TABLE_BY_KIND },
	};
	struct table *t = table_open(columns, COUNT(columns), form);
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < l->n; i++)
		ok = lift_print(t, &l->list[i], e);
	ok = ok && (l->n < 2 || lift_print_all(t, l, e));
	return table_close(t, e) && ok;
}

bool
report_lift(void *settings, char **operands UNUSED, struct err *e)
{
	struct report *set = settings;
	struct lifts l = { NULL, 0, 0 };
	struct run run;
	char now[CLOCK_TEXT];
	bool ok = run_open(&run, &set->common, "crt-report", RUN_STORES, e);

	if (ok) {
		const char *params[] = { str_text(&run.stores.array), run_now(now) };

		ok = db_each(run.db, sql_lift_sum, COUNT(params), params, lift_row, &l, e)
		    && lift_table(&l, option_output(&set->common), e);
	}
	lifts_free(&l);
	return run_close(&run, ok, e);
}
