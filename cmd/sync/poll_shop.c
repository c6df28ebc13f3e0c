/* poll_shop.c: poll one store, from its credentials to its result. */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "platform/credential.h"
#include "poll.h"

static const char *
poll_shop_cursor(void *arg, const char *stream)
{
	const struct poll_shop *s = arg;
	size_t i;

	for (i = 0; i < s->cursors; i++)
		if (!strcmp(s->cursor[i].stream, stream))
			return s->cursor[i].text;
	return NULL;
}

bool
poll_line(void *arg, json_t *v UNUSED, const char *line, size_t n, struct err *e)
{
	struct output *out = &((struct poll_shop *)arg)->poll->out;

	output_line(out, line, n);
	return !str_full(&out->held)
	    || err_set(e, ERR_UNAVAILABLE, "a response is larger than the limit");
}

bool
poll_shop_open(struct poll_shop *s, struct err *e)
{
	struct session_port port = { poll_shop_cursor, s->poll->record, s->poll->reject, s };

	shop_open(&s->shop, s->platform, s->store);
	session_open(&s->session, s->platform->api, &s->shop, &s->poll->rule, &port, clock_now());
	if (!poll_read(s, e))
		return false;
	s->shop.credentials = s->store_secrets.credentials;
	return credentials_whole(s->platform->name, s->store->slug, s->store_secrets.credentials, e);
}

void
poll_shop_close(struct poll_shop *s)
{
	size_t i;

	for (i = 0; i < s->cursors; i++) {
		free(s->cursor[i].stream);
		free(s->cursor[i].text);
	}
	free(s->cursor);
	s->cursor = NULL;
	s->cursors = 0;
	session_close(&s->session);
	shop_close(&s->shop);
	secrets_close(&s->store_secrets);
}

static void
poll_shop_fatal(struct poll *p, const struct err *why)
{
	if (!p->fatal)
		p->why = *why;
	p->fatal = true;
}

static void
poll_shop_count(struct poll_shop *s)
{
	struct run *r = &s->poll->run;
	const struct session_count *c = &s->session.count;

	run_count(r, COUNTER_records, c->records);
	run_count(r, COUNTER_pages, c->pages);
	run_count(r, COUNTER_requests, c->requests);
	run_count(r, COUNTER_again, c->again);
	run_count(r, COUNTER_refused, c->refused);
	run_count(r, COUNTER_unfinished, s->session.unfinished);
}

void
poll_shop_failed(struct poll_shop *s, const struct err *why)
{
	struct poll *p = s->poll;

	log_line(LOG_WARN, s->store->slug, "%s%s%s", why->text, why->hint[0] ? "; " : "", why->hint);
	p->last = *why;
	p->last_slug = s->store->slug;
	if (why->kind == ERR_AGAIN)
		p->unreachable++;
	else
		p->refused++;
}

/* Logs and stores the failure of a store; the others continue. */
static bool
poll_shop_take_failure(struct poll_shop *s, const struct err *why, struct err *e)
{
	poll_shop_failed(s, why);
	return output_flush(&s->poll->out, e) && poll_store_failed(s, why, e);
}

static bool
poll_shop_finished(struct poll_shop *s, struct err *e)
{
	struct poll *p = s->poll;

	if ((p->end && !p->end(s, e)) || !output_flush(&p->out, e))
		return false;
	log_line(LOG_INFO, s->store->slug, "%lld records on %lld pages",
	    (long long)s->session.count.records, (long long)s->session.count.pages);
	if (s->session.unfinished)
		log_line(LOG_INFO, s->store->slug, "incomplete; the next run continues");
	p->succeeded++;
	return poll_store_succeeded(s, e);
}

static void
shop_end(struct poll_shop *s, const struct err *why)
{
	struct err e = { 0 };

	if (!(why ? poll_shop_take_failure(s, why, &e) : poll_shop_finished(s, &e)))
		poll_shop_fatal(s->poll, &e);
	poll_shop_count(s);
	poll_shop_close(s);
	s->poll->active--;
}

/* A failed session is the store's failure, unless the output of records failed. */
void
poll_shop_fail(struct poll_shop *s, const struct err *why)
{
	if (s->session.broken)
		poll_shop_fatal(s->poll, why);
	shop_end(s, why);
}

static void
poll_shop_done(void *arg, const struct http_response *a, const struct err *why)
{
	struct poll_shop *s = arg;
	struct err e = { 0 };

	if (s->poll->fatal)
		return;
	if (session_response(&s->session, clock_now(), a, why, &e))
		poll_shop_step(s);
	else
		poll_shop_fail(s, &e);
}

/* False if a retry would be later than --max-time. */
static bool
poll_shop_in_time(const struct poll_shop *s, crt_time at, struct err *e)
{
	if (s->poll->stop_at == 0 || s->session.tries == 0 || at <= s->poll->stop_at)
		return true;
	return err_set(e, ERR_AGAIN, "the store did not respond correctly before --max-time");
}

static bool
poll_shop_request(struct poll_shop *s, bool *more, struct err *e)
{
	struct http_request r;
	crt_time wait, at;
	bool ok;

	ok = session_next(&s->session, clock_now(), more, &r, &wait, e);
	if (ok && *more) {
		at = clock_steady() + wait;
		ok = poll_shop_in_time(s, at, e)
		    && http_start(s->poll->http, &r, wait ? at : 0, poll_shop_done, s, e);
	}
	http_request_free(&r);
	return ok;
}

void
poll_shop_step(struct poll_shop *s)
{
	struct poll *p = s->poll;
	struct err e = { 0 };
	bool more;

	if (!output_flush(&p->out, &e)) {
		poll_shop_fatal(p, &e);
		return;
	}
	if (p->stop_at && clock_steady() >= p->stop_at)
		session_stop(&s->session);
	if (!poll_shop_request(s, &more, &e))
		poll_shop_fail(s, &e);
	else if (!more)
		shop_end(s, NULL);
}
