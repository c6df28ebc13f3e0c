/* fleet_page.c: the page of all stores. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dashboard.h"
#include "report/figure.h"

static double
fleet_page_rate(const struct sums *s)
{
	double rate = report_share(sums_get(s, SQL_PERFORMANCE_SUM_RECOVERED),
	    sums_get(s, SQL_PERFORMANCE_SUM_ABANDONED));

	return isfinite(rate) ? rate : 0;
}

static json_t *
fleet_page_stores(const struct dashboard *d, const struct store_figures *list, size_t n,
    const char *locale)
{
	json_t *stores = value_list(), *map;
	char place[PLACE_TEXT];
	size_t i;

	for (i = 0; i < n && i < ROWS_MOST; i++) {
		const struct store_figures *f = &list[i];
		const struct place its = { d, f->store->slug, NULL };

		value_add(stores, map = value_map());
		place_print(&its, f->period.days, place);
		value_set_text(map, "name", f->store->name);
		value_set_text(map, "place", place);
		sums_show(map, &f->sums, f->store->currency, locale);
		part_time(map, &f->time);
		figure_shape(map, "width", fleet_page_rate(&f->sums));
	}
	return stores;
}

/* If no store records clicks, the page shows none. */
static json_t *
fleet_page_store(const struct store_figures *list, size_t n)
{
	json_t *map = value_map();
	bool tracked = false;
	size_t i;

	for (i = 0; i < n; i++)
		tracked |= list[i].store->track_clicks;
	value_set(map, "untracked", value_new_bool(!tracked));
	return map;
}

/* Whether the campaign has a page. */
static bool
fleet_page_links(const struct store_figures *list, size_t n, const struct campaign_arms *c)
{
	size_t i, k;

	for (i = 0; i < n; i++)
		for (k = 0; k < list[i].ncampaigns; k++)
			if (!strcmp(list[i].store->slug, c->store) && list[i].campaigns[k].name
			    && !strcmp(list[i].campaigns[k].name, c->campaign))
				return true;
	return false;
}

/* All campaigns together, and each of them. */
static void
fleet_page_lifts(json_t *context, const struct dashboard *d, const struct store_figures *list,
    size_t n, const char *locale)
{
	json_t *pooled = value_list(), *each = value_list(), *map;
	struct campaign_arms all;
	char place[PLACE_TEXT];
	size_t i;

	for (i = 0; i < d->lifts.n; i++) {
		const struct campaign_arms *c = &d->lifts.list[i];
		const struct place its = { d, c->store, c->campaign };

		if (!c->holdout || value_count(each) == ROWS_MOST)
			continue;
		place_print(&its, list[0].period.days, place);
		value_add(each, map = part_lift(c, locale));
		value_set_text(map, "store", stores_find(&d->run->stores, c->store)->name);
		value_set_text(map, "place", fleet_page_links(list, n, c) ? place : NULL);
	}
	if (lifts_pool(&d->lifts, &all))
		value_add(pooled, part_lift(&all, locale));
	campaign_arms_free(&all);
	value_set(context, "lifts", pooled);
	value_set(context, "each", each);
}

/* Each store's days are those of its own time zone. */
static void
fleet_page_changes(json_t *context, const struct store_figures *list, size_t n,
    const char *locale)
{
	size_t days = 2 * (size_t)list[0].period.days, i, k;
	struct sums *all = mem_get(days * sizeof *all);

	for (i = 0; i < days; i++)
		for (k = 0; k < n; k++)
			sums_add(&all[i], &list[k].days[i]);
	part_changes(context, all, list[0].period.days, locale);
	for (i = 0; i < days; i++)
		sums_free(&all[i]);
	free(all);
}

bool
fleet_page(struct dashboard *d, const struct store_figures *list, size_t n, struct err *e)
{
	const char *locale = dashboard_locale_all(d);
	const struct place its = { d, NULL, NULL };
	json_t *context = value_map();
	struct sums all = { .nmoney = 0 };
	char place[PLACE_TEXT];
	size_t i;

	for (i = 0; i < n; i++)
		sums_add(&all, &list[i].sums);
	value_set(context, "store", fleet_page_store(list, n));
	part_links(context, &its, list[0].period.days);
	part_period(context, &list[0].period);
	sums_show(context, &all, NULL, locale);
	part_funnel(context, &all, locale);
	fleet_page_changes(context, list, n, locale);
	fleet_page_lifts(context, d, list, n, locale);
	if (n > ROWS_MOST)
		figure_int(context, "more", (int64_t)(n - ROWS_MOST), locale);
	value_set(context, "stores", fleet_page_stores(d, list, n, locale));
	sums_free(&all);
	place_print(&its, list[0].period.days, place);
	return dashboard_add(d, "fleet", place, locale, context, e);
}
