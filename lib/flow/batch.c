/* batch.c: decode lines, fold them, and keep what could not be used. */
#include <stdlib.h>
#include <string.h>

#include "flow/batch.h"

void
batch_open(struct batch *b, const struct inbox *inbox)
{
	*b = (struct batch){ .inbox = inbox };
	b->lines = mem_get(inbox->batch * sizeof *b->lines);
	rows_open(&b->rows);
	output_init(&b->echo);
}

void
batch_clear(struct batch *b)
{
	b->rejects = b->ignored = (struct rejects){ 0 };
	b->fold = (struct fold){ 0 };
	rows_reset(&b->rows);
	output_drop(&b->echo);
	arena_reset(&b->arena);
}

void
batch_close(struct batch *b)
{
	batch_clear(b);
	rows_close(&b->rows);
	output_free(&b->echo);
	arena_free(&b->arena);
	arena_free(&b->lines_arena);
	free(b->lines);
}

void
batch_form(struct batch *b)
{
	size_t i;

	for (i = 0; i < b->n; i++)
		if (b->lines[i].form == NULL)
			b->lines[i].form = b->inbox->form;
}

struct taking {
	struct batch *b;
	const struct store *store;	/* of the record seen last */
};

/* One record; its text must live as long as the batch. */
static bool
take(struct taking *t, const char *text, size_t n, struct err *e)
{
	struct record *r = arena_get(&t->b->arena, sizeof *r);
	bool ok = record_read(r, text, n, &t->b->arena, e);

	if (r->store)
		t->store = stores_find(&t->b->inbox->run->stores, r->store);
	if (!ok)
		return false;
	if (t->store == NULL)
		return err_set(e, ERR_INPUT, "there is no store \"%.64s\"", r->store);
	if (!fold_add(&t->b->fold, t->store, r, text, n, e))
		return false;
	if (t->b->inbox->echo)
		output_line(&t->b->echo, text, n);
	return true;
}

/* A record that an adapter has made lives in the batch's arena. */
static bool
take_made(void *arg, const char *text, size_t n, struct err *e)
{
	struct taking *t = arg;

	return take(t, arena_dup(&t->b->arena, text, n), n, e);
}

/* The store that a form names. */
static const struct store *
store_of(const struct inbox *in, const char *form)
{
	const char *from = strchr(form, '/');
	size_t n = from ? strcspn(from + 1, "/") : 0;
	char *slug = mem_dupn(from ? from + 1 : "", n);
	const struct store *s = stores_find(&in->run->stores, slug);

	free(slug);
	return s;
}

static void
build_line(struct batch *b, const struct line *l)
{
	const struct inbox *in = b->inbox;
	struct taking t = { b, NULL };
	const char *ignored = NULL;
	struct err e = { 0 };
	bool ok;

	if (l->form)
		t.store = store_of(in, l->form);
	if (l->whole > l->n)
		ok = err_set(&e, ERR_INPUT, "longer than %zu bytes: %zu, of which the first are kept",
		    INPUT_LINE_MAX, l->whole);
	else if (l->form)
		ok = in->translate(l, l->received ? l->received : b->fold.now, take_made, &t,
		    &ignored, &e);
	else
		ok = take(&t, l->text, l->n, &e);
	if (!ok)
		reject_add(&b->rejects, &b->arena, l, t.store, e.text);
	else if (ignored)
		reject_add(&b->ignored, &b->arena, l, t.store, ignored);
}

void
batch_build(struct batch *b, size_t from, size_t to)
{
	struct arena *was;
	size_t i;

	batch_clear(b);
	was = value_home(&b->arena);
	b->from = from;
	b->to = to;
	fold_open(&b->fold, &b->arena, b->inbox->run->ring, clock_now());
	for (i = from; i < to; i++)
		build_line(b, &b->lines[i]);
	value_home(was);
	rows_fill(&b->rows, &b->fold);
}
