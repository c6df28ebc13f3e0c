/* poll_plan.c: a dry run: print what would be requested, one line each. */
#include <stdio.h>

#include "poll.h"

#define STREAM_MAX 64

static void
plan_stream(struct poll_shop *s, const struct endpoint *q)
{
	struct str name = STR_MAX(STREAM_MAX);
	char since[CLOCK_TEXT];
	struct pass pass;

	session_stream(&s->poll->rule, q, &name);
	pass_open(&pass, &s->poll->rule.pass, s->session.port.cursor(s, str_text(&name)), clock_now());
	fprintf(stderr, "store %s: %s since %s", s->store->slug, str_text(&name),
	    clock_print(pass.since, since));
	if (pass.resumed)
		fprintf(stderr, ", %lld pages have been read", (long long)pass.pages);
	fputc('\n', stderr);
	str_free(&name);
	pass_close(&pass);
}

static void
plan_streams(struct poll_shop *s)
{
	const struct platform_api *api = s->platform->api;
	size_t i;

	for (i = 0; i < api->count; i++)
		if (session_reads(&s->poll->rule, &api->endpoints[i]))
			plan_stream(s, &api->endpoints[i]);
	if (s->session.fetches.n)
		fprintf(stderr, "store %s: %zu objects named by webhooks\n", s->store->slug,
		    s->session.fetches.n);
	s->poll->succeeded++;
}

/* As in a real run, a store whose credentials cannot be decrypted does not stop the others. */
static bool
plan_shop(struct poll_shop *s, struct err *e)
{
	struct err why = { 0 };

	if (poll_shop_open(s, &why))
		plan_streams(s);
	else if (why.kind == ERR_CONFIG)
		poll_shop_failed(s, &why);
	else
		*e = why;
	poll_shop_close(s);
	return e->kind == ERR_NONE;
}

bool
poll_plan(struct poll *p, struct err *e)
{
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < p->n; i++)
		ok = plan_shop(&p->shop[i], e);
	return ok;
}
