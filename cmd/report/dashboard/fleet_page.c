/* fleet_page.c: the page of all stores. */
#include <string.h>

#include "dashboard.h"

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

static json_t *
fleet_page_stores(const struct dashboard *d, const struct store_figures *list, size_t n,
    const char *locale)
{
	json_t *stores = value_list(), *map;
	char place[PLACE_TEXT];
	size_t i;

	for (i = 0; i < n; i++) {
		const struct store_figures *f = &list[i];
		const struct place its = { d, f->store->slug, NULL };

		value_add(stores, map = value_map());
		place_print(&its, f->period.days, place);
		value_set_text(map, "name", f->store->name);
		value_set_text(map, "place", place);
		sums_show(map, &f->sums, f->store->currency, locale);
	}
	return stores;
}

bool
fleet_page(struct dashboard *d, const struct store_figures *list, size_t n, struct err *e)
{
	const char *locale = fleet_page_locale(d, list, n);
	const struct place its = { d, NULL, NULL };
	json_t *context = value_map();
	struct sums all = { .nmoney = 0 };
	char place[PLACE_TEXT];
	size_t i;

	for (i = 0; i < n; i++)
		sums_add(&all, &list[i].sums);
	part_links(context, &its, list[0].period.days);
	part_period(context, &list[0].period);
	sums_show(context, &all, NULL, locale);
	value_set(context, "stores", fleet_page_stores(d, list, n, locale));
	sums_free(&all);
	place_print(&its, list[0].period.days, place);
	return dashboard_add(d, "fleet", place, locale, context, e);
}
