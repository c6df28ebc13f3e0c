/* receive.c: a delivery proves that its store's platform sent it, and is queued. */
#include <stdlib.h>

#include "base/log.h"
#include "serve.h"

#define ENVELOPE_MAX ((size_t)64 * 1024 * 1024)	/* the body's limit is far below */

/* False: it is answered at once.  One store that sends a lot does not take all of what may
   wait. */
static bool
keep(struct serve *d, struct web_request *r, const struct serve_store *s, json_t *headers,
    crt_time now, uint64_t version, struct web_response *a)
{
	struct str text = STR_MAX(ENVELOPE_MAX);

	if (atomic_load(&s->count->waiting) >= (size_t)d->set->max_pending) {
		serve_set_response(a, 429, "too many at once");
		return false;
	}
	serve_envelope(&text, headers, now, r);
	if (str_full(&text)) {
		str_free(&text);
		serve_set_response(a, 413, "too large");
		return false;
	}
	serve_queue_put(&d->queue, delivery_new(r, s, version, headers, now, &text));
	return true;
}

struct looking {
	struct serve_table *table;
	const struct serve_store *store;		/* NULL: there is none for this platform */
	enum proof proof;
};

/* Where there is no store it is asked all the same, and takes as long. */
static struct looking
look(struct serve *d, const struct serve_case *c)
{
	const struct platform *p = platform_find(c->to.platform);
	const struct platform_delivery one = { NULL, c->headers, c->request->body, c->request->len,
	    c->to.store, c->received, false, false };
	static const char *const none[] = { NULL };
	struct looking l = { .table = serve_stores_use(&d->stores) };
	const char *const *secrets = l.table ? l.table->nobody : none;
	crt_time signed_at;

	l.store = serve_table_find(l.table, c->to.store);
	if (l.store && l.store->platform != p)
		l.store = NULL;
	if (l.store)
		secrets = l.store->secret;
	l.proof = p->prove(&one, secrets, c->received, &signed_at);
	return l;
}

/* The same words whether there is such a store or not: nobody learns that here. */
static void
refuse(struct serve *d, const struct looking *l, struct web_response *a)
{
	if (l->proof == PROOF_PING)
		serve_set_response(a, 200, "a ping");
	else if (l->table == NULL || (l->proof == PROOF_WRONG && !serve_stores_fresh(&d->stores)))
		serve_set_response(a, 503, "the stores are not known while the database is down");
	else if (l->proof == PROOF_MISSING)
		serve_set_response(a, 401, "there is no signature");
	else if (l->proof == PROOF_STALE)
		serve_set_response(a, 401, "the signature is too old");
	else
		serve_set_response(a, 401, "the signature is wrong");
	if (l->store && a->status == 401)
		atomic_fetch_add(&l->store->count->refused, 1);
}

void
serve_verify(struct serve *d, const struct serve_case *c, bool may_wait)
{
	struct looking l = look(d, c);
	bool genuine = l.store && l.proof == PROOF_GENUINE;
	bool unknown = !genuine && (l.proof == PROOF_WRONG || l.proof == PROOF_GENUINE);
	struct web_response a;

	if (unknown && may_wait && serve_unverified_add(d, c)) {
		serve_table_done(l.table);
		return;
	}
	if (genuine)
		atomic_store(&l.store->count->seen, c->received);
	if (!genuine || !keep(d, c->request, l.store, c->headers, c->received, l.table->version, &a)) {
		if (!genuine)
			refuse(d, &l, &a);
		log_line(LOG_INFO, c->to.store, "%d %s", a.status, a.text);
		web_respond(c->request, &a);
	}
	serve_table_done(l.table);
	value_free(c->headers);
}

void
route_receive(struct serve *d, struct web_request *r, const struct serve_target *to)
{
	const struct serve_case c = { r, *to, serve_headers(r), clock_now() };

	serve_verify(d, &c, true);
}
