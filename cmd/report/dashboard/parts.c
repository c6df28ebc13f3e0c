/* parts.c: fill those parts of a page's context that several pages have. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dashboard.h"
#include "report/chart.h"
#include "report/figure.h"
#include "stat/spent.h"

#define WEEKS_MOST 520			/* ten years: too long to wait */
#define RATIO_MOST 4.0			/* at the ends of the axis of a lift, which is logarithmic */

void
part_links(json_t *context, const struct place *p, int days)
{
	const struct place fleet = { p->dashboard, NULL, NULL };
	const struct place store = { p->dashboard, p->slug, NULL };
	json_t *list = value_list(), *link;
	char place[PLACE_TEXT];
	size_t i;

	for (i = 0; i < PERIODS; i++) {
		value_add(list, link = value_map());
		place_print(p, dashboard_periods[i], place);
		value_set(link, "days", value_new_int(dashboard_periods[i]));
		value_set_text(link, "place", place);
	}
	value_set(context, "periods", list);
	if (p->slug && p->dashboard->run->stores.n > 1) {
		place_print(&fleet, days, place);
		value_set_text(context, "fleet", place);
	}
	if (p->campaign) {
		place_print(&store, days, place);
		value_set_text(context, "above", place);
	}
}

json_t *
part_store(const struct store *s)
{
	json_t *map = value_map();

	value_set_text(map, "name", s->name);
	value_set_text(map, "slug", s->slug);
	value_set(map, "untracked", value_new_bool(!s->track_clicks));
	return map;
}

void
part_home(json_t *context, const struct dashboard *d)
{
	const struct stores *stores = &d->run->stores;
	const struct place home = { d, stores->n == 1 ? stores->list[0].slug : NULL, NULL };
	char place[PLACE_TEXT];

	place_print(&home, dashboard_periods[1], place);
	if (home.slug)
		value_set(context, "store", part_store(&stores->list[0]));
	value_set_text(context, home.slug ? "above" : "fleet", place);
}

void
part_period(json_t *context, const struct period *p)
{
	json_t *map = value_map();

	value_set(map, "days", value_new_int(p->days));
	value_set_text(map, "first", p->text[SQL_PERIOD_FIND_FIRST]);
	value_set_text(map, "last", p->text[SQL_PERIOD_FIND_LAST]);
	value_set_text(map, "rolled", p->text[SQL_PERIOD_FIND_ROLLED]);
	value_set(map, "young", value_new_int(FIGURES_YOUNG));
	value_set(context, "period", map);
}

/* The stages that crt-report funnel prints. */
void
part_funnel(json_t *context, const struct sums *s, const char *locale)
{
	static const struct {
		const char *name;
		int column;
	} stages[] = {
		{ "abandoned", SQL_PERFORMANCE_SUM_ABANDONED },
		{ "mailable", SQL_PERFORMANCE_SUM_MAILABLE }, { "sent", SQL_PERFORMANCE_SUM_SENT },
		{ "delivered", SQL_PERFORMANCE_SUM_DELIVERED }, { "clicked", SQL_PERFORMANCE_SUM_CLICKED },
		{ "recovered", SQL_PERFORMANCE_SUM_RECOVERED },
	};
	json_t *list = value_list(), *stage;
	size_t i;

	for (i = 0; i < COUNT(stages); i++) {
		int64_t carts = sums_get(s, stages[i].column);
		double share = report_share(carts, sums_get(s, SQL_PERFORMANCE_SUM_ABANDONED));

		value_add(list, stage = value_map());
		value_set_text(stage, "name", stages[i].name);
		figure_int(stage, "carts", carts, locale);
		figure_percent(stage, "share", share, locale);
		figure_shape(stage, "width", isfinite(share) ? share : 0);
	}
	value_set(context, "funnel", list);
}

void
part_time(json_t *context, const struct quartiles *q)
{
	json_t *map;

	if (q->recovered == 0)
		return;
	map = value_map();
	value_set(map, "first", figure_duration(q->first));
	value_set(map, "median", figure_duration(q->median));
	value_set(map, "third", figure_duration(q->third));
	value_set(context, "time", map);
}

static json_t *
part_day_row(const struct chart_day *d, const char *locale)
{
	json_t *row = value_map();

	value_set_text(row, "date", d->date);
	figure_int(row, "abandoned", d->whole, locale);
	figure_int(row, "recovered", d->part, locale);
	figure_percent(row, "rate", report_share(d->part, d->whole), locale);
	value_set(row, "young", value_new_bool(d->young));
	return row;
}

static json_t *
part_chart(json_t *fn(const struct chart_day *, size_t, int, const char *),
    const struct chart_day *days, size_t n, const char *locale)
{
	json_t *both = value_list();

	value_add(both, fn(days, n, CHART_WIDE, locale));
	value_add(both, fn(days, n, CHART_NARROW, locale));
	return both;
}

