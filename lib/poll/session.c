/* session.c: what a store is asked next. */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "poll/session_parts.h"
#include "record/line.h"

#define STREAM_MAX 64		/* as record.def has it */

void
talk_open(struct talk *t, const struct platform_api *api, struct shop *shop,
    const struct talk_rule *rule, const struct talk_port *port, crt_time now)
{
	*t = (struct talk){ .api = api, .shop = shop, .rule = rule, .port = *port, .started = now,
	    .url = STR_MAX(HTTP_URL_MAX) };
}

static void
list_clear(struct talk_list *l)
{
	size_t i;

	for (i = 0; i < l->n; i++) {
		str_free(&l->list[i].id);
		str_free(&l->list[i].carry);
	}
	l->n = l->at = 0;
}

void
talk_close(struct talk *t)
{
	list_clear(&t->queue);
	list_clear(&t->wishes);
	free(t->queue.list);
	free(t->wishes.list);
	if (t->passing)
		pass_close(&t->pass);
	str_wipe(&t->url);
	arena_free(&t->arena);
	*t = (struct talk){ 0 };
}

bool
talk_enqueue(struct talk_list *l, const struct question *q, const char *id, const char *carry,
    crt_time wanted)
{
	struct talk_want *w;

	if (l->n == TALK_QUEUE_MAX)
		return false;
	l->list = mem_more(l->list, l->n, sizeof *l->list);
	w = &l->list[l->n++];
	*w = (struct talk_want){ q, STR_MAX(SHOP_ID_MAX), STR_MAX(SHOP_CARRY_MAX), wanted };
	str_puts(&w->id, id);
	str_puts(&w->carry, carry);
	return true;
}

void
talk_wish(struct talk *t, const char *name, const char *id, crt_time wanted)
{
	const struct question *q = question_find(t->api, name);

	if (q == NULL || q->stream) {
		log_say(LOG_WARN, t->shop->slug, "a \"%.64s\" was wanted, which its platform does not have",
		    name);
		t->count.refused++;
		return;
	}
	if (!talk_enqueue(&t->wishes, q, id, "", wanted))
		t->unfinished = true;
}

void
talk_stop(struct talk *t)
{
	t->stop = true;
}

void
talk_stream(const struct talk_rule *r, const struct question *q, struct str *s)
{
	str_printf(s, "%s%s", q->name, r->suffix);
}

bool
talk_reads(const struct talk_rule *r, const struct question *q)
{
	return q->stream && (!r->trade || q->orders || !strcmp(q->name, "carts"));
}

bool
talk_tell(struct talk *t, const struct str *line, struct err *e)
{
	if (t->port.record(t->port.arg, str_text(line), line->len, e))
		return true;
	t->broken = true;
	return false;
}

bool
talk_fetch(struct talk *t, const char *question, const char *id, crt_time wanted, crt_time now,
    struct err *e)
{
	enum record_kind kind = wanted ? RECORD_fetch_done : RECORD_fetch_wanted;
	struct str line = STR_MAX(RECORD_LINE_MAX), name = STR_MAX(SHOP_ID_MAX + 128);
	char when[CLOCK_TEXT];
	bool ok;

	str_printf(&name, "fetch/%s/%s/%s", question, id, clock_print(wanted ? wanted : now, when));
	line_open(&line, &(struct line_head){ .kind = kind, .id = str_text(&name),
	    .store = t->shop->slug, .time = now });
	line_text(&line, "question", question);
	line_text(&line, "id", id);
	if (wanted)
		line_time(&line, "wanted", wanted);
	line_end(&line);
	ok = talk_tell(t, &line, e);
	str_free(&line);
	str_free(&name);
	return ok;
}

/* A complete look that found nothing new is news of orders only: it makes them fresh. */
static bool
known(struct talk *t, const char *stream, bool complete)
{
	const char *stored = t->port.cursor ? t->port.cursor(t->port.arg, stream) : NULL;
	struct str cursor = STR_MAX(PASS_CURSOR_MAX);
	bool same;

	pass_cursor(&t->pass, &cursor);
	same = complete && stored && !strcmp(stored, str_text(&cursor))
	    && !t->api->questions[t->question].orders;
	str_free(&cursor);
	return same;
}

static bool
tell_checkpoint(struct talk *t, bool complete, crt_time now, struct err *e)
{
	const struct question *q = &t->api->questions[t->question];
	struct str line = STR_MAX(RECORD_LINE_MAX), stream = STR_MAX(STREAM_MAX);
	bool ok;

	if (!t->rule->checkpoints)
		return true;
	talk_stream(t->rule, q, &stream);
	if (known(t, str_text(&stream), complete)) {
		str_free(&stream);
		return true;
	}
	pass_checkpoint(&t->pass, t->shop->slug, str_text(&stream), complete,
	    q->orders && !t->pass.doubt && t->rule->pass.from == 0, now, &line);
	ok = talk_tell(t, &line, e);
	str_free(&line);
	str_free(&stream);
	return ok;
}

