/* store_request.c: send a few requests to each of many stores over one HTTP client. */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "crypto/hash.h"
#include "platform/credential.h"
#include "platform/backoff.h"
#include "poll/page.h"
#include "store_request.h"

bool
store_requests_open(struct store_requests *all, const struct sync *set, char **slugs, struct err *e)
{
	struct http_settings http = { (int)set->parallel, set->timeout, set->ca_file };
	struct option_list names = { NULL, 0 };
	struct stores *stores = &all->run.stores;
	size_t i;
	bool ok;

	*all = (struct store_requests){ .set = set };
	for (; slugs[names.n]; names.n++) {
		names.item = mem_more(names.item, names.n, sizeof *names.item);
		names.item[names.n] = slugs[names.n];
	}
	ok = run_open(&all->run, &set->common, "crt-sync", RUN_KEYS, e)
	    && stores_open(stores, all->run.db, names.n ? &names : &set->common.stores,
	    STORES_PAUSED, e)
	    && http_open(&all->http, &http, e);
	free(names.item);
	if (!ok)
		return false;
	all->n = stores->n;
	all->list = mem_get((all->n + 1) * sizeof *all->list);
	for (i = 0; i < all->n; i++) {
		struct store_request *v = &all->list[i];
		const struct platform *p = platform_find(stores->list[i].platform);

		*v = (struct store_request){ .all = all, .store = &stores->list[i],
		    .api = p ? p->api : NULL, .url = STR_MAX(HTTP_URL_MAX) };
		shop_open(&v->shop, p, v->store);
	}
	return true;
}

static void
store_request_forget(struct store_request *v)
{
	secrets_close(&v->store_secrets);
	shop_close(&v->shop);
	str_wipe(&v->url);
}

bool
store_requests_close(struct store_requests *all, bool ok, struct err *e)
{
	size_t i;

	http_close(all->http);
	for (i = 0; i < all->n; i++)
		store_request_forget(&all->list[i]);
	free(all->list);
	return run_close(&all->run, ok, e);
}

static void
store_request_end(struct store_request *v, enum store_request_fate fate)
{
	v->fate = fate;
	v->all->active--;
	store_request_forget(v);
}

static void
store_request_fail(struct store_request *v, const struct err *why)
{
	v->why = *why;
	store_request_end(v, why->kind == ERR_AGAIN ? STORE_REQUEST_UNREACHABLE
	    : STORE_REQUEST_REFUSED);
}

/* Sets the wait to the requested one, else to the back-off; false: give up. */
static bool
store_request_again(struct store_request *v, crt_time requested, crt_time *wait)
{
	uint32_t chance;

	hash_random(&chance, sizeof chance);
	*wait = requested ? requested : backoff_try(++v->tries, chance);
	v->tries += requested > 0;
	return v->tries < STORE_REQUEST_TRIES && *wait <= STORE_REQUEST_WAIT_MAX;
}

static bool
store_request_understand(struct store_request *v, const struct http_response *a, struct err *e)
{
	if (!v->logging)
		return v->all->response(v, a, e);
	v->logging = false;
	return v->api->response_login(&v->shop, a, clock_now(), e);
}

static void store_request_start(struct store_request *, crt_time wait);

static void
store_request_done(void *arg, const struct http_response *a, const struct err *none)
{
	struct store_request *v = arg;
	struct err why = { 0 };
	crt_time wait = 0;
	bool ok, later = false;

	v->status = a ? a->status : 0;
	if (a == NULL) {
		ok = store_request_none(v, none, &why);
		later = why.kind == ERR_AGAIN && store_request_again(v, 0, &wait);
	} else if (backoff_fate_of(a) == BACKOFF_AGAIN) {
		ok = err_set(&why, ERR_AGAIN, "status %d: not now", a->status);
		page_instead(a, str_text(&v->url), &why);
		later = store_request_again(v, backoff_requested(a, clock_now()), &wait);
	} else {
		wait = v->api->pace ? v->api->pace(a) : 0;
		ok = a->status >= 200 && a->status < 300 ? store_request_understand(v, a, &why)
		    : store_request_status(v, a, &why);
		if (!ok && why.kind == ERR_INPUT)
			page_instead(a, str_text(&v->url), &why);
		later = !ok && why.kind == ERR_AGAIN && store_request_again(v, wait, &wait);
	}
	if (later) {
		log_line(LOG_INFO, v->store->slug, "%s; next attempt in %.1f s", why.text,
		    (double)wait / CLOCK_SECOND);
		store_request_start(v, wait);
	} else if (ok || (v->all->survive && v->all->survive(v, &why))) {
		v->tries = 0;
		store_request_start(v, wait < STORE_REQUEST_WAIT_MAX ? wait : STORE_REQUEST_WAIT_MAX);
	} else {
		store_request_fail(v, &why);
	}
}