/* The charts of the days of the period, and the rows of the table behind them. */
void
part_days(json_t *context, const struct sums *days, const struct period *p, const char *locale)
{
	size_t i, n = (size_t)p->days;
	struct chart_day *list = mem_get(n * sizeof *list);
	json_t *rows = value_list(), *map = value_map();
	crt_time first = figures_date(p->text[SQL_PERIOD_FIND_FIRST]);

	for (i = 0; i < n; i++) {
		const struct sums *s = &days[n + i];
		char text[CLOCK_TEXT];

		memcpy(list[i].date, clock_print(first + (crt_time)i * CLOCK_DAY, text),
		    sizeof list[i].date - 1);
		list[i].whole = sums_get(s, SQL_PERFORMANCE_SUM_ABANDONED);
		list[i].part = sums_get(s, SQL_PERFORMANCE_SUM_RECOVERED);
		list[i].young = i + FIGURES_YOUNG >= n;
		value_add(rows, part_day_row(&list[i], locale));
	}
	value_set(map, "rows", rows);
	value_set(map, "counts", part_chart(chart_counts, list, n, locale));
	value_set(map, "rates", part_chart(chart_rates, list, n, locale));
	value_set(context, "days", map);
	free(list);
}

/* In percent of the width of the axis; the middle is a ratio of 1. */
static double
part_ratio(double ratio)
{
	double x = 50 + 50 * log(fmax(ratio, 1e-9)) / log(RATIO_MOST);

	return fmin(fmax(x, 0), 100);
}

static void
part_lift_count(json_t *map, const char *key, double n, const char *locale)
{
	if (isfinite(n))
		figure_int(map, key, (int64_t)ceil(n), locale);
}

static void
part_spent_money(json_t *map, const char *key, double minor, const char *currency)
{
	value_set(map, key, figure_money(llround(minor), currency));
}

/* What a person spends, if the campaign has a cap: an interval once enough persons have bought. */
static json_t *
part_spent(const struct campaign_arms *c)
{
	const struct stat_spent s = stat_spent(c->arms, c->n, c->alpha);
	json_t *map = value_map();

	part_spent_money(map, "cap", (double)c->cap, c->currency);
	value_set(map, "shown", value_new_bool(s.shown));
	if (!s.shown)
		return map;
	part_spent_money(map, "held", s.held, c->currency);
	part_spent_money(map, "sent", s.sent, c->currency);
	part_spent_money(map, "low", s.interval.low, c->currency);
	part_spent_money(map, "high", s.interval.high, c->currency);
	return map;
}

/* What crt-campaign apply fixed; several campaigns together may differ. */
static void
part_lift_fixed(json_t *map, const struct campaign_arms *c, const char *locale)
{
	if (*c->store == '\0')
		return;
	figure_percent(map, "alpha", 100 * c->alpha, locale);
	figure_int(map, "effect", llround(100 * c->min_effect), locale);
	if (c->cap)
		part_spent_money(map, "cap", (double)c->cap, c->currency);
}

/* The same figures as crt-report lift prints: a mismatch hides those that it makes worthless. */
json_t *
part_lift(const struct campaign_arms *c, const char *locale)
{
	const struct stat_lift l = campaign_lift(c);
	bool shown = l.verdict != STAT_MISMATCH;
	json_t *map = value_map();

	value_set_text(map, "campaign", c->campaign);
	value_set(map, "holdout", value_new_bool(c->holdout));
	value_set_text(map, "what", c->what);
	value_set_text(map, "verdict", stat_verdict_words[l.verdict].key);
	part_lift_count(map, "persons", l.held + l.sent, locale);
	part_lift_count(map, "held", l.held, locale);
	part_lift_count(map, "held_bought", l.held_bought, locale);
	part_lift_count(map, "sent", l.sent, locale);
	part_lift_count(map, "sent_bought", l.sent_bought, locale);
	figure_percent(map, "held_rate", 100 * l.rate_held, locale);
	figure_percent(map, "sent_rate", 100 * l.rate_sent, locale);
	value_set(map, "window", value_new_int(c->window));
	part_lift_fixed(map, c, locale);
	if (shown && l.verdict == STAT_NOT_ENOUGH) {
		part_lift_count(map, "needed", l.needed, locale);
		if (campaign_weeks(c, &l) > WEEKS_MOST)
			value_set(map, "years", value_new_bool(true));
		else
			part_lift_count(map, "weeks", campaign_weeks(c, &l), locale);
	}
	if (!shown)
		return map;
	if (c->cap)
		value_set(map, "spent", part_spent(c));
	if (l.rated)
		figure_change(map, "lift", 100 * (l.ratio - 1), locale);
	figure_change(map, "low", 100 * (l.interval.low - 1), locale);
	figure_change(map, "high", 100 * (l.interval.high - 1), locale);
	figure_shape(map, "x", part_ratio(l.interval.low));
	figure_shape(map, "w", part_ratio(isfinite(l.interval.high) ? l.interval.high : 1e9)
	    - part_ratio(l.interval.low));
	figure_whole_percent(map, "least", 100 / RATIO_MOST - 100, locale);
	figure_whole_percent(map, "most", 100 * RATIO_MOST - 100, locale);
	if (l.rated)
		figure_shape(map, "at", part_ratio(l.ratio));
	return map;
}
