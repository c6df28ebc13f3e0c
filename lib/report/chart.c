/* chart.c: the shapes of a chart of days: bars, lines, and the ticks of its axes. */
#include <math.h>
#include <stdio.h>

#include "report/chart.h"
#include "report/figure.h"

#define HEIGHT 220
#define LEFT   46
#define RIGHT  22
#define TOP    14
#define BOTTOM 28
#define BELOW  8			/* from the dates to the lower edge */

#define STEPS      4			/* of the vertical axis, at most */
#define LABEL_ROOM 78			/* between two dates */
#define BAR_SHARE  0.72			/* of the width of a day */
#define BAR_MOST   28.0
#define POINTS_MAX ((size_t)64 * 1024)

struct chart {
	json_t *out;
	const struct chart_day *days;
	size_t n;
	double width;			/* of a day */
	double step, top;		/* of the vertical axis */
	const char *locale;
};

double
chart_step(double max)
{
	static const int times[] = { 1, 2, 5, 10 };
	double step = pow(10, floor(log10(fmax(max, 1) / STEPS)));
	size_t i = 0;

	while (step * times[i] * STEPS < max && i + 1 < COUNT(times))
		i++;
	return fmax(step * times[i], 1);
}

static double
chart_x(const struct chart *c, size_t day)
{
	return LEFT + c->width * ((double)day + 0.5);
}

static double
chart_y(const struct chart *c, double value)
{
	return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / c->top;
}

/* The dates that have room, counted back from the last one; in whole weeks if days have none. */
static void
chart_dates(const struct chart *c)
{
	static const size_t strides[] = { 1, 2, 7, 14, 28, 56, 112 };
	json_t *list = value_list(), *tick;
	size_t i, k = 0;

	while (c->width * (double)strides[k] < LABEL_ROOM && k + 1 < COUNT(strides))
		k++;
	for (i = 0; i < c->n; i++)
		if ((c->n - 1 - i) % strides[k] == 0) {
			value_add(list, tick = value_map());
			figure_shape(tick, "x", chart_x(c, i));
			value_set_text(tick, "date", c->days[i].date);
		}
	value_set(c->out, "dates", list);
}

static void
chart_grid(const struct chart *c, bool percent)
{
	json_t *list = value_list(), *tick;
	double value;

	for (value = 0; value <= c->top; value += c->step) {
		value_add(list, tick = value_map());
		figure_shape(tick, "y", chart_y(c, value));
		if (percent)
			figure_whole_percent(tick, "label", value, c->locale);
		else
			figure_int(tick, "label", (int64_t)value, c->locale);
	}
	value_set(c->out, "grid", list);
}

static struct chart
chart_open(const struct chart_day *days, size_t n, int width, double max, const char *locale)
{
	struct chart c = { .out = value_map(), .days = days, .n = n, .locale = locale,
	    .width = (double)(width - LEFT - RIGHT) / (double)(n ? n : 1), .step = chart_step(max) };

	c.top = c.step * fmax(1, ceil(max / c.step));
	value_set(c.out, "w", value_new_int(width));
	value_set(c.out, "h", value_new_int(HEIGHT));
	value_set(c.out, "left", value_new_int(LEFT));
	value_set(c.out, "label", value_new_int(LEFT - BELOW));
	value_set(c.out, "right", value_new_int(width - RIGHT));
	value_set(c.out, "base", value_new_int(HEIGHT - BOTTOM));
	value_set(c.out, "below", value_new_int(HEIGHT - BELOW));
	chart_dates(&c);
	return c;
}

static void
chart_bar(const struct chart *c, size_t i, json_t *bar)
{
	const struct chart_day *d = &c->days[i];
	double width = fmin(c->width * BAR_SHARE, BAR_MOST);

	figure_shape(bar, "x", chart_x(c, i) - width / 2);
	figure_shape(bar, "w", width);
	figure_shape(bar, "y", chart_y(c, (double)d->whole));
	figure_shape(bar, "h", chart_y(c, 0) - chart_y(c, (double)d->whole));
	figure_shape(bar, "part_y", chart_y(c, (double)d->part));
	figure_shape(bar, "part_h", chart_y(c, 0) - chart_y(c, (double)d->part));
}

/* The shape of each day that has carts. */
static void
chart_shapes(const struct chart *c, const char *key,
    void shape(const struct chart *, size_t day, json_t *out))
{
	json_t *list = value_list(), *out;
	size_t i;

	for (i = 0; i < c->n; i++)
		if (c->days[i].whole) {
			value_add(list, out = value_map());
			shape(c, i, out);
			value_set(out, "young", value_new_bool(c->days[i].young));
		}
	value_set(c->out, key, list);
}

json_t *
chart_counts(const struct chart_day *days, size_t n, int width, const char *locale)
{
	struct chart c;
	int64_t max = 0;
	size_t i;

	for (i = 0; i < n; i++)
		max = days[i].whole > max ? days[i].whole : max;
	c = chart_open(days, n, width, (double)max, locale);
	chart_grid(&c, false);
	chart_shapes(&c, "bars", chart_bar);
	return c.out;
}

static double
chart_rate(const struct chart_day *d)
{
	return d->whole ? 100 * (double)d->part / (double)d->whole : 0;
}

static void
chart_line(json_t *lines, struct str *points, bool young)
{
	json_t *line = value_map();

	value_add(lines, line);
	value_set(line, "young", value_new_bool(young));
	value_set_text(line, "points", str_text(points));
	str_cut(points, 0);
}

/* A line ends before a day without a rate, and where the days become young. */
static json_t *
chart_lines(const struct chart *c)
{
	json_t *lines = value_list();
	struct str points = STR_MAX(POINTS_MAX);
	size_t i;

	for (i = 0; i < c->n; i++) {
		const struct chart_day *d = &c->days[i];
		bool starts = i == 0 || d[-1].whole == 0;

		if (points.len && (d->whole == 0 || d->young != d[-1].young))
			chart_line(lines, &points, d[-1].young);
		if (d->whole && !starts && points.len == 0)
			str_printf(&points, "%.1f,%.1f ", chart_x(c, i - 1), chart_y(c, chart_rate(d - 1)));
		if (d->whole)
			str_printf(&points, "%.1f,%.1f ", chart_x(c, i), chart_y(c, chart_rate(d)));
	}
	if (points.len)
		chart_line(lines, &points, c->days[c->n - 1].young);
	str_free(&points);
	return lines;
}

static void
chart_dot(const struct chart *c, size_t day, json_t *dot)
{
	figure_shape(dot, "x", chart_x(c, day));
	figure_shape(dot, "y", chart_y(c, chart_rate(&c->days[day])));
}

json_t *
chart_rates(const struct chart_day *days, size_t n, int width, const char *locale)
{
	struct chart c;
	double max = 0;
	size_t i;

	for (i = 0; i < n; i++)
		max = fmax(max, chart_rate(&days[i]));
	c = chart_open(days, n, width, max, locale);
	chart_grid(&c, true);
	value_set(c.out, "lines", chart_lines(&c));
	chart_shapes(&c, "dots", chart_dot);
	return c.out;
}
