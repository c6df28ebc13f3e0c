/* changes.c: compare the figures of a page with the period before. */
#include <string.h>

#include "dashboard.h"
#include "report/figure.h"

/* Adds up the days of the period that are not young, and as many at the beginning of the one
   before. False if there are none to compare. */
static bool
change_compare(const struct sums *days, int n, struct sums *now, struct sums *then)
{
	int i;

	*now = *then = (struct sums){ .nmoney = 0 };
	for (i = 0; i < n - FIGURES_YOUNG; i++) {
		sums_add(now, &days[n + i]);
		sums_add(then, &days[i]);
	}
	return sums_get(now, SQL_PERFORMANCE_SUM_ABANDONED)
	    && sums_get(then, SQL_PERFORMANCE_SUM_ABANDONED);
}

/* One figure of this period and of the one before. */
static json_t *
change_open(const char *key, double now, double then)
{
	json_t *map = value_map();

	value_set_text(map, "key", key);
	value_set_text(map, "direction", now > then ? "up" : now < then ? "down" : "same");
	return map;
}

static double
change_rate(const struct sums *s)
{
	return report_share(sums_get(s, SQL_PERFORMANCE_SUM_RECOVERED),
	    sums_get(s, SQL_PERFORMANCE_SUM_ABANDONED));
}

static void
change_count_change(json_t *list, const char *key, const struct sums *now,
    const struct sums *then, int column, const char *locale)
{
	int64_t a = sums_get(now, column), b = sums_get(then, column);
	json_t *change = change_open(key, (double)a, (double)b);

	figure_int(change, "now", a, locale);
	figure_int(change, "then", b, locale);
	figure_change(change, "change", report_share(a - b, b), locale);
	value_add(list, change);
}

/* Revenue is compared if both periods have it in the same currency alone. */
static void
change_money_change(json_t *list, const struct sums *now, const struct sums *then,
    const char *locale)
{
	const struct amount *a = now->money, *b = then->money;
	json_t *change;

	if (now->nmoney != 1 || then->nmoney != 1 || strcmp(a->currency, b->currency))
		return;
	change = change_open("revenue", (double)a->net, (double)b->net);
	value_set(change, "money", value_new_bool(true));
	value_set(change, "now", figure_money(a->net, a->currency));
	value_set(change, "then", figure_money(b->net, b->currency));
	figure_change(change, "change", report_share(a->net - b->net, b->net), locale);
	value_add(list, change);
}

void
part_changes(json_t *context, const struct sums *days, int n, const char *locale)
{
	struct sums now, then;
	json_t *list = value_list(), *rate;

	if (change_compare(days, n, &now, &then)) {
		change_count_change(list, "abandoned", &now, &then, SQL_PERFORMANCE_SUM_ABANDONED,
		    locale);
		change_count_change(list, "recovered", &now, &then, SQL_PERFORMANCE_SUM_RECOVERED,
		    locale);
		rate = change_open("rate", change_rate(&now), change_rate(&then));
		figure_percent(rate, "now", change_rate(&now), locale);
		figure_percent(rate, "then", change_rate(&then), locale);
		figure_points(rate, "points", change_rate(&now) - change_rate(&then), locale);
		value_add(list, rate);
		change_money_change(list, &now, &then, locale);
	}
	value_set(context, "changes", list);
	value_set(context, "compared", value_new_int(n - FIGURES_YOUNG));
	sums_free(&now);
	sums_free(&then);
}
