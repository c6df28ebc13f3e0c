/* session.c: decide the next request to a store. */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "poll/session_parts.h"
#include "record/line.h"

#define STREAM_MAX 64		/* the limit in record.def */

void
session_open(struct session *t, const struct platform_api *api, struct shop *shop,
    const struct session_rule *rule, const struct session_port *port, crt_time now)
{
	*t = (struct session){ .api = api, .shop = shop, .rule = rule, .port = *port, .started = now,
	    .url = STR_MAX(HTTP_URL_MAX) };
}

static void
list_clear(struct session_list *l)
{
	size_t i;

	for (i = 0; i < l->n; i++) {
		str_free(&l->list[i].id);
		str_free(&l->list[i].state);
	}
	l->n = l->at = 0;
}

void
session_close(struct session *t)
{
	list_clear(&t->queue);
	list_clear(&t->fetches);
	free(t->queue.list);
	free(t->fetches.list);
	if (t->passing)
		pass_close(&t->pass);
	str_wipe(&t->url);
	arena_free(&t->arena);
	*t = (struct session){ 0 };
}

bool
session_enqueue(struct session_list *l, const struct endpoint *q, const char *id, const char *state,
    crt_time wanted)
{
	struct session_want *w;

	if (l->n == SESSION_QUEUE_MAX)
		return false;
	l->list = mem_more(l->list, l->n, sizeof *l->list);
	w = &l->list[l->n++];
	*w = (struct session_want){ q, STR_MAX(SHOP_ID_MAX), STR_MAX(SHOP_STATE_MAX), wanted };
	str_puts(&w->id, id);
	str_puts(&w->state, state);
	return true;
}

void
session_add_fetch(struct session *t, const char *name, const char *id, crt_time wanted)
{
	const struct endpoint *q = endpoint_find(t->api, name);

	if (q == NULL || q->stream) {
		log_line(LOG_WARN, t->shop->slug, "a \"%.64s\" was requested, which the platform does not"
		    " have",
		    name);
		t->count.refused++;
		return;
	}
	if (!session_enqueue(&t->fetches, q, id, "", wanted))
		t->unfinished = true;
}

void
session_stop(struct session *t)
{
	t->stop = true;
}

void
session_stream(const struct session_rule *r, const struct endpoint *q, struct str *s)
{
	str_printf(s, "%s%s", q->name, r->suffix);
}

bool
session_reads(const struct session_rule *r, const struct endpoint *q)
{
	return q->stream == STREAM_ORDERS || q->stream == STREAM_CARTS
	    || (q->stream != STREAM_NONE && !r->orders_and_carts);
}

bool
session_line(struct session *t, const struct str *line, struct err *e)
{
	if (t->port.record(t->port.arg, NULL, str_text(line), line->len, e))
		return true;
	t->broken = true;
	return false;
}

bool
session_fetch_line(struct session *t, const char *endpoint, const char *id, crt_time wanted,
    crt_time now, struct err *e)
{
	enum record_kind kind = wanted ? RECORD_fetch_done : RECORD_fetch_wanted;
	struct str line = STR_MAX(RECORD_LINE_MAX), name = STR_MAX(SHOP_ID_MAX + 128);
	char when[CLOCK_TEXT];
	bool ok;

	str_printf(&name, "fetch/%s/%s/%s", endpoint, id, clock_print(wanted ? wanted : now, when));
	line_open(&line, &(struct line_head){ .kind = kind, .id = str_text(&name),
	    .store = t->shop->slug, .time = now });
	line_text(&line, "endpoint", endpoint);
	line_text(&line, "id", id);
	if (wanted)
		line_time(&line, "wanted", wanted);
	line_end(&line);
	ok = session_line(t, &line, e);
	str_free(&line);
	str_free(&name);
	return ok;
}

/* Whether the checkpoint is already stored. Only for orders it is printed again: it proves that
   they are current. */
static bool
session_known(struct session *t, const char *stream, bool complete)
{
	const char *stored = t->port.cursor ? t->port.cursor(t->port.arg, stream) : NULL;
	struct str cursor = STR_MAX(PASS_CURSOR_MAX);
	bool same;

	pass_cursor(&t->pass, &cursor);
	same = complete && stored && !strcmp(stored, str_text(&cursor))
	    && t->api->endpoints[t->endpoint].stream != STREAM_ORDERS;
	str_free(&cursor);
	return same;
}

static bool
session_report_checkpoint(struct session *t, bool complete, crt_time now, struct err *e)
{
	const struct endpoint *q = &t->api->endpoints[t->endpoint];
	struct str line = STR_MAX(RECORD_LINE_MAX), stream = STR_MAX(STREAM_MAX);
	bool ok;

	if (!t->rule->checkpoints)
		return true;
	session_stream(t->rule, q, &stream);
	if (session_known(t, str_text(&stream), complete)) {
		str_free(&stream);
		return true;
	}
	pass_checkpoint(&t->pass, t->shop->slug, str_text(&stream), complete,
	    q->stream == STREAM_ORDERS && !t->pass.incomplete && t->rule->pass.from == 0, now, &line);
	ok = session_line(t, &line, e);
	str_free(&line);
	str_free(&stream);
	return ok;
}

