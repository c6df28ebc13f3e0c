/* stat_table.h: compares statistics with the tables of another program. */
#ifndef CRT_STAT_TABLE_H
#define CRT_STAT_TABLE_H

#include <math.h>
#include <stdlib.h>

#include "tsv.h"

#define CLOSE 1e-9
/* scipy 1.10 calculates quantiles of t to 9 digits; test_quantiles checks them more closely. */
#define CLOSE_T 4e-9

static const char *table_name;	/* of the table being read */
static size_t table_checks;

static void
differs(double got, double want, const char *what)
{
	char text[200];

	snprintf(text, sizeof text, "%s: value %zu: %s is %.12g, not %.12g", table_name,
	    table_checks, what, got, want);
	tap_ok(false, text);
}

/* Relative; absolute below least. */
static void
within(double got, double want, double close, double least, const char *what)
{
	table_checks++;
	if (isinf(want) ? got != want : !(fabs(got - want) <= close * fmax(fabs(want), least)))
		differs(got, want, what);
}

static inline void
is(double got, double want, const char *what)
{
	within(got, want, CLOSE, 1e-3, what);
}

/* Of a logarithm, the absolute error is the relative one of what it stands for. */
static inline void
is_log(double got, double want, const char *what)
{
	within(got, want, CLOSE, 1, what);
}

static void
table(const char *what, size_t rows, void (*row)(char **cell))
{
	char path[200], said[200];
	size_t n;

	table_name = what;
	table_checks = 0;
	snprintf(path, sizeof path, "tests/golden/stat/%s.tsv", what);
	n = tsv_rows(path, row);
	snprintf(said, sizeof said, "%s: %zu rows, %zu values compared", what, n, table_checks);
	tap_ok(n == rows && table_checks >= rows, said);
}

#define N(i) strtod(cell[i], NULL)

#endif
