/* post.c: send messages as HTTP requests, and interpret the status of each response. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "base/mem.h"
#include "base/stop.h"
#include "channel/post.h"
#include "refusal/relay.h"

#define POST_TEXT_MAX 4096		/* bytes of a provider's response that are compared */
#define POST_LEAST (CLOCK_SECOND / 1000)	/* the shortest time-out; libcurl takes 0 for none */

struct post_slot {
	struct post *post;
	struct channel_message *message;	/* NULL: free */
	bool begun;				/* the provider may have the request */
	bool withheld;				/* it was too late to begin */
};

struct post {
	const struct post_provider *provider;
	void *self;
	struct channel_settings set;
	struct http *http;
	struct post_slot slot[CHANNEL_PARALLEL_MAX];
	size_t in_flight;
	crt_time next;			/* steady: earliest start of the next message, by the rate */
	crt_time paused;		/* steady: the provider limits the rate until then */
	int pauses, broken;		/* in a row */
	struct err why;			/* why the provider cannot be used any more */
};

bool
post_open(struct post **out, const struct post_provider *provider, void *self,
    const struct channel_settings *set, struct err *e)
{
	struct post *p = mem_get(sizeof *p);
	struct http_settings http = { 0 };

	p->provider = provider;
	p->self = self;
	p->set = *set;
	p->set.parallel = set->parallel ? set->parallel : 1;
	p->set.timeout = set->timeout ? set->timeout : CLOCK_MINUTE;
	http.parallel = p->set.parallel;
	http.timeout = p->set.timeout;
	if (http_open(&p->http, &http, e)) {
		*out = p;
		return true;
	}
	free(p);
	return false;
}

/* The result of a message that has no slot, or whose slot is free again. */
static void
post_done(struct post *p, struct channel_message *message, const struct channel_result *r)
{
	p->set.done(p->set.arg, message, r);
}

static void
post_refuse(struct post *p, struct channel_message *message, enum channel_fate fate,
    const char *code, const char *reason)
{
	struct channel_result r = { 0 };

	channel_result_set(&r, fate, code, reason);
	post_done(p, message, &r);
}

static void
post_end(struct post_slot *s, const struct channel_result *r)
{
	struct channel_message *message = s->message;

	s->message = NULL;
	s->post->in_flight--;
	post_done(s->post, message, r);
}

static bool
post_slot_begin(void *arg)
{
	struct post_slot *s = arg;
	const struct channel_settings *set = &s->post->set;
	const crt_time begin_by = s->message->begin_by;

	s->withheld = (begin_by && clock_awake() >= begin_by)
	    || (set->begin && !set->begin(set->arg, s->message));
	s->begun = !s->withheld;
	fault();
	return s->begun;
}

/* Counts a failure of the provider; several in a row mean that it is down. */
static void
post_broken(struct post *p, const char *what)
{
	if (++p->broken < POST_BROKEN_MAX || p->why.kind != ERR_NONE)
		return;
	err_set(&p->why, ERR_AGAIN, "%s failed %d times in a row: %s", p->provider->name,
	    POST_BROKEN_MAX, what);
	err_option(&p->why, p->provider->url_option);
}

/* There was no response. */
static void
post_lost(const struct post_slot *s, const struct err *why, struct channel_result *r)
{
	struct post *p = s->post;

	if (s->withheld) {
		channel_result_set(r, CHANNEL_UNTRIED, "late", "was not handed off");
		return;
	}
	channel_result_set(r, s->begun ? CHANNEL_UNKNOWN : CHANNEL_UNTRIED, "connection", why->text);
	if (why->kind == ERR_AGAIN || s->begun)
		post_broken(p, why->text);
	else if (p->why.kind == ERR_NONE)
		p->why = *why;
}

