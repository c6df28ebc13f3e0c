/* session_response.c: handle a store's response to the last request. */
#include <string.h>

#include "base/log.h"
#include "crypto/hash.h"
#include "platform/credential.h"
#include "platform/backoff.h"
#include "poll/page.h"
#include "poll/session_parts.h"

#define NAMES_MAX 200		/* bytes of the list of credential names */

static const char *
session_response_requested(const struct session *t)
{
	return t->requested ? t->requested->name : "log-in";
}

/* Whether this run already passed on this record. Sets fresh if it is new in this pass. */
static bool
session_response_reported(struct session *t, const char *id, size_t n)
{
	unsigned char key[HASH_BYTES];
	void **place;
	bool before;

	hash_sha256(key, id, n);
	t->any = true;
	if (t->nreported == SESSION_SEEN_MAX && map_get(&t->reported, key) == NULL) {
		t->fresh = true;
		return false;
	}
	place = map_put(&t->reported, &t->arena, key);
	before = *place != NULL;
	t->fresh |= *place != t->mark;
	t->nreported += !before;
	*place = t->mark;
	return before;
}

bool
session_record(void *arg, json_t *v, const char *line, size_t n, struct err *e)
{
	struct session *t = arg;
	const char *id;
	size_t len;

	if (!value_span(line, n, "id", &id, &len))
		return err_set(e, ERR_BUG, "an adapter made a record without an id");
	if (session_response_reported(t, id, len))
		return true;
	t->count.records++;
	if (t->port.record(t->port.arg, v, line, n, e))
		return true;
	t->broken = true;
	return false;
}

/* An unreadable order may belong to anyone, so the stream is not complete. */
static bool
session_response_reject(void *arg, const struct platform_delivery *d, bool order,
    const struct err *why, bool *resolved, struct err *e)
{
	struct session *t = arg;

	if (t->port.reject && !t->port.reject(t->port.arg, d, order, why, resolved, e)) {
		t->broken = true;
		return false;
	}
	if (order && !*resolved)
		t->pass.incomplete = true;
	return true;
}

/* Repeats the request later, or fails after the last attempt. */
static bool
session_response_again(struct session *t, crt_time request, const char *why, struct err *e)
{
	uint32_t chance;

	t->count.again++;
	if (++t->tries >= t->rule->tries)
		return err_set(e, ERR_AGAIN, "%s: %s, %d times", session_response_requested(t), why,
		    t->tries);
	if (request > BACKOFF_WAIT_MAX) {
		t->retry_after = request;
		return err_set(e, ERR_AGAIN, "%s: %s, and Retry-After is %lld s",
		    session_response_requested(t), why, (long long)(request / CLOCK_SECOND));
	}
	hash_random(&chance, sizeof chance);
	t->wait = request ? request : backoff_try(t->tries, chance);
	log_line(LOG_DEBUG, t->shop->slug, "%s: %s; next attempt in %lld"
	    " ms", session_response_requested(t),
	    why, (long long)(t->wait / 1000));
	return true;
}

/* Skips an object that cannot be fetched. Its page counts as read, but the orders are not
   current. */
static bool
session_reject(struct session *t, crt_time now, const struct err *why, struct err *e)
{
	struct session_want *w = &t->queue.list[t->queue.at++];

	log_line(LOG_WARN, t->shop->slug, "%s %.64s: %s", w->endpoint->name, str_text(&w->id),
	    why->text);
	t->count.refused++;
	if (++t->skipped > SESSION_REFUSED_MAX)
		return err_set(e, ERR_UNAVAILABLE, "more than %d objects cannot be fetched, the last: %s",
		    SESSION_REFUSED_MAX, why->text);
	t->tries = 0;
	t->pass.incomplete = true;
	t->fetch_failed = true;
	if (t->unit == SESSION_PAGE
	    && !session_fetch_line(t, w->endpoint->name, str_text(&w->id), 0, now, e))
		return false;
	return t->queue.at < t->queue.n || session_unit_end(t, now, e);
}

