/* nearest.c: find the known name that a mistyped one probably means. */
#include <string.h>

#include "text/nearest.h"

static size_t
nearest_least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Edits between a and b: insert, delete, replace, or swap a letter. */
static size_t
nearest_edits(const char *a, size_t na, const char *b, size_t nb)
{
	size_t rows[3][NEAREST_NAME_MAX + 1];
	size_t *before = rows[0], *last = rows[1], *row = rows[2];

	for (size_t j = 0; j <= nb; j++)
		last[j] = j;
	for (size_t i = 1; i <= na; i++) {
		size_t *spare = before;

		row[0] = i;
		for (size_t j = 1; j <= nb; j++) {
			row[j] = nearest_least(nearest_least(last[j], row[j - 1]) + 1,
			    last[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = nearest_least(row[j], before[j - 2] + 1);
		}
		before = last;
		last = row;
		row = spare;
	}
	return last[nb];
}

void
nearest_try(struct nearest *n, const char *known)
{
	size_t nw = strlen(n->wanted), nk = strlen(known), d;

	if (nw == 0 || nw > NEAREST_NAME_MAX || nk == 0 || nk > NEAREST_NAME_MAX)
		return;
	d = nearest_edits(n->wanted, nw, known, nk);
	if (nw >= 2 && strncmp(n->wanted, known, nw) == 0)
		d = 1;			/* an abbreviation */
	if (d <= (nw + 2) / 3 && (n->best[0] == '\0' || d < n->distance)) {
		memcpy(n->best, known, nk + 1);
		n->distance = d;
	}
}

const char *
nearest_name(const struct nearest *n)
{
	return n->best[0] ? n->best : NULL;
}
