/*
 * chart.h: the shapes of a chart of days: bars, lines, and the ticks of its axes.
 *
 * Pure. The result is a part of a template's context; the template draws it. Coordinates are
 * units of a viewBox of w by h.
 */
#ifndef CRT_REPORT_CHART_H
#define CRT_REPORT_CHART_H

#include "json/value.h"

#define CHART_WIDE   960		/* width on a desk */
#define CHART_NARROW 340		/* width on a phone */

struct chart_day {
	char date[11];			/* "2026-11-01" */
	int64_t whole, part;		/* carts abandoned; of these, recovered */
	bool young;			/* part may still grow */
};

/* A bar for each day: the whole, and in it the part. */
json_t *chart_counts(const struct chart_day *, size_t n, int width, const char *locale);

/* A dot for each day with a whole: the part in percent of it, joined by lines. */
json_t *chart_rates(const struct chart_day *, size_t n, int width, const char *locale);

/* The next of 1, 2, 5, 10, 20, ... that divides max into at most four steps. */
double chart_step(double max);

#endif
