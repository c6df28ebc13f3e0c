/* session_response.c: what an answer of a store means for what is asked of it. */
#include <string.h>

#include "base/log.h"
#include "crypto/hash.h"
#include "platform/credential.h"
#include "platform/later.h"
#include "poll/page.h"
#include "poll/session_parts.h"

#define NAMES_MAX 200		/* bytes of the credentials' names */

static const char *
asked_for(const struct talk *t)
{
	return t->asking ? t->asking->name : "log-in";
}

/* Has this record been told in this run?  And was it in this pass before? */
static bool
told(struct talk *t, const char *id, size_t n)
{
	unsigned char key[HASH_BYTES];
	void **place, *pass = (void *)t->passes;
	bool before;

	hash_sha256(key, id, n);
	t->any = true;
	if (t->ntold == TALK_TOLD_MAX && map_get(&t->told, key) == NULL) {
		t->fresh = true;
		return false;
	}
	place = map_put(&t->told, &t->arena, key);
	before = *place != NULL;
	t->fresh |= *place != pass;
	t->ntold += !before;
	*place = pass;
	return before;
}

bool
talk_record(void *arg, const char *line, size_t n, struct err *e)
{
	struct talk *t = arg;
	const char *id;
	size_t len;

	if (!value_span(line, n, "id", &id, &len))
		return err_set(e, ERR_BUG, "an adapter made a record without an id");
	if (told(t, id, len))
		return true;
	t->count.records++;
	if (t->port.record(t->port.arg, line, n, e))
		return true;
	t->broken = true;
	return false;
}

/* An order that nobody understood may be anybody's: the orders have not all been seen. */
static bool
reject(void *arg, const struct platform_delivery *d, bool order, const struct err *why,
    bool *resolved, struct err *e)
{
	struct talk *t = arg;

	if (t->port.reject && !t->port.reject(t->port.arg, d, order, why, resolved, e)) {
		t->broken = true;
		return false;
	}
	if (order && !*resolved)
		t->pass.doubt = true;
	return true;
}

/* The same request again, later; or it is enough. */
static bool
again(struct talk *t, crt_time asked, const char *why, struct err *e)
{
	uint32_t chance;

	t->count.again++;
	if (++t->tries >= t->rule->tries)
		return err_set(e, ERR_AGAIN, "%s: %s, %d times", asked_for(t), why, t->tries);
	if (asked > LATER_WAIT_MAX) {
		t->rest = asked;
		return err_set(e, ERR_AGAIN, "%s: %s, and to be left alone for %lld s", asked_for(t), why,
		    (long long)(asked / CLOCK_SECOND));
	}
	hash_random(&chance, sizeof chance);
	t->wait = asked ? asked : later_backoff(t->tries, chance);
	log_say(LOG_DEBUG, t->shop->slug, "%s: %s; again in %lld ms", asked_for(t), why,
	    (long long)(t->wait / 1000));
	return true;
}

/* A thing that cannot be had is put aside: its page counts as read, orders not as fresh. */
static bool
put_aside(struct talk *t, crt_time now, const struct err *why, struct err *e)
{
	struct talk_want *w = &t->queue.list[t->queue.at++];

	log_say(LOG_WARN, t->shop->slug, "%s %.64s: %s", w->question->name, str_text(&w->id),
	    why->text);
	t->count.refused++;
	if (++t->aside > TALK_REFUSED_MAX)
		return err_set(e, ERR_UNAVAILABLE, "more than %d things cannot be had, the last: %s",
		    TALK_REFUSED_MAX, why->text);
	t->tries = 0;
	t->pass.doubt = true;
	t->spoilt = true;
	if (t->unit == TALK_PAGE
	    && !talk_fetch(t, w->question->name, str_text(&w->id), 0, now, e))
		return false;
	return t->queue.at < t->queue.n || talk_unit_end(t, now, e);
}

/* What will not get better by asking again. */
static bool
refuse(struct talk *t, crt_time now, const struct err *why, struct err *e)
{
	if (t->asking && !t->asking->stream)
		return put_aside(t, now, why, e);
	if (t->asking && t->pass.resumed) {
		log_say(LOG_WARN, t->shop->slug, "%s: %s; the pass begins anew", asked_for(t), why->text);
		t->tries = 0;
		t->unit = TALK_IDLE;
		return talk_restart(t, now, e);
	}
	return err_set(e, why->kind == ERR_AGAIN ? ERR_UNAVAILABLE : why->kind, "%s: %s",
	    asked_for(t), why->text);
}

/* Some platforms say so too when only a right is missing: what they name is told. */
static bool
deny(const struct talk *t, const struct http_answer *a, struct err *e)
{
	struct str names = STR_MAX(NAMES_MAX);
	struct err why = { 0 };
	bool said = t->asking && !shop_explain(t->api, a, &why) && why.kind == ERR_DENIED;

	credentials_names(t->shop->credentials, ", ", &names);
	err_set(e, ERR_DENIED, "%s: status %d: the platform does not take the credentials (%s)%s%s",
	    asked_for(t), a->status, str_text(&names), said ? ": " : "", said ? why.text : "");
	str_free(&names);
	return err_hint(e, "if they are not in force there any more: crt-sync store set %s"
	    " --credentials FILE", t->shop->slug);
}

/* Once with a new log-in, in case the old one has ended before its time. */
static bool
not_logged_in(struct talk *t, const struct http_answer *a, struct err *e)
{
	if (t->asking == NULL || t->api->ask_login == NULL || t->logged || t->relogged)
		return deny(t, a, e);
	str_wipe(&t->shop->token);
	t->relogged = true;
	t->wait = 0;
	return true;
}

