/* receive.c: verify the signature of a delivery, and queue it. */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "net/http.h"
#include "routes.h"

#define URL_MAX 8192		/* bytes of a webhook's address with its query */
#define ENVELOPE_MAX ((size_t)64 * 1024 * 1024)	/* far above the limit of a body */

bool
serve_has_room(const struct serve *d, const struct serve_store *s, struct web_response *a)
{
	if (atomic_load(&s->count->waiting) < (size_t)d->set->max_pending)
		return true;
	serve_set_response(a, 429, "too many at once");
	return false;
}

/* False: *a is sent at once. */
static bool
receive_queue(struct serve *d, const struct serve_case *c, const struct serve_store *s,
    uint64_t version, struct web_response *a)
{
	struct str text = STR_MAX(ENVELOPE_MAX);

	if (!serve_has_room(d, s, a))
		return false;
	serve_envelope(&text, c->headers, c->received, c->request);
	if (str_full(&text)) {
		str_free(&text);
		serve_set_response(a, 413, "too large");
		return false;
	}
	serve_queue_put(&d->queue, delivery_new(c->request, s, platform_sender(c->to.platform),
	    version, c->headers, c->received, &text));
	return true;
}

struct checked {
	struct serve_table *table;
	const struct serve_store *store;		/* NULL: this platform has no such store */
	enum proof proof;
};

/* Twilio signs the address as well; behind a proxy only the store's setting knows it. */
static void
receive_url(const struct serve_case *c, const struct serve_store *s)
{
	struct str url = STR_MAX(URL_MAX);

	if (s && s->hooks_url)
		http_base(&url, s->hooks_url);
	if (url.len)
		str_printf(&url, "/hooks/%s/%s%s%s", c->to.platform, c->to.store,
		    *c->request->query ? "?" : "", c->request->query);
	value_set_text(c->headers, PROOF_URL, str_text(&url));
	str_free(&url);
}

/* Verifies against a decoy if the store does not exist: the time must not show which do. */
static struct checked
receive_check(struct serve *d, const struct serve_case *c)
{
	const struct platform *p = platform_sender(c->to.platform);
	const struct platform_delivery one = { NULL, c->headers, c->request->body, c->request->len,
	    c->to.store, c->received, false, false };
	static const char *const none[] = { NULL };
	struct checked l = { .table = serve_stores_use(&d->stores) };
	const char *const *secrets = l.table ? l.table->nobody : none;
	crt_time signed_at;

	l.store = serve_table_find(l.table, c->to.store);
	if (l.store && l.store->platform != p && !p->provider)
		l.store = NULL;
	if (p->provider) {
		secrets = d->signs[p->provider];
		receive_url(c, l.store);
	} else if (l.store)
		secrets = l.store->secret;
	l.proof = p->prove(&one, secrets, c->received, &signed_at);
	return l;
}

/* The text is the same whether or not the store exists, so that nobody learns which do. */
static void
receive_refuse(struct serve *d, const struct checked *l, struct web_response *a)
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
	struct checked l = receive_check(d, c);
	bool genuine = l.store && l.proof == PROOF_GENUINE;
	bool unknown = !genuine && (l.proof == PROOF_WRONG || l.proof == PROOF_GENUINE);
	struct web_response a;

	if (unknown && may_wait && serve_unverified_add(d, c)) {
		serve_table_done(l.table);
		return;
	}
	if (genuine && !platform_sender(c->to.platform)->provider)
		atomic_store(&l.store->count->seen, c->received);
	if (!genuine || !receive_queue(d, c, l.store, l.table->version, &a)) {
		if (!genuine)
			receive_refuse(d, &l, &a);
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