/* Handles an error that repeating the request would not fix. */
static bool
session_response_refuse(struct session *t, crt_time now, const struct err *why, struct err *e)
{
	if (t->requested && !t->requested->stream)
		return session_reject(t, now, why, e);
	if (t->requested && t->pass.resumed) {
		log_line(LOG_WARN, t->shop->slug, "%s: %s; the pass starts again",
		    session_response_requested(t), why->text);
		t->tries = 0;
		t->unit = SESSION_IDLE;
		return session_restart(t, now, e);
	}
	return err_set(e, why->kind == ERR_AGAIN ? ERR_UNAVAILABLE : why->kind, "%s: %s",
	    session_response_requested(t), why->text);
}

/* Some platforms use this status also for a missing permission, so their explanation is quoted. */
static bool
session_response_deny(const struct session *t, const struct http_response *a, struct err *e)
{
	struct str names = STR_MAX(NAMES_MAX);
	struct err why = { 0 };
	bool explained = t->requested && !shop_explain(t->api, a, &why) && why.kind == ERR_DENIED;

	credentials_names(t->shop->credentials, ", ", &names);
	err_set(e, ERR_DENIED, "%s: status %d: the platform rejected the credentials (%s)%s%s",
	    session_response_requested(t), a->status, str_text(&names), explained ? ": " : "",
	    explained ? why.text : "");
	str_free(&names);
	return err_hint(e, "if they are no longer valid, run: crt-sync store set %s"
	    " --credentials FILE", t->shop->slug);
}

/* Logs in once more, in case the token expired early. */
static bool
not_logged_in(struct session *t, const struct http_response *a, struct err *e)
{
	if (t->requested == NULL || t->api->request_login == NULL || t->logged || t->relogged)
		return session_response_deny(t, a, e);
	str_wipe(&t->shop->token);
	t->relogged = true;
	t->wait = 0;
	return true;
}

static bool
response_login(struct session *t, crt_time now, const struct http_response *a, struct err *e)
{
	struct err why = { 0 };

	if (!t->api->response_login(t->shop, a, now, &why)) {
		if (why.kind == ERR_INPUT)
			page_instead(a, str_text(&t->url), &why);
		return why.kind == ERR_AGAIN ? session_response_again(t, 0, why.text, e)
		    : session_response_refuse(t, now, &why, e);
	}
	if (t->shop->token.len == 0 || t->shop->token_until <= now + SESSION_TOKEN_LEFT)
		return err_set(e, ERR_UNAVAILABLE, "log-in: the token expires before it can be used");
	t->tries = 0;
	return true;
}

static bool
queue_next_fetch(struct session *t, const struct response *h, struct err *e)
{
	size_t i;

	for (i = 0; i < h->wants; i++) {
		const struct shop_want *w = &h->want[i];
		const struct endpoint *q = endpoint_find(t->api, w->endpoint);

		if (q == NULL || q->stream)
			return err_set(e, ERR_BUG, "an adapter needs \"%s\", which its platform does not have",
			    w->endpoint);
		if (!session_enqueue(&t->queue, q, str_text(&w->id), str_text(&w->state), 0))
			return err_set(e, ERR_UNAVAILABLE, "a page leads to more than %d fetches",
			    SESSION_QUEUE_MAX);
	}
	return true;
}

static bool
session_response_page(struct session *t, crt_time now, const struct response *h, struct err *e)
{
	struct err why = { 0 };

	if (!pass_page(&t->pass, h, t->fresh || !t->any, &t->complete, &why))
		return session_response_refuse(t, now, &why, e);
	t->count.pages++;
	return queue_next_fetch(t, h, e) && (t->queue.n > 0 || session_unit_end(t, now, e));
}

static bool
session_response_fetched(struct session *t, crt_time now, const struct response *h, struct err *e)
{
	t->queue.at++;
	return queue_next_fetch(t, h, e) && (t->queue.at < t->queue.n || session_unit_end(t, now, e));
}