static bool
store_request(struct store_request *v, bool *more, struct http_request *r, struct err *e)
{
	*more = true;
	v->logging = v->api->request_login && !v->open && v->shop.token_until <= clock_now();
	if (v->logging) {
		if (!v->api->request_login(&v->shop, r, e) || r->url.len)
			return e->kind == ERR_NONE;
		http_request_free(r);		/* an empty URL: these credentials need no log-in */
		v->logging = false;
		v->open = true;
	}
	return v->all->request(v, more, r, e);
}

/* The verb's state advances only with a response, so a retry sends the same request. */
static void
store_request_start(struct store_request *v, crt_time wait)
{
	struct http_request r = { 0 };
	struct err e = { 0 };
	bool more = false;
	bool ok = store_request(v, &more, &r, &e);

	str_cut(&v->url, 0);
	str_puts(&v->url, r.url.data ? str_text(&r.url) : "");
	if (ok && more)
		ok = http_start(v->all->http, &r, wait ? clock_steady() + wait : 0, store_request_done, v,
		    &e);
	http_request_free(&r);
	if (!ok)
		store_request_fail(v, &e);
	else if (!more)
		store_request_end(v, STORE_REQUEST_SUCCEEDED);
}

/* Opens the store's secrets and sends the first request. */
static bool
store_request_begin(struct store_request *v, struct err *e)
{
	struct err why = { 0 };
	bool ok;

	v->all->active++;
	if (v->store->paused) {
		err_set(&v->why, ERR_NONE, "the store is paused: it is not polled and sends no messages");
		err_hint(&v->why, STORE_RESUME, v->store->slug);
	}
	if (v->api == NULL) {
		err_set(&v->why, ERR_NONE, "crt cannot poll the platform %s", v->store->platform);
		store_request_end(v, STORE_REQUEST_NOTHING);
		return true;
	}
	ok = secrets_read(&v->store_secrets, v->all->run.db, v->all->run.ring, v->store->id_text,
	    clock_now(), &why);
	if (!ok && why.kind != ERR_CONFIG) {
		*e = why;
		return false;
	}
	v->shop.credentials = v->store_secrets.credentials;
	if (ok && credentials_whole(v->store->platform, v->store->slug, v->store_secrets.credentials,
	    &why))
		store_request_start(v, 0);
	else
		store_request_fail(v, &why);
	return true;
}

bool
store_requests_run(struct store_requests *all, struct err *e)
{
	size_t left;

	for (;;) {
		if (!stop_check(e))
			return false;
		while (all->next < all->n && all->active < STORE_REQUEST_ACTIVE_MAX)
			if (!store_request_begin(&all->list[all->next++], e))
				return false;
		if (all->active == 0 && all->next == all->n)
			return true;
		if (!http_drive(all->http, CLOCK_SECOND, &left, e))
			return false;
	}
}

bool
store_requests_verdict(const struct store_requests *all, struct err *e)
{
	size_t i, unreachable = 0, refused = 0;

	for (i = 0; i < all->n; i++) {
		unreachable += all->list[i].fate == STORE_REQUEST_UNREACHABLE;
		refused += all->list[i].fate == STORE_REQUEST_REFUSED;
	}
	if (refused)
		return err_set(e, ERR_UNAVAILABLE, "%zu of %zu stores refused or cannot be polled", refused,
		    all->n);
	return unreachable == 0 || err_set(e, ERR_AGAIN, "%zu of %zu stores could not be"
	    " reached", unreachable, all->n);
}
