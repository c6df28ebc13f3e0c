/* csv_file.c: the rows of a CSV file that an option names. */
#include <stdlib.h>

#include "csv_file.h"
#include "run/input.h"

#define CSV_FILE_READ 1000		/* lines at a time */

struct csv_file {
	struct csv csv;
	csv_file_row_fn *row;
	void *arg;
};

static bool
csv_file_lines(struct csv_file *f, const struct line *lines, size_t n, struct err *e)
{
	bool ok = true, whole;
	size_t i;

	for (i = 0; ok && i < n; i++) {
		ok = csv_line(&f->csv, lines[i].text, lines[i].n, &whole, e)
		    && (!whole || f->row(f->arg, &f->csv, e));
		if (!ok)
			err_in(e, "%s line %llu", lines[i].source, (unsigned long long)lines[i].position);
	}
	return ok;
}

bool
csv_file_read(const char *file, csv_file_row_fn *row, void *arg, struct err *e)
{
	struct csv_file f = { .row = row, .arg = arg };
	char *name = file ? mem_dup(file) : NULL, *files[] = { name, NULL };
	struct line lines[CSV_FILE_READ];
	struct input *in = file ? input_open(files) : NULL;
	struct arena arena = { 0 };
	bool ok = true, end = file == NULL;
	size_t n;

	csv_open(&f.csv);
	while (ok && !end) {
		ok = input_batch(in, &arena, lines, CSV_FILE_READ, &n, &end, e)
		    && csv_file_lines(&f, lines, n, e);
		arena_reset(&arena);
	}
	if (in)
		input_close(in);
	arena_free(&arena);
	csv_free(&f.csv);
	free(name);
	return ok;
}
