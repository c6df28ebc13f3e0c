/* store_page.c: the page of a store. */
#include <stdio.h>
#include <string.h>

#include "dashboard.h"
#include "report/figure.h"

static json_t *
store_page_store(const struct store *s)
{
	json_t *map = value_map();

	value_set_text(map, "name", s->name);
	value_set_text(map, "slug", s->slug);
	value_set_text(map, "timezone", s->timezone);
	return map;
}

/* Links to the same page of other periods, and to the pages above. */
static void
store_page_links(json_t *context, const struct dashboard *d, const struct store_figures *f)
{
	json_t *list = value_list(), *link;
	char place[PLACE_TEXT];
	size_t i;

	for (i = 0; i < PERIODS; i++) {
		value_add(list, link = value_map());
		place_store(d, f->store->slug, dashboard_periods[i], place);
		value_set(link, "days", value_new_int(dashboard_periods[i]));
		value_set_text(link, "place", place);
	}
	value_set(context, "periods", list);
	if (d->run->stores.n > 1) {
		place_fleet(f->period.days, place);
		value_set_text(context, "fleet", place);
	}
}

/* One figure of this period and of the one before. */
static json_t *
store_page_change(const char *key, double now, double then)
{
	json_t *map = value_map();

	value_set_text(map, "key", key);
	value_set_text(map, "direction", now > then ? "up" : now < then ? "down" : "same");
	return map;
}

static double
store_page_rate(const struct sums *s)
{
	return report_share(sums_get(s, SQL_PERFORMANCE_SUM_RECOVERED),
	    sums_get(s, SQL_PERFORMANCE_SUM_ABANDONED));
}

static void
store_page_count_change(json_t *list, const char *key, const struct sums *now,
    const struct sums *then, int column, const char *locale)
{
	int64_t a = sums_get(now, column), b = sums_get(then, column);
	json_t *change = store_page_change(key, (double)a, (double)b);

	figure_int(change, "now", a, locale);
	figure_int(change, "then", b, locale);
	figure_change(change, "change", report_share(a - b, b), locale);
	value_add(list, change);
}

/* Revenue is compared if both periods have it in the same currency alone. */
static void
store_page_money_change(json_t *list, const struct sums *now, const struct sums *then,
    const char *locale)
{
	const struct amount *a = now->money, *b = then->money;
	json_t *change;

	if (now->nmoney != 1 || then->nmoney != 1 || strcmp(a->currency, b->currency))
		return;
	change = store_page_change("revenue", (double)a->net, (double)b->net);
	value_set(change, "money", value_new_bool(true));
	value_set(change, "now", figure_money(a->net, a->currency));
	value_set(change, "then", figure_money(b->net, b->currency));
	figure_change(change, "change", report_share(a->net - b->net, b->net), locale);
	value_add(list, change);
}

static void
store_page_changes(json_t *context, const struct store_figures *f, const char *locale)
{
	struct sums now, then;
	json_t *list = value_list(), *rate;

	if (figures_compare(f, &now, &then)) {
		store_page_count_change(list, "abandoned", &now, &then, SQL_PERFORMANCE_SUM_ABANDONED,
		    locale);
		store_page_count_change(list, "recovered", &now, &then, SQL_PERFORMANCE_SUM_RECOVERED,
		    locale);
		rate = store_page_change("rate", store_page_rate(&now), store_page_rate(&then));
		figure_percent(rate, "now", store_page_rate(&now), locale);
		figure_percent(rate, "then", store_page_rate(&then), locale);
		figure_points(rate, "points", store_page_rate(&now) - store_page_rate(&then), locale);
		value_add(list, rate);
		store_page_money_change(list, &now, &then, locale);
	}
	value_set(context, "changes", list);
	value_set(context, "compared", value_new_int(f->period.days - FIGURES_YOUNG));
	sums_free(&now);
	sums_free(&then);
}

static void
store_page_campaigns(json_t *context, const struct dashboard *d, const struct store_figures *f,
    const char *locale)
{
	json_t *list = value_list(), *lifts = value_list(), *map;
	size_t i;

	for (i = 0; i < f->ncampaigns; i++) {
		const struct campaign_figures *c = &f->campaigns[i];
		const struct campaign_arms *arms = c->name
		    ? lifts_find(&d->lifts, f->store->slug, c->name) : NULL;

		value_add(list, map = value_map());
		value_set_text(map, "name", c->name);
		sums_show(map, &c->sums, f->store->currency, locale);
		if (arms)
			value_add(lifts, part_lift(arms, locale));
	}
	value_set(context, "campaigns", list);
	value_set(context, "lifts", lifts);
}

bool
store_page(struct dashboard *d, const struct store_figures *f, struct err *e)
{
	const char *locale = dashboard_locale(d, f->store);
	json_t *context = value_map();
	char place[PLACE_TEXT];

	value_set(context, "store", store_page_store(f->store));
	store_page_links(context, d, f);
	part_period(context, &f->period);
	sums_show(context, &f->sums, f->store->currency, locale);
	part_funnel(context, f, locale);
	part_time(context, &f->time);
	part_days(context, f->days, &f->period, locale);
	store_page_changes(context, f, locale);
	store_page_campaigns(context, d, f, locale);
	place_store(d, f->store->slug, f->period.days, place);
	return dashboard_add(d, "store", place, locale, context, e);
}
