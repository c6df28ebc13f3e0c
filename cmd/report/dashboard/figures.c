/* figures.c: read the figures of a store and a period, as its pages show them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "figures.h"

#define DAYS_TEXT 12

static bool
figures_period_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct period *p = arg;

	p->text = db_copy_row(row);
	return true;
}

static bool
figures_period(struct store_figures *f, struct db *db, int days, struct err *e)
{
	char now[CLOCK_TEXT], text[DAYS_TEXT];
	const char *params[] = { f->store->id_text, run_now(now), text };

	f->period.days = days;
	snprintf(text, sizeof text, "%d", days);
	if (!db_each(db, sql_period_find, COUNT(params), params, figures_period_row, &f->period, e))
		return false;
	return f->period.text || err_set(e, ERR_AGAIN, "store \"%s\" was removed", f->store->slug);
}

static struct campaign_figures *
figures_campaign(struct store_figures *f, const char *name)
{
	struct campaign_figures *c;
	size_t i;

	for (i = 0; i < f->ncampaigns; i++) {
		c = &f->campaigns[i];
		if (name && c->name ? !strcmp(c->name, name) : name == c->name)
			return c;
	}
	f->campaigns = mem_more(f->campaigns, f->ncampaigns, sizeof *f->campaigns);
	c = &f->campaigns[f->ncampaigns++];
	*c = (struct campaign_figures){ .name = name ? mem_dup(name) : NULL,
	    .days = mem_get(2 * (size_t)f->period.days * sizeof *c->days) };
	return c;
}

static bool
figures_campaign_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct store_figures *f = arg;
	const char *name = db_text(row, SQL_PERFORMANCE_SUM_CAMPAIGN);

	sums_add_row(&figures_campaign(f, name)->sums, row);
	sums_add_row(&f->sums, row);
	return true;
}

crt_time
figures_date(const char *date)
{
	char text[CLOCK_TEXT];
	crt_time at;

	snprintf(text, sizeof text, "%.10sT00:00:00Z", date);
	return clock_read(text, &at) ? at : 0;
}

static bool
figures_day_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct store_figures *f = arg;
	crt_time day = figures_date(db_text(row, SQL_PERFORMANCE_SUM_DATE));
	crt_time first = figures_date(f->period.text[SQL_PERIOD_FIND_PREVIOUS]);
	size_t i = (size_t)((day - first) / CLOCK_DAY);

	if (day < first || i >= 2 * (size_t)f->period.days)
		return true;
	sums_add_row(&f->days[i], row);
	sums_add_row(&figures_campaign(f, db_text(row, SQL_PERFORMANCE_SUM_CAMPAIGN))->days[i], row);
	return true;
}

static struct campaign_part *
campaign_part_add(struct campaign_part **list, size_t *n, const char *name, int64_t step)
{
	struct campaign_part *p;
	size_t i;

	for (i = 0; i < *n; i++)
		if ((*list)[i].step == step && !strcmp((*list)[i].name, name))
			return &(*list)[i];
	*list = mem_more(*list, *n, sizeof **list);
	p = &(*list)[(*n)++];
	*p = (struct campaign_part){ .name = mem_dup(name), .step = step };
	return p;
}

/* The carts that no campaign took have no variants. The only variant has no name. */
static bool
figures_variant_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	const char *campaign = db_text(row, SQL_PERFORMANCE_SUM_CAMPAIGN);
	const char *name = db_text(row, SQL_PERFORMANCE_SUM_VARIANT);
	struct campaign_figures *c;

	if (campaign == NULL)
		return true;
	c = figures_campaign(arg, campaign);
	sums_add_row(&campaign_part_add(&c->variants, &c->nvariants, name ? name : "", 0)->sums, row);
	return true;
}

static bool
figures_step_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	const char *campaign = db_text(row, SQL_PERFORMANCE_SUM_CAMPAIGN);
	struct campaign_figures *c;

	if (campaign == NULL)
		return true;
	c = figures_campaign(arg, campaign);
	sums_add_row(&campaign_part_add(&c->steps, &c->nsteps,
	    db_text(row, SQL_PERFORMANCE_SUM_CHANNEL), db_int(row, SQL_PERFORMANCE_SUM_STEP))->sums,
	    row);
	return true;
}

static bool
figures_time_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct store_figures *f = arg;
	bool every = db_true(row, SQL_RECOVERY_MEASURE_EVERY);
	struct quartiles *q = every ? &f->time
	    : &figures_campaign(f, db_text(row, SQL_RECOVERY_MEASURE_CAMPAIGN))->time;

	*q = (struct quartiles){ .recovered = db_int(row, SQL_RECOVERY_MEASURE_RECOVERED),
	    .first = db_int(row, SQL_RECOVERY_MEASURE_FIRST),
	    .median = db_int(row, SQL_RECOVERY_MEASURE_MEDIAN),
	    .third = db_int(row, SQL_RECOVERY_MEASURE_THIRD) };
	return true;
}

bool
figures_read(struct store_figures *f, struct db *db, const struct store *s, int days,
    struct err *e)
{
	char ids[IDENT_TEXT + 2];
	const char *all[] = { ids, NULL, NULL, "campaign" }, *time[] = { s->id_text, NULL, NULL };
	const struct period *p = &f->period;

	*f = (struct store_figures){ .store = s,
	    .days = mem_get(2 * (size_t)days * sizeof *f->days) };
	snprintf(ids, sizeof ids, "{%s}", s->id_text);
	if (!figures_period(f, db, days, e))
		return false;
	all[1] = time[1] = p->text[SQL_PERIOD_FIND_SINCE];
	all[2] = time[2] = p->text[SQL_PERIOD_FIND_UNTIL];
	if (!db_each(db, sql_performance_sum, 4, all, figures_campaign_row, f, e))
		return false;
	all[3] = "variant";
	if (!db_each(db, sql_performance_sum, 4, all, figures_variant_row, f, e))
		return false;
	all[3] = "step";
	if (!db_each(db, sql_performance_sum, 4, all, figures_step_row, f, e))
		return false;
	all[1] = p->text[SQL_PERIOD_FIND_BEFORE];
	all[3] = "day";
	return db_each(db, sql_performance_sum, 4, all, figures_day_row, f, e)
	    && db_each(db, sql_recovery_measure, COUNT(time), time, figures_time_row, f, e);
}

void
figures_add_campaigns(struct store_figures *f, const struct store_figures *other)
{
	size_t i;

	for (i = 0; i < other->ncampaigns; i++)
		figures_campaign(f, other->campaigns[i].name);
}

static void
campaign_parts_free(struct campaign_part *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		free(list[i].name);
		sums_free(&list[i].sums);
	}
	free(list);
}

static void
figures_days_free(struct sums *days, int n)
{
	int i;

	for (i = 0; days && i < 2 * n; i++)
		sums_free(&days[i]);
	free(days);
}

void
figures_free(struct store_figures *f)
{
	size_t i;

	for (i = 0; i < f->ncampaigns; i++) {
		struct campaign_figures *c = &f->campaigns[i];

		free(c->name);
		sums_free(&c->sums);
		figures_days_free(c->days, f->period.days);
		campaign_parts_free(c->variants, c->nvariants);
		campaign_parts_free(c->steps, c->nsteps);
	}
	free(f->campaigns);
	sums_free(&f->sums);
	figures_days_free(f->days, f->period.days);
	free(f->period.text);
}
