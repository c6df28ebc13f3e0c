/* tsv.h: the rows of a table of expected values. */
#ifndef CRT_TSV_H
#define CRT_TSV_H

#include "slurp.h"
#include "tap.h"

#define TSV_CELLS_MAX 16
#define TSV_BYTES_MAX (1024 * 1024)

/* Calls row for each row behind the comments and the line of names; how many there were. A row has
   at most TSV_CELLS_MAX cells; the rest are empty. */
static size_t
tsv_rows(const char *path, void (*row)(char **cell))
{
	struct str text = STR_MAX(TSV_BYTES_MAX);
	char *line, *rest, *cell[TSV_CELLS_MAX + 1];
	static char none[] = "";
	size_t n = 0;
	int i;

	if (!slurp(path, &text))
		tap_ok(false, path);
	for (rest = text.data; rest && (line = strsep(&rest, "\n")) && *line;) {
		if (*line == '#' || n++ == 0)
			continue;
		for (i = 0; i <= TSV_CELLS_MAX; i++)
			if ((cell[i] = strsep(&line, "\t")) == NULL)
				cell[i] = none;
		row(cell);
	}
	str_free(&text);
	return n ? n - 1 : 0;
}

#endif
