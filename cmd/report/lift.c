/* lift.c: print whether the messages of each campaign, and its waits, make people buy. */
#include <math.h>

#include "lifts.h"
#include "report.h"
#include "report/table.h"
#include "stat/spent.h"

/* What a person spent. */
static void
lift_print_spent(struct table *t, const struct campaign_arms *c, bool shown)
{
	const struct stat_spent s = stat_spent(c->arms, shown && c->cap ? c->n : 0, c->alpha);

	table_cell_amount(t, c->cap ? (double)c->cap : NAN, c->currency);
	table_cell_amount(t, s.held, c->currency);
	table_cell_amount(t, s.sent, c->currency);
	table_cell_amount(t, s.difference, c->currency);
	table_cell_amount(t, s.interval.low, c->currency);
	table_cell_amount(t, s.interval.high, c->currency);
	table_cell_percent(t, 100 * s.p);
	table_cell_amount(t, s.uncapped, c->currency);
}

/* A mismatch hides every figure that it makes worthless. */
static bool
lift_print(struct table *t, const struct campaign_arms *c, const struct stat_interval *next,
    struct err *e)
{
	const struct stat_lift l = campaign_lift(c);
	bool shown = l.verdict != STAT_MISMATCH;

	table_cell_text(t, c->store);
	table_cell_text(t, c->campaign);
	table_cell_text(t, c->what);
	table_cell_text(t, stat_verdict_words[l.verdict].text);
	table_cell_count(t, l.held);
	table_cell_count(t, l.held_bought);
	table_cell_count(t, l.sent);
	table_cell_count(t, l.sent_bought);
	table_cell_percent(t, 100 * l.rate_held);
	table_cell_percent(t, 100 * l.rate_sent);
	table_cell_percent(t, shown && l.rated ? 100 * (l.ratio - 1) : NAN);
	table_cell_percent(t, shown ? 100 * (l.interval.low - 1) : NAN);
	table_cell_percent(t, shown ? 100 * (l.interval.high - 1) : NAN);
	table_cell_percent(t, shown ? 100 * l.difference : NAN);
	table_cell_percent(t, shown ? 100 * l.p : NAN);
	table_cell_count(t, shown && l.verdict == STAT_NOT_ENOUGH ? l.needed : NAN);
	table_cell_count(t, shown && l.verdict == STAT_NOT_ENOUGH ? campaign_weeks(c, &l) : NAN);
	lift_print_spent(t, c, shown);
	table_cell_percent(t, next ? 100 * (next->low - 1) : NAN);
	table_cell_percent(t, next ? 100 * (next->high - 1) : NAN);
	table_cell_text(t, "recovery rate");
	table_cell_int(t, c->window);
	table_cell_percent(t, 100 * c->alpha);
	table_cell_percent(t, 100 * c->min_effect);
	table_cell_count(t, c->crossovers);
	return table_row_end(t, e);
}

static bool
lift_table(const struct lifts *l, enum output_form form, struct err *e)
{
	static const struct table_column columns[] = {
		{ "store", TABLE_TEXT, TABLE_BY_KIND }, { "campaign", TABLE_TEXT, TABLE_BY_KIND },
		{ "comparison", TABLE_TEXT, TABLE_BY_KIND }, { "verdict", TABLE_TEXT, TABLE_BY_KIND },
		{ "control", TABLE_INT, TABLE_BY_KIND }, { "control_bought", TABLE_INT, TABLE_BY_KIND },
		{ "treated", TABLE_INT, TABLE_BY_KIND }, { "treated_bought", TABLE_INT, TABLE_BY_KIND },
		{ "control_rate", TABLE_PERCENT, TABLE_BY_KIND },
		{ "treated_rate", TABLE_PERCENT, TABLE_BY_KIND },
		{ "lift", TABLE_PERCENT, TABLE_BY_KIND }, { "lift_low", TABLE_PERCENT, TABLE_BY_KIND },
		{ "lift_high", TABLE_PERCENT, TABLE_BY_KIND }, { "points", TABLE_PERCENT, TABLE_BY_KIND },
		{ "p", TABLE_PERCENT, TABLE_BY_KIND }, { "persons_needed", TABLE_INT, TABLE_BY_KIND },
		{ "weeks_needed", TABLE_INT, TABLE_BY_KIND }, { "cap", TABLE_MONEY, TABLE_BY_KIND },
		{ "control_revenue", TABLE_MONEY, TABLE_BY_KIND },
		{ "treated_revenue", TABLE_MONEY, TABLE_BY_KIND },
		{ "revenue_lift", TABLE_MONEY, TABLE_BY_KIND },
		{ "revenue_low", TABLE_MONEY, TABLE_BY_KIND },
		{ "revenue_high", TABLE_MONEY, TABLE_BY_KIND },
		{ "revenue_p", TABLE_PERCENT, TABLE_BY_KIND },
		{ "revenue_uncapped", TABLE_MONEY, TABLE_BY_KIND },
		{ "next_low", TABLE_PERCENT, TABLE_BY_KIND }, { "next_high", TABLE_PERCENT, TABLE_BY_KIND },
		{ "measure", TABLE_TEXT, TABLE_BY_KIND }, { "window_days", TABLE_INT, TABLE_BY_KIND },
		{ "alpha", TABLE_PERCENT, TABLE_BY_KIND },
		{ "min_effect", TABLE_PERCENT, TABLE_BY_KIND },
		{ "crossovers", TABLE_INT, TABLE_BY_KIND },
	};
	struct table *t = table_open(columns, COUNT(columns), form);
	const struct stat_interval next = lifts_next(l);
	struct campaign_arms all;
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < l->n; i++)
		ok = lift_print(t, &l->list[i], NULL, e);
	if (lifts_pool(l, &all) > 1)
		ok = ok && lift_print(t, &all, &next, e);
	campaign_arms_free(&all);
	return table_close(t, e) && ok;
}

bool
report_lift(void *settings, char **operands UNUSED, struct err *e)
{
	struct report *set = settings;
	struct lifts l = { NULL, 0 };
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-report", RUN_STORES | RUN_ANALYZED, e);

	ok = ok && lifts_read(&l, &run, e) && lift_table(&l, option_output(&set->common), e);
	lifts_free(&l);
	return run_close(&run, ok, e);
}
