/* test.c: store test: does each store let crt in, and will it do? */
#include <stdlib.h>

#include "base/mem.h"
#include "hooks.h"
#include "report/table.h"

static const struct table_column columns[] = {
	{ "store", TABLE_TEXT, TABLE_BY_KIND }, { "platform", TABLE_TEXT, TABLE_BY_KIND },
	{ "outcome", TABLE_TEXT, TABLE_BY_KIND }, { "reason", TABLE_TEXT, TABLE_BY_KIND },
	{ "remedy", TABLE_TEXT, TABLE_BY_KIND },
};

static const char *const outcome[] = {
	[VISIT_WELL] = "ok", [VISIT_NOTHING] = "none", [VISIT_AWAY] = "away",
	[VISIT_REFUSED] = "refused",
};

/* Of a store; visit.own. */
struct test {
	bool in;			/* it has let crt in */
	bool signs;			/* its webhooks have a secret */
	size_t at;			/* the check that is asked next */
	struct err warning[SHOP_CHECKS_MAX];
};

/* Is there a check that was not asked yet? */
static bool
is_left(const struct visit *v)
{
	const struct test *t = v->own;

	return t->at < v->api->nchecks && t->at < SHOP_CHECKS_MAX;
}

static bool
ask(struct visit *v, bool *more, struct http_request *r, struct err *e)
{
	struct test *t = v->own;

	t->signs = v->store_secrets.secrets > 0;
	*more = t->in ? is_left(v) : v->api->ask_test != NULL;
	if (!*more)
		return true;
	return t->in ? v->api->checks[t->at].ask(&v->api->checks[t->at], &v->shop, r, e)
	    : v->api->ask_test(&v->shop, r, e);
}

static void
check(struct visit *v, const struct http_answer *a)
{
	struct test *t = v->own;

	do {
		const struct shop_check *c = &v->api->checks[t->at];

		if (c->hear(c, &v->shop, v->status, a, &t->warning[t->at]))
			t->warning[t->at] = (struct err){ 0 };
		t->at++;
	} while (is_left(v) && v->api->checks[t->at].ask == NULL);
}

static bool
hear(struct visit *v, const struct http_answer *a, struct err *e)
{
	struct test *t = v->own;

	if (t->in)
		check(v, a);
	else if (v->api->hear_test && !v->api->hear_test(a, e))
		return false;
	t->in = true;
	return true;
}

/* A check that the shop refuses is no refusal of the store's. */
static bool
survive(struct visit *v, const struct err *why UNUSED)
{
	const struct test *t = v->own;

	if (!t->in || v->logging || !is_left(v))
		return false;
	check(v, NULL);
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
warn(struct table *t, const struct visit *v, struct err *e)
{
	const struct test *test = v->own;
	struct err why = v->store->fault;
	bool ok;
	size_t i;

	err_in(&why, "no mail goes");
	ok = v->store->paused || why.kind == ERR_NONE || row(t, v->store, "warning", &why, e);
	for (i = 0; ok && i < test->at; i++)
		ok = test->warning[i].kind == ERR_NONE
		    || row(t, v->store, "warning", &test->warning[i], e);
	why = (struct err){ 0 };
	if (ok && test->in && v->api->hooks && !v->store->paused && v->store->hook_seen == DB_NO_TIME
	    && (test->signs || v->store->hooks_url[0]) && !hooks_never(v->store, &why))
		ok = row(t, v->store, "warning", &why, e);
	return ok;
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
		    && warn(t, v, e);
	}
	return table_close(t, e) && ok;
}

bool
sync_store_test(void *settings, char **operands, struct err *e)
{
	struct visits all;
	bool ok = visits_open(&all, settings, operands, e);
	size_t i;

	all.ask = ask;
	all.hear = hear;
	all.survive = survive;
	for (i = 0; i < all.n; i++)
		all.list[i].own = mem_get(sizeof (struct test));
	ok = ok && visits_run(&all, e) && tell(&all, e) && visits_verdict(&all, e);
	for (i = 0; i < all.n; i++)
		free(all.list[i].own);
	return visits_close(&all, ok, e);
}