/* Logs what the adapter left out of a readable response. */
static void
session_response_note(struct session *t, const struct response *h)
{
	if (h->refused)
		log_line(LOG_WARN, t->shop->slug, "%s: %zu of %zu left out: %s",
		    session_response_requested(t), h->refused, h->items, h->why.text);
	t->count.refused += (int64_t)h->refused;
}

static bool
session_response_handle(struct session *t, crt_time now, const struct http_response *a,
    struct err *e)
{
	struct response h = { .record = session_record, .reject = session_response_reject, .arg = t,
	    .next = STR_MAX(SHOP_PAGE_MAX) };
	crt_time pace = t->api->pace ? t->api->pace(a) : 0;
	struct err why = { 0 };
	bool ok;

	t->any = t->fresh = false;
	ok = t->requested->response(t->shop, &t->request, a, &h, &why);
	if (ok) {
		t->tries = 0;
		t->relogged = false;
		t->wait = pace < BACKOFF_WAIT_MAX ? pace : BACKOFF_WAIT_MAX;
		session_response_note(t, &h);
		ok = t->requested->stream ? session_response_page(t, now, &h, e)
		    : session_response_fetched(t, now, &h, e);
	} else if (!t->broken && (why.kind == ERR_AGAIN || (why.kind == ERR_INPUT
	    && page_instead(a, str_text(&t->url), &why)))) {
		ok = session_response_again(t, pace, why.text, e);
	} else if (!t->broken && why.kind != ERR_DENIED) {
		ok = session_response_refuse(t, now, &why, e);
	} else {
		*e = why;
		err_in(e, "%s", session_response_requested(t));
	}
	response_close(&h);
	return ok;
}

/* An object that is broken in the shop fails at every request and must not block the others. */
static bool
session_response_breaks(const struct session *t, const struct http_response *a)
{
	int tries = t->tries + 1;

	return a->status == 500 && t->requested && !t->requested->stream
	    && (tries >= SESSION_BROKEN_TRIES || tries >= t->rule->tries);
}

static bool
response_bad(struct session *t, crt_time now, const struct http_response *a, enum backoff_fate fate,
    struct err *e)
{
	crt_time pace = t->api->pace ? t->api->pace(a) : 0, request = backoff_requested(a, now);
	struct err why = { 0 };

	if (fate == BACKOFF_LOGIN || (t->requested == NULL && fate != BACKOFF_AGAIN))
		return not_logged_in(t, a, e);
	if (t->requested == NULL || shop_explain(t->api, a, &why))
		shop_status(a, &why);
	if (fate == BACKOFF_AGAIN && why.kind != ERR_DENIED)
		page_instead(a, str_text(&t->url), &why);
	if (fate == BACKOFF_AGAIN && !session_response_breaks(t, a))
		return session_response_again(t, request > pace ? request : pace, why.text, e);
	if (why.kind != ERR_DENIED)
		return session_response_refuse(t, now, &why, e);
	*e = why;
	err_in(e, "%s", session_response_requested(t));
	return err_hint(e, "to check the credentials, run: crt-sync store test");
}

bool
session_response(struct session *t, crt_time now, const struct http_response *a,
    const struct err *why, struct err *e)
{
	enum backoff_fate fate;

	t->wait = 0;
	if (a == NULL)
		return why->kind == ERR_AGAIN ? session_response_again(t, 0, why->text, e)
		    : session_response_refuse(t, now, why, e);
	fate = backoff_fate_of(a);
	if (t->requested == NULL && fate == BACKOFF_GOOD)
		return response_login(t, now, a, e);
	if (t->requested && (fate == BACKOFF_GOOD || (fate == BACKOFF_GONE && !t->requested->stream)))
		return session_response_handle(t, now, a, e);
	return response_bad(t, now, a, fate, e);
}
