/* planned.c: what the experiment of an applied campaign can show, and when. */
#include <math.h>
#include <string.h>

#include "planned.h"
#include "query.h"
#include "stat/design.h"

#define WEEKS 26			/* of the effect that they can show */

static bool
planned_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct planned *x = arg;

	*x = (struct planned){ .measured = true,
	    .window = db_int(row, SQL_EXPERIMENT_PLAN_WINDOW_DAYS),
	    .alpha = (int)db_int(row, SQL_EXPERIMENT_PLAN_ALPHA),
	    .min_effect = (int)db_int(row, SQL_EXPERIMENT_PLAN_MIN_EFFECT),
	    .cap = db_int(row, SQL_EXPERIMENT_PLAN_CAP),
	    .weekly = db_real(row, SQL_EXPERIMENT_PLAN_WEEKLY),
	    .rate = db_text(row, SQL_EXPERIMENT_PLAN_RATE) ? db_real(row, SQL_EXPERIMENT_PLAN_RATE)
	    : NAN };
	if (x->cap)
		memcpy(x->currency, db_text(row, SQL_EXPERIMENT_PLAN_CURRENCY), sizeof x->currency);
	return true;
}

bool
planned_read(struct planned *x, struct run *r, const struct store *s,
    const struct campaign *c, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { s->id_text, c->name, run_now(now) };

	x->measured = false;
	return (c->holdout == 0 && c->steps[0].nwaits == 0)
	    || db_each(r->db, sql_experiment_plan, COUNT(params), params, planned_row, x, e);
}

struct table *
planned_table(enum output_form form)
{
	static const struct table_column columns[] = {
		{ "kind", TABLE_TEXT, 0 }, { "store", TABLE_TEXT, 0 }, { "name", TABLE_TEXT, 0 },
		{ "comparison", TABLE_TEXT, 0 }, { "measure", TABLE_TEXT, 0 },
		{ "window_days", TABLE_INT, 0 }, { "alpha", TABLE_PERCENT, 0 },
		{ "min_effect", TABLE_PERCENT, 0 }, { "cap", TABLE_MONEY, 0 },
		{ "rate", TABLE_PERCENT, 0 }, { "persons_weekly", TABLE_INT, 0 },
		{ "persons_needed", TABLE_INT, 0 }, { "weeks_needed", TABLE_INT, 0 },
		{ "effect_26_weeks", TABLE_PERCENT, 0 },
	};
	struct table *t = table_open(columns, COUNT(columns), form);

	table_skip_empty(t);
	return t;
}

/* share: of the persons who are compared, those in the control arm. */
static void
planned_design(struct table *t, const struct planned *x, double weekly, double share,
    double alpha)
{
	double effect = x->min_effect / 100.0, needed = NAN;
	bool known = isfinite(x->rate) && x->rate > 0 && x->rate + effect < 1;

	if (known)
		needed = stat_design_persons(x->rate, x->rate + effect, share, alpha);
	table_cell_count(t, weekly);
	table_cell_count(t, needed);
	table_cell_count(t, weekly > 0 ? needed / weekly + (double)x->window / 7 : NAN);
	table_cell_percent(t, known && weekly > 0 ? 100 * (stat_design_visible(x->rate,
	    WEEKS * weekly, share, alpha) - x->rate) : NAN);
}

static bool
planned_print_one(struct table *t, const struct planned *x, const char *store,
    const struct campaign *c, bool waits, struct err *e)
{
	double others = waits ? (double)c->steps[0].nwaits - 1 : 1;
	double sent = 1 - c->holdout / 100.0;

	table_cell_text(t, "experiment");
	table_cell_text(t, store);
	table_cell_text(t, c->name);
	table_cell_text(t, waits ? "waits" : "holdout");
	table_cell_text(t, "recovery rate");
	table_cell_int(t, x->window);
	table_cell_percent(t, x->alpha);
	table_cell_percent(t, x->min_effect);
	table_cell_amount(t, x->cap ? (double)x->cap : NAN, x->currency);
	table_cell_percent(t, 100 * x->rate);
	if (waits)		/* of two waits, the first and one other */
		planned_design(t, x, 2 * sent * x->weekly / (others + 1), 0.5,
		    x->alpha / 100.0 / others);
	else
		planned_design(t, x, x->weekly, 1 - sent, x->alpha / 100.0);
	return table_row_end(t, e);
}

bool
planned_print(struct table *t, const struct planned *x, const char *store,
    const struct campaign *c, struct err *e)
{
	bool holdout = x->measured && c->holdout > 0 && c->holdout < 100;
	bool waits = x->measured && c->holdout < 100 && c->steps[0].nwaits > 0;

	return (!holdout || planned_print_one(t, x, store, c, false, e))
	    && (!waits || planned_print_one(t, x, store, c, true, e));
}
