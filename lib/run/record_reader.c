/* record_reader.c: read the records of one type from a command's input, in batches. */
#include <stdlib.h>
#include <unistd.h>

#include "run/record_reader.h"

void
record_reader_open(struct record_reader *in, char **files, enum record_kind kind, size_t max)
{
	*in = (struct record_reader){ .kind = kind, .max = max };
	in->typed = files == NULL && isatty(STDIN_FILENO);
	in->input = input_open(files);
	in->lines = mem_get(max * sizeof *in->lines);
	in->records = mem_get(max * sizeof *in->records);
	in->line = mem_get(max * sizeof *in->line);
}

static void
record_reader_clear(struct record_reader *in)
{
	in->n = in->nlines = in->decoded = 0;
	in->rejects = (struct rejects){ 0 };
	arena_reset(&in->arena);
}

void
record_reader_close(struct record_reader *in)
{
	if (in->lines == NULL)
		return;
	record_reader_clear(in);
	reject_log_end(&in->logged);
	arena_free(&in->arena);
	input_close(in->input);
	free(in->lines);
	free(in->records);
	free(in->line);
}

static void
record_reader_take(struct record_reader *in, const struct line *l, const struct stores *stores)
{
	struct record *r = &in->records[in->n];
	struct err e = { 0 };
	bool ok;

	if (l->whole > l->n) {
		*r = (struct record){ 0 };
		ok = err_set(&e, ERR_INPUT, "longer than %zu bytes", INPUT_LINE_MAX);
	} else
		ok = record_read(r, l->text, l->n, &in->arena, &e);
	if (ok && r->kind == in->kind) {
		in->line[in->n++] = l;
		return;
	}
	if (!ok)
		reject_add(&in->rejects, &in->arena, l,
		    r->store ? stores_find(stores, r->store) : NULL, e.text);
}

bool
record_reader_lines(struct record_reader *in, bool *end, struct err *e)
{
	record_reader_clear(in);
	*end = in->typed;
	if (*end)
		return true;
	if (!input_batch(in->input, &in->arena, in->lines, in->max, &in->nlines, end, e))
		return false;
	in->read += in->nlines;
	return true;
}

void
record_reader_decode(struct record_reader *in, const struct stores *stores, size_t records)
{
	struct arena *was = value_allocator(&in->arena);

	while (in->n < records && in->decoded < in->nlines)
		record_reader_take(in, &in->lines[in->decoded++], stores);
	value_allocator(was);
}

bool
record_reader_next(struct record_reader *in, const struct stores *stores, bool *end, struct err *e)
{
	if (!record_reader_lines(in, end, e))
		return false;
	record_reader_decode(in, stores, in->max);
	return true;
}
