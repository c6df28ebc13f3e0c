/* samples.h: reads the files of a folder, and counts the results in a table. */
#ifndef CRT_SAMPLES_H
#define CRT_SAMPLES_H

#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "platform/platform.h"
#include "slurp.h"

#define SAMPLES_ROWS_MAX  512
#define SAMPLES_BYTES_MAX ((size_t)8 * 1024 * 1024)	/* of a file */

struct samples_row {
	char what[100], outcome[300];
	int count;
};

static struct samples_row samples_rows[SAMPLES_ROWS_MAX];
static size_t samples_nrows;
static int samples_total;

static inline void
samples_count(const char *what, const char *outcome)
{
	struct samples_row *row = samples_rows, *end = samples_rows + samples_nrows;

	while (row < end && (strcmp(row->what, what) || strcmp(row->outcome, outcome)))
		row++;
	if (row == samples_rows + SAMPLES_ROWS_MAX)
		abort();
	if (row == end) {
		snprintf(row->what, sizeof row->what, "%s", what);
		snprintf(row->outcome, sizeof row->outcome, "%s", outcome);
		samples_nrows++;
	}
	row->count++;
	samples_total++;
}

static inline int
samples_order(const void *a, const void *b)
{
	const struct samples_row *x = a, *y = b;
	int c = strcmp(x->what, y->what);

	return c ? c : strcmp(x->outcome, y->outcome);
}

static inline void
samples_report(int width)
{
	size_t i;

	qsort(samples_rows, samples_nrows, sizeof samples_rows[0], samples_order);
	for (i = 0; i < samples_nrows; i++)
		printf("%-*s %4d  %s\n", width, samples_rows[i].what, samples_rows[i].count,
		    samples_rows[i].outcome);
}

static inline int
samples_by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* Each file below $SAMPLES/FOLDER, sorted by name. */
static inline void
samples_walk(const char *folder, void (*one)(const struct platform *, const char *file),
    const struct platform *p)
{
	struct str path = STR_MAX(4096);
	char *roots[2] = { NULL, NULL };
	FTS *fts;
	FTSENT *f;

	str_printf(&path, "%s/%s", getenv("SAMPLES"), folder);
	roots[0] = mem_dup(str_text(&path));
	fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, samples_by_name);
	while (fts && (f = fts_read(fts)) != NULL)
		if (f->fts_info == FTS_F)
			one(p, f->fts_path);
	if (fts)
		fts_close(fts);
	free(roots[0]);
	str_free(&path);
}

#endif
