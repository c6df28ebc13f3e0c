/* test.c: store test: does each store let crt in? */
#include "report/table.h"
#include "visit.h"

static const struct table_column columns[] = {
	{ "store", TABLE_TEXT, TABLE_BY_KIND }, { "platform", TABLE_TEXT, TABLE_BY_KIND },
	{ "outcome", TABLE_TEXT, TABLE_BY_KIND }, { "reason", TABLE_TEXT, TABLE_BY_KIND },
	{ "remedy", TABLE_TEXT, TABLE_BY_KIND },
};

static const char *const outcome[] = {
	[VISIT_WELL] = "ok", [VISIT_NOTHING] = "none", [VISIT_AWAY] = "away",
	[VISIT_REFUSED] = "refused",
};

/* own: the question was answered. */
static bool
ask(struct visit *v, bool *more, struct http_request *r, struct err *e)
{
	*more = v->own == NULL && v->api->ask_test;
	return !*more || v->api->ask_test(&v->shop, r, e);
}

static bool
hear(struct visit *v, const struct http_answer *a, struct err *e)
{
	if (v->api->hear_test && !v->api->hear_test(a, e))
		return false;
	v->own = v;
	return true;
}

static bool
row(struct table *t, const struct store *s, const char *word, const struct err *why,
    struct err *e)
{
	table_cell_text(t, s->slug);
	table_cell_text(t, s->platform);
	table_cell_text(t, word);
	table_cell_text(t, why->text[0] ? why->text : NULL);
	table_cell_text(t, why->hint[0] ? why->hint : NULL);
	return table_row_end(t, e);
}

/* A store without a sender may let crt in, and yet nobody is written to. */
static bool
warn(struct table *t, const struct store *s, struct err *e)
{
	struct err why = s->fault;

	err_in(&why, "no mail goes");
	return s->paused || s->fault.kind == ERR_NONE || row(t, s, "warning", &why, e);
}

static bool
tell(const struct visits *all, struct err *e)
{
	struct table *t = table_open(columns, COUNT(columns), option_output(&all->set->common));
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < all->n; i++) {
		const struct visit *v = &all->list[i];

		ok = row(t, v->store, outcome[v->fate], &v->why, e)
		    && warn(t, v->store, e);
	}
	return table_close(t, e) && ok;
}

bool
sync_store_test(void *settings, char **operands, struct err *e)
{
	struct visits all;
	bool ok = visits_open(&all, settings, operands, e);

	all.ask = ask;
	all.hear = hear;
	ok = ok && visits_run(&all, e) && tell(&all, e) && visits_verdict(&all, e);
	return visits_close(&all, ok, e);
}
