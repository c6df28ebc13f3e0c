/* batch.c: decode lines, fold them, and collect those that were rejected. */
#include <stdlib.h>
#include <string.h>

#include "inbox/batch.h"
#include "inbox/torn.h"

void
batch_open(struct batch *b, const struct inbox *inbox, size_t max)
{
	*b = (struct batch){ .inbox = inbox };
	b->memory = &b->own;
	b->lines = mem_get(max * sizeof *b->lines);
	rows_open(&b->rows);
	output_init(&b->echo);
}

void
batch_clear(struct batch *b)
{
	b->rejects = b->ignored = (struct rejects){ 0 };
	b->left_out = (struct left_out){ 0 };
	b->fold = (struct fold){ 0 };
	rows_reset(&b->rows);
	output_drop(&b->echo);
	arena_reset(&b->own);
	b->memory = &b->own;
}

bool
batch_prune(struct batch *b)
{
	if (b->fold.others || b->fold.unidentified || b->fold.suppressions || b->rejects.n
	    || b->ignored.n || b->left_out.n)
		return false;
	b->fold = (struct fold){ .now = b->fold.now, .n = b->fold.n };
	return true;
}

void
batch_close(struct batch *b)
{
	batch_clear(b);
	rows_close(&b->rows);
	output_free(&b->echo);
	arena_free(&b->own);
	free(b->lines);
}

/* A line before it has a batch: its first record decides which one. */
struct taking {
	struct batch *batches, *to;
	size_t n;
	struct arena *memory;
	const struct line *line;
	const struct store *store;	/* the store of the latest record */
	bool order;			/* it is, or may be, about an order */
	bool several;			/* its records may be of several stores: a provider's */
	crt_time retry_at;		/* if it is rejected: when to retry it; 0: not known */
};

static void
batch_decide(struct taking *t, size_t which)
{
	t->to = &t->batches[which];
	t->to->lines[t->to->n++] = *t->line;
}

/* Rejects a line that is no record. Always false. */
static bool
batch_torn(struct taking *t)
{
	if (t->line->form.platform)
		return false;
	t->store = torn_store(t->line, &t->batches->inbox->run->stores);
	t->order = torn_order(t->line);
	return false;
}

/* One record; v: it, parsed, or NULL. Its text must outlive the batch. */
static bool
batch_take(struct taking *t, json_t *v, const char *text, size_t n, struct err *e)
{
	struct record *r = arena_get(t->memory, sizeof *r);
	const struct inbox *in = t->batches->inbox;
	const struct stores *all = &in->run->stores;
	bool ok = v ? record_read_value(r, v, text, n, t->memory, e)
	    : record_read_of(r, all->n == 1 ? all->list[0].slug : NULL, text, n, t->memory, e);

	if (r->store)
		t->store = stores_find(&in->run->stores, r->store);
	if (!ok && r->store == NULL)
		return batch_torn(t);
	if (t->line->form.platform == NULL)
		t->order = r->kind == RECORD_order_placed || r->kind == RECORD_order_updated;
	if (!ok)
		return false;
	fold_date(&t->batches->fold, r, t->line->received, t->memory);
	t->retry_at = fold_near(&t->batches->fold, r);
	if (t->store == NULL && t->several)
		return true;		/* the store is gone, or not one of this run */
	if (t->store == NULL)
		return err_set(e, ERR_INPUT, "there is no store \"%.64s\"", r->store);
	if (t->to == NULL)
		batch_decide(t, batch_of(r, t->n));
	t->to->fold.left = &r->left;
	t->to->fold.received = t->line->received;
	t->to->fold.line = t->to->n - 1;
	t->to->fold.owner = t->line->looked_up ? t->line->owner : NULL;
	if (!fold_add(&t->to->fold, t->store, r, text, n, e))
		return false;
	left_out_add(&t->to->left_out, t->memory, t->store, r);
	if (in->echo)
		output_line(&t->to->echo, text, n);
	return true;
}

/* A record that an adapter made; its text is copied, because the adapter frees it. */
static bool
take_translated(void *arg, json_t *v, const char *text, size_t n, struct err *e)
{
	struct taking *t = arg;

	return batch_take(t, v, arena_dup(t->memory, text, n), n, e);
}

static bool
read_line(struct taking *t, const char **ignored, struct err *e)
{
	const struct inbox *in = t->batches->inbox;
	const struct line *l = t->line;
	bool payload = l->form.platform != NULL;

	if (payload)
		t->store = stores_find(&in->run->stores, l->form.store);
	t->several = t->store || (payload && *l->form.store == '\0');
	t->order = payload;
	if (l->whole > l->n && !payload)
		batch_torn(t);
	if (l->whole > l->n)
		return err_set(e, ERR_INPUT, "longer than %zu bytes: %zu, of which the first are kept",
		    INPUT_LINE_MAX, l->whole);
	if (!payload)
		return batch_take(t, NULL, l->text, l->n, e);
	if (in->translate(l, l->received ? l->received : t->batches->fold.now, take_translated, t,
	    ignored, e))
		return true;
	t->order = *ignored != NULL;
	return false;
}

static void
build_line(struct taking *t, const struct line *l)
{
	const char *ignored = NULL;
	struct err e = { 0 };
	struct reject *r;
	bool ok;

	t->line = l;
	t->store = NULL;
	t->retry_at = 0;
	ok = read_line(t, &ignored, &e);
	if (t->to == NULL)
		batch_decide(t, 0);
	l = &t->to->lines[t->to->n - 1];
	if (!ok) {
		r = reject_add(&t->to->rejects, t->memory, l, t->store, e.text);
		r->order = t->order && t->store;
		r->retry_at = t->retry_at;
	} else if (ignored)
		reject_add(&t->to->ignored, t->memory, l, t->store, ignored);
}

static void
batch_begin(struct batch *b, struct arena *memory)
{
	batch_clear(b);
	b->memory = memory;
	fold_open(&b->fold, memory, b->inbox->run->ring, clock_now());
}

void
batch_split(struct batch *batches, size_t nbatches, struct arena *memory, const struct line *lines,
    size_t n)
{
	struct taking t = { .batches = batches, .n = nbatches, .memory = memory };
	struct arena *was = value_allocator(memory);
	size_t i;

	for (i = 0; i < nbatches; i++) {
		batch_begin(&batches[i], memory);
		batches[i].n = 0;
	}
	for (i = 0; i < n; i++) {
		t.to = NULL;
		build_line(&t, &lines[i]);
	}
	value_allocator(was);
	for (i = 0; i < nbatches; i++) {
		batches[i].from = 0;
		batches[i].to = batches[i].n;
		rows_fill(&batches[i].rows, &batches[i].fold);
	}
}

void
batch_build(struct batch *b, size_t from, size_t to)
{
	struct taking t = { .batches = b, .n = 1, .memory = &b->own };
	struct arena *was = value_allocator(&b->own);
	size_t i, n = b->n;

	batch_begin(b, &b->own);
	b->from = b->n = from;		/* each line is put where it stands */
	b->to = to;
	for (i = from; i < to; i++) {
		t.to = NULL;
		build_line(&t, &b->lines[i]);
	}
	b->n = n;
	value_allocator(was);
	rows_fill(&b->rows, &b->fold);
}