/* Requests that follow wait until the provider's limit is over. */
static void
post_pause(struct post *p, const struct http_response *a)
{
	crt_time now = clock_steady(), wait = post_limit(a);

	if (now >= p->paused)	/* else a request that was on its way at the same time */
		p->pauses++;
	if (wait == 0)
		wait = p->set.timeout / POST_PAUSES * p->pauses;
	if (now + wait > p->paused)
		p->paused = now + wait;
	if (p->pauses > POST_BROKEN_MAX && p->why.kind == ERR_NONE)
		err_set(&p->why, ERR_AGAIN, "%s limits the rate (HTTP 429)", p->provider->name);
}

/* What the status means for the message, and for the provider. */
static enum channel_fate
post_fate(struct post *p, const struct http_response *a)
{
	struct err why = { 0 };

	if (a->status == 429) {
		post_pause(p, a);
		return CHANNEL_UNTRIED;
	}
	if (!(p->provider->admits ? p->provider->admits(p->self, a, &why)
	    : post_admits(p->provider, a->status, &why))) {
		p->why = p->why.kind == ERR_NONE ? why : p->why;
		return CHANNEL_UNTRIED;
	}
	if (a->status >= 500)
		return CHANNEL_UNKNOWN;
	p->broken = p->pauses = 0;
	return a->status < 300 ? CHANNEL_SENT : a->status == 408 ? CHANNEL_RETRY : CHANNEL_FAILED;
}

static void
post_responded(const struct post_slot *s, const struct http_response *a, struct channel_result *r)
{
	struct post *p = s->post;
	struct str text = STR_MAX(POST_TEXT_MAX), reason = STR_MAX(sizeof r->reason - 1);
	char code[sizeof r->code];

	snprintf(r->code, sizeof r->code, "%d", a->status);
	r->fate = post_fate(p, a);
	p->provider->read(p->self, a, r, &text);
	if (text.len == 0 && r->fate == CHANNEL_UNTRIED)
		str_puts(&text, p->why.kind != ERR_NONE ? p->why.text : "the rate is limited");
	memcpy(code, r->code, sizeof code);
	relay_reason(&reason, str_text(&text));
	channel_result_set(r, r->fate, code, str_text(&reason));
	if (s->message->medium == CHANNEL_EMAIL
	    && (r->fate == CHANNEL_FAILED || r->fate == CHANNEL_SUPPRESS))
		channel_result_alike(r, str_text(&text), s->message->mail.to_address);
	if (a->status >= 500)
		post_broken(p, reason.len ? r->reason : code);
	str_free(&text);
	str_free(&reason);
}

static void
post_slot_done(void *arg, const struct http_response *a, const struct err *why)
{
	struct post_slot *s = arg;
	struct channel_result r = { 0 };

	fault();
	if (a)
		post_responded(s, a, &r);
	else
		post_lost(s, why, &r);
	post_end(s, &r);
}

/* Gives up what is in flight. Always false. */
static bool
post_abandon(struct post *p, const struct err *why)
{
	struct channel_result r = { 0 };
	size_t i;

	http_close(p->http);
	p->http = NULL;
	p->why = *why;
	for (i = 0; i < CHANNEL_PARALLEL_MAX; i++) {
		if (p->slot[i].message == NULL)
			continue;
		channel_result_set(&r, p->slot[i].begun ? CHANNEL_UNKNOWN : CHANNEL_UNTRIED,
		    "connection", why->text);
		post_end(&p->slot[i], &r);
	}
	return false;
}

static bool
post_drive(struct post *p, crt_time longest, struct err *e)
{
	size_t left;

	if (!http_drive(p->http, longest, &left, e))
		return post_abandon(p, e);
	if (!stop_overdue())
		return true;
	err_set(e, ERR_AGAIN, "%s did not respond in time", p->provider->name);
	return post_abandon(p, e);
}

bool
post_wait(struct post *p, size_t outstanding_max, struct err *e)
{
	while (p->in_flight > outstanding_max)
		if (!post_drive(p, STOP_TICK * (CLOCK_SECOND / 1000), e))
			return false;
	if (p->why.kind != ERR_NONE)
		*e = p->why;
	return p->why.kind == ERR_NONE;
}