static void
begin_again(struct talk *t, crt_time now)
{
	pass_begin(&t->pass, &t->rule->pass, now);
	t->passes++;
}

bool
talk_restart(struct talk *t, crt_time now, struct err *e)
{
	begin_again(t, now);
	return tell_checkpoint(t, false, now, e);
}

static void
pass_over(struct talk *t)
{
	pass_close(&t->pass);
	t->passing = false;
	t->question++;
}

/* What an earlier run began is at its end: what happened since then is asked at once. */
static void
stream_end(struct talk *t, crt_time now)
{
	if (t->pass.began < t->started && t->rule->pass.from == 0)
		begin_again(t, now);
	else
		pass_over(t);
}

static bool
wish_end(struct talk *t, crt_time now, struct err *e)
{
	struct talk_want *w = &t->wishes.list[t->wishes.at++];

	if (t->spoilt && now - w->wanted < TALK_WISH_AGE)
		return true;
	return talk_fetch(t, w->question->name, str_text(&w->id), w->wanted, now, e);
}

bool
talk_unit_end(struct talk *t, crt_time now, struct err *e)
{
	enum talk_unit unit = t->unit;

	list_clear(&t->queue);
	t->unit = TALK_IDLE;
	if (unit == TALK_WISH)
		return wish_end(t, now, e);
	if (!tell_checkpoint(t, t->complete, now, e))
		return false;
	if (t->complete)
		stream_end(t, now);
	return true;
}

static void
stream_open(struct talk *t, crt_time now)
{
	const struct question *q = &t->api->questions[t->question];
	struct str name = STR_MAX(STREAM_MAX);
	const char *cursor;

	talk_stream(t->rule, q, &name);
	cursor = t->port.cursor ? t->port.cursor(t->port.arg, str_text(&name)) : NULL;
	if (!pass_open(&t->pass, &t->rule->pass, cursor, now))
		log_say(LOG_WARN, t->shop->slug,
		    "the cursor of stream %s is none of crt-sync's; it is read anew", str_text(&name));
	t->passing = true;
	t->passes++;
	str_free(&name);
}

/* The next page or wish is in hand; false: there is none. */
static bool
unit_begin(struct talk *t, crt_time now)
{
	while (!t->passing && t->question < t->api->count
	    && !talk_reads(t->rule, &t->api->questions[t->question]))
		t->question++;
	if (t->question < t->api->count) {
		if (t->stop)
			return false;
		if (!t->passing)
			stream_open(t, now);
		t->unit = TALK_PAGE;
	} else if (t->wishes.at < t->wishes.n && !t->stop) {
		struct talk_want *w = &t->wishes.list[t->wishes.at];

		t->unit = TALK_WISH;
		t->spoilt = !talk_enqueue(&t->queue, w->question, str_text(&w->id), "", 0);
	}
	return t->unit != TALK_IDLE;
}

static bool
ask_want(struct talk *t, crt_time now, struct http_request *r, struct err *e)
{
	struct talk_want *w = &t->queue.list[t->queue.at];

	t->asking = w->question;
	t->asked = (struct asked){ .now = now, .page = "", .id = str_text(&w->id),
	    .carry = str_text(&w->carry), .question = w->question };
	return w->question->ask(t->shop, &t->asked, r, e);
}

static bool
ask_page(struct talk *t, struct http_request *r, struct err *e)
{
	t->asking = &t->api->questions[t->question];
	pass_ask(&t->pass, &t->asked);
	t->asked.question = t->asking;
	return t->asking->ask(t->shop, &t->asked, r, e);
}

/* *asked: a log-in comes first.  Where the credentials suffice it makes no request. */
static bool
login(struct talk *t, crt_time now, bool *asked, struct http_request *r, struct err *e)
{
	*asked = false;
	if (t->api->ask_login == NULL || t->logged
	    || (t->shop->token.len && t->shop->token_until > now + TALK_TOKEN_LEFT))
		return true;
	t->asking = NULL;
	if (!t->api->ask_login(t->shop, r, e))
		return err_in(e, "log-in");
	*asked = r->url.len > 0;
	t->logged = !*asked;
	return true;
}

bool
talk_next(struct talk *t, crt_time now, bool *more, struct http_request *r, crt_time *wait,
    struct err *e)
{
	bool asked, ok;

	http_request_init(r, "GET");
	*wait = t->wait;
	*more = t->unit != TALK_IDLE || unit_begin(t, now);
	if (!*more) {
		t->unfinished |= t->question < t->api->count || t->wishes.at < t->wishes.n;
		return true;
	}
	if (!login(t, now, &asked, r, e))
		return false;
	ok = asked || (t->queue.at < t->queue.n ? ask_want(t, now, r, e) : ask_page(t, r, e));
	str_cut(&t->url, 0);
	str_puts(&t->url, str_text(&r->url));
	t->count.requests += ok;
	return ok || err_in(e, "%s", t->asking->name);
}
