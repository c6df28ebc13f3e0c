/* hooks_warn.c: warn when installed webhooks may not arrive. */
#include "base/log.h"
#include "base/mem.h"
#include "report/health.h"
#include "hooks.h"
#include "query.h"

struct silence {
	const struct store *store;
	crt_time now;
	struct err *why;
};

static bool
silence_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	const struct silence *s = arg;
	const crt_time *seen = s->store->hook_seen == DB_NO_TIME ? NULL : &s->store->hook_seen;
	struct health_check c;

	health_hooks(&c, seen, db_int(row, SQL_HOOK_MISSED_MISSED), db_time(row, SQL_HOOK_MISSED_FIRST),
	    s->now);
	if (c.state == HEALTH_OK)
		return true;
	err_set(s->why, ERR_UNAVAILABLE, "%s", c.what);
	err_hint(s->why, "see their address with: crt-sync hooks check %.64s; requests to it must reach"
	    " crt-ingest serve", s->store->slug);
	return true;
}

bool
hooks_silent(struct store_request *v, struct err *why, struct err *e)
{
	struct silence s = { v->store, clock_now(), why };
	struct str one = STR_MAX(sizeof v->store->id_text + 2);
	char now[CLOCK_TEXT];
	const char *params[2];
	bool ok;

	str_printf(&one, "{%s}", v->store->id_text);
	params[0] = str_text(&one);
	params[1] = clock_print(s.now, now);
	ok = db_each(v->all->run.db, sql_hook_missed, COUNT(params), params, silence_row, &s, e);
	str_free(&one);
	return ok;
}

static void
hooks_warn_add(struct hooks_shop *s, const struct err *why)
{
	if (why->kind != ERR_NONE && s->warnings < HOOKS_WARNINGS_MAX)
		s->warning[s->warnings++] = *why;
}

void
hooks_warn_address(struct store_request *v)
{
	struct hooks_shop *s = v->own;
	struct err why = { 0 };

	if (s->hooks->takes && !s->hooks->takes(&v->shop, s->address, &why))
		hooks_warn_add(s, &why);
}

const struct shop_check *
hooks_warn_check(const struct store_request *v)
{
	struct hooks_shop *s = v->own;

	while (s->check < v->api->nchecks && !v->api->checks[s->check].hooks)
		s->check++;
	return s->verb == HOOKS_CHECK && s->check < v->api->nchecks ? &v->api->checks[s->check] : NULL;
}

void
hooks_warn_handle(struct store_request *v, const struct http_response *a)
{
	struct hooks_shop *s = v->own;
	const struct shop_check *c = &v->api->checks[s->check];
	struct err why = { 0 };

	if (!c->response(c, &v->shop, v->status, a, &why))
		hooks_warn_add(s, &why);
	s->check++;
}

bool
hooks_warn_silent(struct store_request *v, struct err *e)
{
	struct hooks_shop *s = v->own;
	struct err why = { 0 };
	size_t i;

	for (i = 0; i < s->n && s->list[i].is != HOOK_FINE; i++)
		;
	if (i == s->n)
		return true;
	if (!hooks_silent(v, &why, e))
		return false;
	hooks_warn_add(s, &why);
	return true;
}

void
hooks_warn_none(const struct store_requests *all, bool named)
{
	size_t i;

	for (i = 0; named && i < all->n; i++) {
		const struct store_request *v = &all->list[i];

		if (v->api == NULL || v->api->hooks == NULL)
			log_line(LOG_WARN, v->store->slug, "crt cannot manage webhooks of the platform %s",
			    v->store->platform);
	}
}
