/* campaign_page.c: the page of a campaign of a store, with its steps and variants. */
#include <string.h>

#include "dashboard.h"

static json_t *
campaign_page_parts(const struct campaign_part *list, size_t n, const char *currency,
    const char *locale)
{
	json_t *parts = value_list(), *map;
	size_t i;

	for (i = 0; i < n; i++) {
		value_add(parts, map = value_map());
		value_set_text(map, "name", list[i].name);
		value_set(map, "step", value_new_int(list[i].step));
		sums_show(map, &list[i].sums, currency, locale);
	}
	return parts;
}

/* The comparison with the holdout, and those of waits. */
static void
campaign_page_lifts(json_t *context, const struct dashboard *d, const struct store_figures *f,
    const struct campaign_figures *c, const char *locale)
{
	json_t *lifts = value_list();
	size_t i;

	for (i = 0; i < d->lifts.n && value_count(lifts) < LIFTS_MOST; i++)
		if (!strcmp(d->lifts.list[i].store, f->store->slug)
		    && !strcmp(d->lifts.list[i].campaign, c->name))
			value_add(lifts, part_lift(&d->lifts.list[i], locale));
	value_set(context, "lifts", lifts);
}

bool
campaign_page(struct dashboard *d, const struct store_figures *f,
    const struct campaign_figures *c, struct err *e)
{
	const struct place its = { d, f->store->slug, c->name };
	const char *locale = dashboard_locale(d, f->store), *currency = f->store->currency;
	json_t *context = value_map();
	char place[PLACE_TEXT];

	value_set(context, "store", part_store(f->store));
	value_set_text(context, "campaign", c->name);
	part_links(context, &its, f->period.days);
	part_period(context, &f->period);
	sums_show(context, &c->sums, currency, locale);
	part_funnel(context, &c->sums, locale);
	part_time(context, &c->time);
	part_days(context, c->days, &f->period, locale);
	part_changes(context, c->days, f->period.days, locale);
	value_set(context, "steps", campaign_page_parts(c->steps, c->nsteps, NULL, locale));
	value_set(context, "variants",
	    campaign_page_parts(c->variants, c->nvariants, currency, locale));
	campaign_page_lifts(context, d, f, c, locale);
	place_print(&its, f->period.days, place);
	return dashboard_add(d, "campaign", place, locale, context, e);
}
