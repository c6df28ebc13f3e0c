/* live_page.c: the page that shows events as they happen, when a web server delivers it. */
#include "dashboard.h"

static json_t *
live_page_stores(const struct dashboard *d)
{
	const struct stores *stores = &d->run->stores;
	json_t *list = value_list(), *map;
	char place[PLACE_TEXT];
	size_t i;

	for (i = 0; i < stores->n && i < ROWS_MOST; i++) {
		const struct place its = { d, stores->list[i].slug, NULL };

		place_print(&its, dashboard_periods[1], place);
		value_add(list, map = part_store(&stores->list[i]));
		value_set_text(map, "place", place);
	}
	return list;
}

bool
live_page(struct dashboard *d, const char *locale, struct err *e)
{
	json_t *context = value_map();

	part_home(context, d);
	value_set(context, "live", value_new_bool(true));
	value_set(context, "stores", live_page_stores(d));
	return dashboard_add(d, "live", PLACE_LIVE, locale, context, e);
}
