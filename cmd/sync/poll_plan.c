/* poll_plan.c: a dry run: what would be asked, a row a question. */
#include "poll.h"
#include "report/table.h"

#define STREAM_MAX 64

static const struct table_column columns[] = {
	{ "store", TABLE_TEXT, TABLE_BY_KIND }, { "question", TABLE_TEXT, TABLE_BY_KIND },
	{ "since", TABLE_TIME, TABLE_BY_KIND }, { "pages_read", TABLE_INT, TABLE_BY_KIND },
	{ "fetches", TABLE_INT, TABLE_BY_KIND },
};

static bool
plan_stream(struct poll_shop *s, const struct question *q, struct table *t, struct err *e)
{
	struct str name = STR_MAX(STREAM_MAX);
	struct pass pass;

	talk_stream(&s->poll->rule, q, &name);
	pass_open(&pass, &s->poll->rule.pass, s->talk.port.cursor(s, str_text(&name)), clock_now());
	table_cell_text(t, s->store->slug);
	table_cell_text(t, str_text(&name));
	table_cell_time(t, pass.since);
	table_cell_int(t, pass.pages);
	str_free(&name);
	pass_close(&pass);
	return table_row_end(t, e);
}

static bool
plan_wishes(struct poll_shop *s, struct table *t, struct err *e)
{
	if (s->talk.wishes.n == 0)
		return true;
	table_cell_text(t, s->store->slug);
	table_cell_text(t, "fetches");
	table_cell_none(t);
	table_cell_none(t);
	table_cell_int(t, (int64_t)s->talk.wishes.n);
	return table_row_end(t, e);
}

static bool
plan_shop(struct poll_shop *s, struct table *t, struct err *e)
{
	const struct platform_api *api = s->platform->api;
	bool ok = poll_shop_open(s, e);
	size_t i;

	for (i = 0; ok && i < api->count; i++)
		ok = !talk_reads(&s->poll->rule, &api->questions[i])
		    || plan_stream(s, &api->questions[i], t, e);
	ok = ok && plan_wishes(s, t, e);
	poll_shop_close(s);
	return ok;
}

bool
poll_plan(struct poll *p, struct err *e)
{
	struct table *t = table_open(columns, COUNT(columns), option_output(p->run.common));
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < p->n; i++)
		ok = plan_shop(&p->shop[i], t, e);
	return table_close(t, e) && ok;
}