static void
session_begin_again(struct session *t, crt_time now)
{
	pass_begin(&t->pass, &t->rule->pass, now);
	t->mark = arena_get(&t->arena, 1);
}

bool
session_restart(struct session *t, crt_time now, struct err *e)
{
	session_begin_again(t, now);
	return session_report_checkpoint(t, false, now, e);
}

static void
session_pass_over(struct session *t)
{
	pass_close(&t->pass);
	t->passing = false;
	t->endpoint++;
}

/* If an earlier run began the pass, polls at once for what changed since then. */
static void
stream_end(struct session *t, crt_time now)
{
	if (t->pass.began < t->started && t->rule->pass.from == 0)
		session_begin_again(t, now);
	else
		session_pass_over(t);
}

static bool
session_fetch_end(struct session *t, crt_time now, struct err *e)
{
	struct session_want *w = &t->fetches.list[t->fetches.at++];

	if (t->fetch_failed && now - w->wanted < SESSION_FETCH_AGE)
		return true;
	return session_fetch_line(t, w->endpoint->name, str_text(&w->id), w->wanted, now, e);
}

bool
session_unit_end(struct session *t, crt_time now, struct err *e)
{
	enum session_unit unit = t->unit;

	list_clear(&t->queue);
	t->unit = SESSION_IDLE;
	if (unit == SESSION_FETCH)
		return session_fetch_end(t, now, e);
	if (!session_report_checkpoint(t, t->complete, now, e))
		return false;
	if (t->complete)
		stream_end(t, now);
	return true;
}

static void
stream_open(struct session *t, crt_time now)
{
	const struct endpoint *q = &t->api->endpoints[t->endpoint];
	struct str name = STR_MAX(STREAM_MAX);
	const char *cursor;

	session_stream(t->rule, q, &name);
	cursor = t->port.cursor ? t->port.cursor(t->port.arg, str_text(&name)) : NULL;
	if (!pass_open(&t->pass, &t->rule->pass, cursor, now))
		log_line(LOG_WARN, t->shop->slug,
		    "the cursor of stream %s was not written by crt-sync; the stream is read"
		    " again", str_text(&name));
	t->passing = true;
	t->mark = arena_get(&t->arena, 1);
	str_free(&name);
}

/* Selects the next page or fetch; false: there is none. */
static bool
session_unit_begin(struct session *t, crt_time now)
{
	while (!t->passing && t->endpoint < t->api->count
	    && !session_reads(t->rule, &t->api->endpoints[t->endpoint]))
		t->endpoint++;
	if (t->endpoint < t->api->count) {
		if (t->stop)
			return false;
		if (!t->passing)
			stream_open(t, now);
		t->unit = SESSION_PAGE;
	} else if (t->fetches.at < t->fetches.n && !t->stop) {
		struct session_want *w = &t->fetches.list[t->fetches.at];

		t->unit = SESSION_FETCH;
		t->fetch_failed = !session_enqueue(&t->queue, w->endpoint, str_text(&w->id), "", 0);
	}
	return t->unit != SESSION_IDLE;
}

static bool
session_request_need(struct session *t, crt_time now, struct http_request *r, struct err *e)
{
	struct session_want *w = &t->queue.list[t->queue.at];

	t->requested = w->endpoint;
	t->request = (struct poll_request){ .now = now, .page = "", .id = str_text(&w->id),
	    .state = str_text(&w->state), .endpoint = w->endpoint };
	return w->endpoint->request(t->shop, &t->request, r, e);
}

static bool
session_request_page(struct session *t, struct http_request *r, struct err *e)
{
	t->requested = &t->api->endpoints[t->endpoint];
	pass_request(&t->pass, &t->request);
	t->request.endpoint = t->requested;
	return t->requested->request(t->shop, &t->request, r, e);
}

/* *request: a log-in request must be sent first. If the credentials suffice, the platform's
   function makes no request. */
static bool
session_login(struct session *t, crt_time now, bool *request, struct http_request *r, struct err *e)
{
	*request = false;
	if (t->api->request_login == NULL || t->logged
	    || (t->shop->token.len && t->shop->token_until > now + SESSION_TOKEN_LEFT))
		return true;
	t->requested = NULL;
	if (!t->api->request_login(t->shop, r, e))
		return err_in(e, "log-in");
	*request = r->url.len > 0;
	t->logged = !*request;
	return true;
}

bool
session_next(struct session *t, crt_time now, bool *more, struct http_request *r, crt_time *wait,
    struct err *e)
{
	bool request, ok;

	http_request_init(r, "GET");
	*wait = t->wait;
	*more = t->unit != SESSION_IDLE || session_unit_begin(t, now);
	if (!*more) {
		t->unfinished |= t->endpoint < t->api->count || t->fetches.at < t->fetches.n;
		return true;
	}
	if (!session_login(t, now, &request, r, e))
		return false;
	ok = request || (t->queue.at < t->queue.n ? session_request_need(t, now, r, e)
	    : session_request_page(t, r, e));
	str_cut(&t->url, 0);
	str_puts(&t->url, str_text(&r->url));
	t->count.requests += ok;
	return ok || err_in(e, "%s", t->requested->name);
}