/* Starts the request in a free slot, as soon as the rate and the provider allow. */
static bool
post_start(struct post *p, struct channel_message *message, struct http_request *r, struct err *e)
{
	crt_time now = clock_steady(), left = message->until - clock_awake(), start;
	struct post_slot *s = p->slot;

	while (s->message)
		s++;
	*s = (struct post_slot){ p, message, false, false };
	start = p->next > p->paused ? p->next : p->paused;
	if (p->set.rate > 0)
		p->next = (start > now ? start : now) + (crt_time)(CLOCK_SECOND / p->set.rate);
	r->begin = post_slot_begin;
	r->timeout = message->until && left < p->set.timeout ? left : p->set.timeout;
	r->timeout = r->timeout > POST_LEAST ? r->timeout : POST_LEAST;
	if (http_start(p->http, r, start, post_slot_done, s, e)) {
		p->in_flight++;
		return true;
	}
	s->message = NULL;
	return false;
}

/* A provider that is not ready gets no message. */
static bool
post_is_ready(struct post *p, struct err *e)
{
	if (p->provider->ready(p->self, e))
		return true;
	if (p->why.kind == ERR_NONE)
		p->why = *e;
	return false;
}

bool
post_send(struct post *p, struct channel_message *message, struct err *e)
{
	struct http_request r;
	struct err bad = { 0 };
	bool filled, ok;

	http_request_init(&r, "POST");
	ok = post_wait(p, (size_t)p->set.parallel - 1, e)
	    && (p->provider->ready == NULL || post_is_ready(p, e));
	filled = ok && p->provider->request(p->self, message, &r, &bad);
	if (!ok)
		post_refuse(p, message, CHANNEL_UNTRIED, "connection", e->text);
	else if (!filled || !post_start(p, message, &r, &bad))
		post_refuse(p, message, CHANNEL_FAILED, "mail", bad.text);
	http_request_free(&r);
	fault();
	return ok && (p->in_flight == 0 || post_drive(p, 0, e));
}

struct exchanging {
	http_done_fn *done;
	void *arg;
	bool ended;
};

static void
post_exchanged(void *arg, const struct http_response *a, const struct err *why)
{
	struct exchanging *x = arg;

	x->ended = true;
	x->done(x->arg, a, why);
}

/* Messages in flight go on meanwhile, and each ends a round of http_drive. */
bool
post_exchange(struct post *p, const struct http_request *r, http_done_fn *done, void *arg,
    struct err *e)
{
	struct exchanging x = { done, arg, false };
	bool ok = http_start(p->http, r, 0, post_exchanged, &x, e);

	while (ok && !x.ended)
		ok = post_drive(p, STOP_TICK * (CLOCK_SECOND / 1000), e);
	return ok;
}

struct probing {
	const struct post_provider *provider;
	http_done_fn *done;
	void *arg;
	bool ok;
	struct err *e;
};

static void
post_probed(void *arg, const struct http_response *a, const struct err *why)
{
	struct probing *t = arg;

	if (a == NULL)
		*t->e = *why;
	else if (post_admits(t->provider, a->status, t->e)) {
		t->ok = a->status < 300;
		if (!t->ok)
			err_set(t->e, a->status == 429 || a->status >= 500 ? ERR_AGAIN : ERR_UNAVAILABLE,
			    "%s refuses the test (HTTP %d)", t->provider->name, a->status);
		else if (t->done)
			t->done(t->arg, a, t->e);
	}
}

bool
post_probe(struct post *p, const struct http_request *r, http_done_fn *done, void *arg,
    struct err *e)
{
	struct probing t = { p->provider, done, arg, false, e };

	return post_exchange(p, r, post_probed, &t, e) && t.ok;
}

/* What is in flight ends by itself within the timeout. */
void
post_close(struct post *p)
{
	struct err ignored = { 0 };

	if (p == NULL)
		return;
	while (p->in_flight && post_drive(p, STOP_TICK * (CLOCK_SECOND / 1000), &ignored))
		ignored = (struct err){ 0 };
	http_close(p->http);
	free(p);
}
