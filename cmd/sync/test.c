/* test.c: store test: check that each store accepts the credentials and suits crt. */
#include <stdlib.h>

#include "base/mem.h"
#include "hooks.h"
#include "report/table.h"
#include "query.h"
#include "store/setting.h"

static const struct table_column columns[] = {
	{ "store", TABLE_TEXT, TABLE_BY_KIND }, { "platform", TABLE_TEXT, TABLE_BY_KIND },
	{ "outcome", TABLE_TEXT, TABLE_BY_KIND }, { "reason", TABLE_TEXT, TABLE_BY_KIND },
	{ "remedy", TABLE_TEXT, TABLE_BY_KIND },
};

static const enum store_test outcome[] = {
	[STORE_REQUEST_SUCCEEDED] = TESTED_OK, [STORE_REQUEST_NOTHING] = TESTED_NONE,
	[STORE_REQUEST_UNREACHABLE] = TESTED_UNREACHABLE, [STORE_REQUEST_REFUSED] = TESTED_REFUSED,
};

/* The state of one store, in store_request.own. */
struct test {
	bool accepted;			/* it accepted the credentials */
	bool signs;			/* its webhooks have a secret */
	size_t at;			/* index of the next check */
	struct err warning[SHOP_CHECKS_MAX];
};

/* True while checks are left. */
static bool
store_test_checks_left(const struct store_request *v)
{
	const struct test *t = v->own;

	return t->at < v->api->nchecks && t->at < SHOP_CHECKS_MAX;
}

/* A failed comparison is no warning; the next query reports the failure of the database. */
static bool
store_test_same_zone(const struct shop *s, const char *zone, void *arg)
{
	struct store_requests *all = arg;
	struct err none = { 0 };
	char now[CLOCK_TEXT];
	const char *params[] = { zone, s->timezone, run_now(now) };
	bool same;

	return !db_query_bool(all->run.db, sql_timezone_same, COUNT(params), params, &same, &none)
	    || same;
}

static bool
store_test_request(struct store_request *v, bool *more, struct http_request *r, struct err *e)
{
	struct test *t = v->own;

	t->signs = v->store_secrets.secrets > 0;
	v->shop.same_zone = store_test_same_zone;
	v->shop.zone_arg = v->all;
	*more = t->accepted ? store_test_checks_left(v) : v->api->request_test != NULL;
	if (!*more)
		return true;
	return t->accepted ? v->api->checks[t->at].request(&v->api->checks[t->at], &v->shop, r, e)
	    : v->api->request_test(&v->shop, r, e);
}

static void
store_test_check(struct store_request *v, const struct http_response *a)
{
	struct test *t = v->own;

	do {
		const struct shop_check *c = &v->api->checks[t->at];

		if (c->response(c, &v->shop, v->status, a, &t->warning[t->at]))
			t->warning[t->at] = (struct err){ 0 };
		t->at++;
	} while (store_test_checks_left(v) && v->api->checks[t->at].request == NULL);
}

static bool
store_test_response(struct store_request *v, const struct http_response *a, struct err *e)
{
	struct test *t = v->own;

	if (t->accepted)
		store_test_check(v, a);
	else if (v->api->response_test && !v->api->response_test(a, e))
		return false;
	t->accepted = true;
	return true;
}

/* If the shop refuses a check, that is a warning: it has accepted the credentials. */
static bool
store_test_recover(struct store_request *v, const struct err *why UNUSED)
{
	const struct test *t = v->own;

	if (!t->accepted || v->logging || !store_test_checks_left(v))
		return false;
	store_test_check(v, NULL);
	return true;
}

static bool
store_test_row(struct table *t, const struct store *s, enum store_test found,
    const struct err *why, struct err *e)
{
	table_cell_text(t, s->slug);
	table_cell_text(t, s->platform);
	table_cell_text(t, words_store_test[found]);
	table_cell_text(t, why->text[0] ? why->text : NULL);
	table_cell_text(t, why->hint[0] ? why->hint : NULL);
	return table_row_end(t, e);
}

/* A store may accept the credentials and still send no mail, for example without a sender. */
static bool
store_test_warn(struct table *t, struct store_request *v, struct err *e)
{
	const struct test *test = v->own;
	struct err why = *store_fault(v->store, CHANNEL_EMAIL);
	bool ok;
	size_t i;

	err_in(&why, "no mail is sent");
	ok = v->store->paused || why.kind == ERR_NONE
	    || store_test_row(t, v->store, TESTED_WARNING, &why, e);
	for (i = 0; ok && i < test->at; i++)
		ok = test->warning[i].kind == ERR_NONE
		    || store_test_row(t, v->store, TESTED_WARNING, &test->warning[i], e);
	why = (struct err){ 0 };
	if (ok && test->accepted && v->api->hooks && !v->store->paused
	    && (test->signs || v->store->hooks_url[0]))
		ok = hooks_silent(v, &why, e)
		    && (why.kind == ERR_NONE || store_test_row(t, v->store, TESTED_WARNING, &why, e));
	return ok;
}

static bool
store_test_report(const struct store_requests *all, struct err *e)
{
	struct table *t = table_open(columns, COUNT(columns), option_output(&all->set->common));
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < all->n; i++) {
		struct store_request *v = &all->list[i];

		ok = store_test_row(t, v->store, outcome[v->fate], &v->why, e)
		    && store_test_warn(t, v, e);
	}
	return table_close(t, e) && ok;
}

bool
sync_store_test(void *settings, char **operands, struct err *e)
{
	struct store_requests all;
	bool ok = store_requests_open(&all, settings, operands, e);
	size_t i;

	all.request = store_test_request;
	all.response = store_test_response;
	all.survive = store_test_recover;
	for (i = 0; i < all.n; i++)
		all.list[i].own = mem_get(sizeof (struct test));
	ok = ok && store_requests_run(&all, e) && store_test_report(&all, e)
	    && store_requests_verdict(&all, e);
	for (i = 0; i < all.n; i++)
		free(all.list[i].own);
	return store_requests_close(&all, ok, e);
}
