/* store_page.c: the page of a store. */
#include "dashboard.h"
#include "report/figure.h"

static void
store_page_campaigns(json_t *context, const struct dashboard *d, const struct store_figures *f,
    const char *locale)
{
	json_t *list = value_list(), *lifts = value_list(), *map;
	char place[PLACE_TEXT];
	int64_t more = 0;
	size_t i;

	for (i = 0; i < f->ncampaigns; i++) {
		const struct campaign_figures *c = &f->campaigns[i];
		const struct place its = { d, f->store->slug, c->name };
		const struct campaign_arms *arms = c->name
		    ? lifts_find(&d->lifts, f->store->slug, c->name) : NULL;

		if (arms && value_count(lifts) < LIFTS_MOST)
			value_add(lifts, part_lift(arms, locale));
		if (sums_get(&c->sums, SQL_PERFORMANCE_SUM_ABANDONED) == 0)
			continue;
		if (value_count(list) == ROWS_MOST) {
			more++;
			continue;
		}
		value_add(list, map = value_map());
		if (c->name) {
			place_print(&its, f->period.days, place);
			value_set_text(map, "place", place);
			value_set_text(map, "name", c->name);
		}
		sums_show(map, &c->sums, f->store->currency, locale);
	}
	if (more)
		figure_int(context, "more", more, locale);
	value_set(context, "campaigns", list);
	value_set(context, "lifts", lifts);
}

bool
store_page(struct dashboard *d, const struct store_figures *f, struct err *e)
{
	const struct place its = { d, f->store->slug, NULL };
	const char *locale = dashboard_locale(d, f->store);
	json_t *context = value_map();
	char place[PLACE_TEXT];

	value_set(context, "store", part_store(f->store));
	part_links(context, &its, f->period.days);
	part_period(context, &f->period);
	sums_show(context, &f->sums, f->store->currency, locale);
	part_funnel(context, &f->sums, locale);
	part_time(context, &f->time);
	part_days(context, f->days, &f->period, locale);
	part_changes(context, f->days, f->period.days, locale);
	store_page_campaigns(context, d, f, locale);
	if (!messages_show(context, d->run->db, f, locale, e)) {
		value_free(context);
		return false;
	}
	place_print(&its, f->period.days, place);
	return dashboard_add(d, "store", place, locale, context, e);
}
