/* fleet_page.c: the page of all stores. */
#include <stdlib.h>
#include <string.h>

#include "dashboard.h"
#include "report/figure.h"

/* If the stores have one language, the page has it. */
static const char *
fleet_page_locale(const struct dashboard *d, const struct store_figures *list, size_t n)
{
	const char *locale = dashboard_locale(d, list[0].store);
	size_t i;

	for (i = 1; i < n; i++)
		if (strcmp(page_language(dashboard_locale(d, list[i].store)), page_language(locale)))
			return "en";
	return locale;
}

static void
fleet_page_links(json_t *context)
{
	json_t *list = value_list(), *link;
	char place[PLACE_TEXT];
	size_t i;

	for (i = 0; i < PERIODS; i++) {
		value_add(list, link = value_map());
		place_fleet(dashboard_periods[i], place);
		value_set(link, "days", value_new_int(dashboard_periods[i]));
		value_set_text(link, "place", place);
	}
	value_set(context, "periods", list);
}

static json_t *
fleet_page_stores(const struct dashboard *d, const struct store_figures *list, size_t n,
    const char *locale)
{
	json_t *stores = value_list(), *map;
	char place[PLACE_TEXT];
	size_t i;

	for (i = 0; i < n; i++) {
		const struct store_figures *f = &list[i];

		value_add(stores, map = value_map());
		place_store(d, f->store->slug, f->period.days, place);
		value_set_text(map, "name", f->store->name);
		value_set_text(map, "place", place);
		sums_show(map, &f->sums, f->store->currency, locale);
		figure_shape(map, "width", 0);
	}
	return stores;
}

bool
fleet_page(struct dashboard *d, const struct store_figures *list, size_t n, struct err *e)
{
	const char *locale = fleet_page_locale(d, list, n);
	json_t *context = value_map();
	struct sums all = { .nmoney = 0 };
	char place[PLACE_TEXT];
	size_t i;

	for (i = 0; i < n; i++)
		sums_add(&all, &list[i].sums);
	fleet_page_links(context);
	part_period(context, &list[0].period);
	sums_show(context, &all, NULL, locale);
	value_set(context, "stores", fleet_page_stores(d, list, n, locale));
	sums_free(&all);
	place_fleet(list[0].period.days, place);
	return dashboard_add(d, "fleet", place, locale, context, e);
}