static bool
hear_login(struct talk *t, crt_time now, const struct http_answer *a, struct err *e)
{
	struct err why = { 0 };

	if (!t->api->hear_login(t->shop, a, now, &why)) {
		if (why.kind == ERR_INPUT)
			page_instead(a, str_text(&t->url), &why);
		return why.kind == ERR_AGAIN ? again(t, 0, why.text, e) : refuse(t, now, &why, e);
	}
	if (t->shop->token.len == 0 || t->shop->token_until <= now + TALK_TOKEN_LEFT)
		return err_set(e, ERR_UNAVAILABLE, "log-in: the token ends before it can be used");
	t->tries = 0;
	return true;
}

static bool
queue_wants(struct talk *t, const struct heard *h, struct err *e)
{
	size_t i;

	for (i = 0; i < h->wants; i++) {
		const struct shop_want *w = &h->want[i];
		const struct question *q = question_find(t->api, w->question);

		if (q == NULL || q->stream)
			return err_set(e, ERR_BUG, "an adapter wants a \"%s\", which it cannot ask for",
			    w->question);
		if (!talk_enqueue(&t->queue, q, str_text(&w->id), str_text(&w->carry), 0))
			return err_set(e, ERR_UNAVAILABLE, "a page leads to more than %d fetches",
			    TALK_QUEUE_MAX);
	}
	return true;
}

static bool
page_heard(struct talk *t, crt_time now, const struct heard *h, struct err *e)
{
	struct err why = { 0 };

	if (!pass_heard(&t->pass, h, t->fresh || !t->any, &t->complete, &why))
		return refuse(t, now, &why, e);
	t->count.pages++;
	return queue_wants(t, h, e) && (t->queue.n > 0 || talk_unit_end(t, now, e));
}

static bool
fetch_heard(struct talk *t, crt_time now, const struct heard *h, struct err *e)
{
	t->queue.at++;
	return queue_wants(t, h, e) && (t->queue.at < t->queue.n || talk_unit_end(t, now, e));
}

/* What the adapter left out of an answer that it understood. */
static void
note(struct talk *t, const struct heard *h)
{
	if (h->refused)
		log_say(LOG_WARN, t->shop->slug, "%s: %zu of %zu left out: %s", asked_for(t), h->refused,
		    h->items, h->why.text);
	t->count.refused += (int64_t)h->refused;
}

static bool
hear(struct talk *t, crt_time now, const struct http_answer *a, struct err *e)
{
	struct heard h = { .record = talk_record, .reject = reject, .arg = t,
	    .next = STR_MAX(SHOP_PAGE_MAX) };
	crt_time pace = t->api->pace ? t->api->pace(a) : 0;
	struct err why = { 0 };
	bool ok;

	t->any = t->fresh = false;
	ok = t->asking->hear(t->shop, &t->asked, a, &h, &why);
	if (ok) {
		t->tries = 0;
		t->relogged = false;
		t->wait = pace < LATER_WAIT_MAX ? pace : LATER_WAIT_MAX;
		note(t, &h);
		ok = t->asking->stream ? page_heard(t, now, &h, e) : fetch_heard(t, now, &h, e);
	} else if (!t->broken && (why.kind == ERR_AGAIN || (why.kind == ERR_INPUT
	    && page_instead(a, str_text(&t->url), &why)))) {
		ok = again(t, pace, why.text, e);
	} else if (!t->broken && why.kind != ERR_DENIED) {
		ok = refuse(t, now, &why, e);
	} else {
		*e = why;
		err_in(e, "%s", asked_for(t));
	}
	heard_close(&h);
	return ok;
}

/* One broken row of a shop fails each time it is asked for: no reason to ask for nothing else. */
static bool
breaks(const struct talk *t, const struct http_answer *a)
{
	int tries = t->tries + 1;

	return a->status == 500 && t->asking && !t->asking->stream
	    && (tries >= TALK_BROKEN_TRIES || tries >= t->rule->tries);
}

static bool
hear_bad(struct talk *t, crt_time now, const struct http_answer *a, enum later_fate fate,
    struct err *e)
{
	crt_time pace = t->api->pace ? t->api->pace(a) : 0, asked = later_asked(a, now);
	struct err why = { 0 };

	if (fate == LATER_LOGIN || (t->asking == NULL && fate != LATER_AGAIN))
		return not_logged_in(t, a, e);
	if (t->asking == NULL || shop_explain(t->api, a, &why))
		shop_status(a, &why);
	if (fate == LATER_AGAIN && why.kind != ERR_DENIED)
		page_instead(a, str_text(&t->url), &why);
	if (fate == LATER_AGAIN && !breaks(t, a))
		return again(t, asked > pace ? asked : pace, why.text, e);
	if (why.kind != ERR_DENIED)
		return refuse(t, now, &why, e);
	*e = why;
	err_in(e, "%s", asked_for(t));
	return err_hint(e, "crt-sync store test tells what the credentials may do");
}

bool
talk_hear(struct talk *t, crt_time now, const struct http_answer *a, const struct err *why,
    struct err *e)
{
	enum later_fate fate;

	t->wait = 0;
	if (a == NULL)
		return why->kind == ERR_AGAIN ? again(t, 0, why->text, e) : refuse(t, now, why, e);
	fate = later_judge(a);
	if (t->asking == NULL && fate == LATER_GOOD)
		return hear_login(t, now, a, e);
	if (t->asking && (fate == LATER_GOOD || (fate == LATER_GONE && !t->asking->stream)))
		return hear(t, now, a, e);
	return hear_bad(t, now, a, fate, e);
}
