/* hooks_warn.c: why webhooks may not come although they are installed. */
#include "base/mem.h"
#include "hooks.h"

bool
hooks_never(const struct store *s, struct err *e)
{
	err_set(e, ERR_UNAVAILABLE, "no webhook of the shop has ever arrived");
	return err_hint(e, "crt-sync hooks check %.64s shows their address, where crt-ingest serve must"
	    " answer", s->slug);
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
hooks_warn_hear(struct store_request *v, const struct http_response *a)
{
	struct hooks_shop *s = v->own;
	const struct shop_check *c = &v->api->checks[s->check];
	struct err why = { 0 };

	if (!c->response(c, &v->shop, v->status, a, &why))
		hooks_warn_add(s, &why);
	s->check++;
}

void
hooks_warn_never(struct store_request *v)
{
	struct hooks_shop *s = v->own;
	struct err why = { 0 };
	size_t i;

	for (i = 0; i < s->n && s->list[i].is != HOOK_FINE; i++)
		;
	if (i < s->n && v->store->hook_seen == DB_NO_TIME && !hooks_never(v->store, &why))
		hooks_warn_add(s, &why);
}
