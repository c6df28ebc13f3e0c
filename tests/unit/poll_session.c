/* poll_session.c: a session with a store, whose adapter reads scripted responses. */
#include "base/log.h"
#include "poll/session.h"
#include "tap.h"

/*
 * A response is a list: +ID a record, ?ID an object to fetch, >NAME the next page, -N objects
 * that are left out, *ID an order that cannot be parsed, ~ID a resolved one, !KIND a response that
 * cannot be parsed. Requests and results are logged.
 */
static struct str request = STR_MAX(65536), told = STR_MAX(65536);
static const char *stored;		/* the cursor of every stream */

static bool
request_thing(const struct shop *s, const struct poll_request *a, struct http_request *r,
    struct err *e UNUSED)
{
	str_printf(&r->url, "%s%s%s%s", a->id, *a->id ? "" : "page ", a->page, *s->token.data ? ""
	    : " without a token");
	return true;
}

static bool
request_carts(const struct shop *s, const struct poll_request *a, struct http_request *r,
    struct err *e)
{
	str_puts(&r->url, "carts ");
	return request_thing(s, a, r, e);
}

static bool
word(struct response *h, const char *w, struct err *e)
{
	char line[128];
	bool resolved = false;
	int n;

	switch (*w) {
	case '+':
		n = snprintf(line, sizeof line, "{\"id\":\"%s\",\"type\":\"%s\"}", w + 1, w + 1);
		return h->record(h->arg, NULL, line, (size_t)n, e);
	case '?':
		return response_want(h, "thing", w + 1, "", e);
	case '>':
		str_puts(&h->next, w + 1);
		return true;
	case '*':
	case '~':
		return h->reject(h->arg, &(struct platform_delivery){ .body = w }, true, e, &resolved, e);
	case '-':
		h->refused = strtoul(w + 1, NULL, 10);
		return true;
	case 'A':
		return err_set(e, ERR_AGAIN, "throttled");
	case 'D':
		return err_set(e, ERR_DENIED, "no right to it");
	default:
		return err_set(e, ERR_INPUT, "an invalid response");
	}
}

static bool
handle_words(const struct shop *s UNUSED, const struct poll_request *a UNUSED,
    const struct http_response *got, struct response *h, struct err *e)
{
	char text[256], *at = text, *w;

	if (got->status == 404)
		return h->record(h->arg, NULL, "{\"id\":\"gone\",\"type\":\"gone\"}", 29, e);
	snprintf(text, sizeof text, "%s", got->body);
	while ((w = strsep(&at, " ")) != NULL)
		if (*w && !word(h, w, e))
			return false;
	return true;
}

static bool
request_login(const struct shop *s, struct http_request *r, struct err *e UNUSED)
{
	if (strcmp(s->url, "free"))
		str_puts(&r->url, "login");
	return true;
}

static bool
response_login(struct shop *s, const struct http_response *a, crt_time now, struct err *e)
{
	if (strcmp(a->body, "token"))
		return err_set(e, ERR_DENIED, "no token");
	str_cut(&s->token, 0);
	str_puts(&s->token, "T");
	s->token_until = now + CLOCK_HOUR;
	return true;
}

static crt_time
pace(const struct http_response *a)
{
	return strstr(a->fields, "slow") ? 3 * CLOCK_SECOND : 0;
}

static const struct endpoint endpoints[] = {
	{ "orders", STREAM_ORDERS, request_thing, handle_words, NULL },
	{ "carts", STREAM_CARTS, request_carts, handle_words, NULL },
	{ "thing", STREAM_NONE, request_thing, handle_words, NULL },
};
static const struct platform_api plain = { .endpoints = endpoints, .count = COUNT(endpoints),
    .pace = pace };
static const struct platform_api locked = { .endpoints = endpoints, .count = COUNT(endpoints),
    .request_login = request_login, .response_login = response_login };

static const char *
cursor(void *arg UNUSED, const char *stream)
{
	return strcmp(stream, "orders") ? NULL : stored;
}

/* Short forms: a record's type, the stream and state of a checkpoint, the id of a fetch. */
static bool
record(void *arg, json_t *v UNUSED, const char *line, size_t n, struct err *e)
{
	static const char *const members[] = { "type", "data.stream", "data.id" };
	size_t i, len;
	const char *at;

	for (i = 0; i < COUNT(members); i++)
		if (value_span(line, n, members[i], &at, &len))
			str_printf(&told, "%s%.*s", i ? ":" : told.len ? " " : "", (int)len - 2, at + 1);
	str_puts(&told, strstr(line, "orders_seen_at") ? "=fresh" : strstr(line, "\"complete\":true")
	    ? "=whole" : "");
	return arg == NULL || err_set(e, ERR_IO, "gone");
}

/* Short form of a reject: "reject:" and its id. */
static bool
reject(void *arg UNUSED, const struct platform_delivery *d, bool order UNUSED,
    const struct err *why UNUSED, bool *resolved, struct err *e UNUSED)
{
	str_printf(&told, "%sreject:%s", told.len ? " " : "", d->body);
	*resolved = *d->body == '~';
	return true;
}

struct shop_response {
	int status;		/* 0: none arrived */
	const char *body, *fields;
};

static const struct session_rule usual = { { 5 * CLOCK_MINUTE, CLOCK_DAY, 0 }, "", true, false, 3 };

/* Runs the session with these responses and prints how it ended. wanted: from a webhook. */
static const char *
play(const struct platform_api *api, const char *url, const char *wanted,
    const struct shop_response *got)
{
	static char end[ERR_TEXT_MAX];
	struct shop s = { .slug = "acme", .url = url, .token = STR_MAX(64) };
	struct session_port port = { cursor, record, reject, NULL };
	struct http_request r;
	struct err e = { 0 };
	crt_time now = 1800000000 * CLOCK_SECOND, wait;
	struct session t;
	bool more, ok;

	str_cut(&request, 0);
	str_cut(&told, 0);
	str_puts(&s.token, api->request_login ? "" : "x");
	session_open(&t, api, &s, &usual, &port, now);
	if (wanted)
		session_add_fetch(&t, "thing", wanted, now - CLOCK_MINUTE);
	while ((ok = session_next(&t, now, &more, &r, &wait, &e)) && more) {
		struct http_response a = { got->status, got->fields ? got->fields : "",
		    got->body ? got->body : "", got->body ? strlen(got->body) : 0 };
		struct err why = { 0 };

		str_printf(&request, "%s%s%s", request.len ? ", " : "", str_text(&r.url),
		    wait ? " later" : "");
		http_request_free(&r);
		err_set(&why, ERR_AGAIN, "out of reach");
		if (got->status < 0)
			break;
		ok = session_response(&t, now, got->status ? &a : NULL, &why, &e);
		got++;
		if (!ok)
			break;
	}
	http_request_free(&r);
	snprintf(end, sizeof end, "%s", ok ? more ? "continues" : "end" : e.text);
	session_close(&t);
	str_free(&s.token);
	return end;
}

static void
is(const char *what, const char *ended, const char *want, const char *want_requests,
    const char *want_told)
{
	tap_is(ended, want, what);
	tap_is(str_text(&request), want_requests, "requests");
	tap_is(str_text(&told), want_told, "told");
}

#define GIVES(...) (const struct shop_response[]){ __VA_ARGS__, { -1, NULL, NULL } }
#define PLAY(...) play(&plain, "", NULL, GIVES(__VA_ARGS__))
#define OK(text) { 200, text, NULL }
#define END(text) "crt.sync.checkpoint:" text

static void
pages(void)
{
	is("pages, then the next stream", PLAY(OK("+a >2"), OK("+b"), OK("+c")),
	    "end", "page , page 2, carts page ", "a " END("orders") " b " END("orders=fresh") " c "
	    END("carts=whole"));
	is("what a page wants comes before its checkpoint",
	    PLAY(OK("+a ?x ?y"), OK("+x ?z"), { 404, "", NULL }, OK("+z"), OK("")),
	    "end", "page , x, y, z, carts page ", "a x gone z " END("orders=fresh") " "
	    END("carts=whole"));
	is("a rejected order is kept, and orders are not fresh", PLAY(OK("+a *b >2"), OK("+c"), OK("")),
	    "end", "page , page 2, carts page ", "a reject:*b " END("orders") " c "
	    END("orders=whole") " " END("carts=whole"));
	is("unless it was resolved", PLAY(OK("+a ~b"), OK("")), "end", "page , carts page ",
	    "a reject:~b " END("orders=fresh") " " END("carts=whole"));
	is("a record is written once", PLAY(OK("+a +a +b >2"), OK("+b +c"), OK("+a")),
	    "end", "page , page 2, carts page ", "a b " END("orders") " c " END("orders=fresh") " "
	    END("carts=whole"));
	is("a page that repeats ends with an error", PLAY(OK("+a >2"), OK("+b >2")),
	    "orders: the pages repeat after 1", "page , page 2", "a " END("orders") " b");
	is("a quota that is nearly used up is waited for",
	    PLAY({ 200, ">2", "slow: yes\n" }, OK(""), OK("")),
	    "end", "page , page 2 later, carts page ", END("orders") " " END("orders=fresh") " "
	    END("carts=whole"));
}

static void
failures(void)
{
	is("again, and again", PLAY({ 503, "", NULL }, { 0, NULL, NULL }, OK("A")),
	    "orders: throttled, 3 times", "page , page  later, page  later", "");
	is("what helped ends the counting", PLAY({ 500, "", NULL }, { 500, "", NULL },
	    OK(">2"), { 500, "", NULL }, { 500, "", NULL }, OK(""), OK("")), "end",
	    "page , page  later, page  later, page 2, page 2 later, page 2 later, carts page ",
	    END("orders") " " END("orders=fresh") " " END("carts=whole"));
	is("a page instead of JSON passes by itself", PLAY(OK("<p>Back soon</p>"),
	    { 503, "<h1>Maintenance</h1>", NULL }, OK("Z<p>Notice: x")),
	    "orders: status 200 from page : a page instead of JSON: \"Z Notice: x\", 3 times",
	    "page , page  later, page  later", "");
	is("a store that wants to be left alone", PLAY({ 429, "", "retry-after: 900\n" }),
	    "orders: status 429, and Retry-After is 900 s", "page ", "");
	is("a right is missing", PLAY(OK("D")), "orders: no right to it", "page ", "");
	is("a shop that moved", PLAY({ 301, "", "location: https://b.example/?k=1\n" }),
	    "orders: status 301: the shop has moved to \"https://b.example/\"", "page ", "");
	is("a page that cannot be parsed", PLAY(OK("[]")), "orders: an invalid response",
	    "page ", "");
	is("401 where there is no log-in", PLAY({ 401, "", NULL }),
	    "orders: status 401: the platform rejected the credentials ()", "page ", "");
}

static void
logins(void)
{
	is("a log-in comes first", play(&locked, "", NULL, GIVES(OK("token"), OK(""), OK(""))), "end",
	    "login, page , carts page ", END("orders=fresh") " " END("carts=whole"));
	is("where the credentials suffice there is none",
	    play(&locked, "free", NULL, GIVES(OK(""), OK(""))), "end",
	    "page  without a token, carts page  without a token", END("orders=fresh") " "
	    END("carts=whole"));
	is("a token that has ended is renewed once", play(&locked, "", NULL,
	    GIVES(OK("token"), { 401, "", NULL }, OK("token"), OK(""), OK(""))), "end",
	    "login, page , login, page , carts page ", END("orders=fresh") " " END("carts=whole"));
	is("but not twice", play(&locked, "", NULL,
	    GIVES(OK("token"), { 401, "", NULL }, OK("token"), { 401, "", NULL })),
	    "orders: status 401: the platform rejected the credentials ()",
	    "login, page , login, page ", "");
	is("a log-in that is refused", play(&locked, "", NULL, GIVES({ 400, "", NULL })),
	    "log-in: status 400: the platform rejected the credentials ()", "login", "");
	is("a login with an invalid response", play(&locked, "", NULL, GIVES(OK("hello"))),
	    "log-in: no token", "login", "");
}

static void
single_things(void)
{
	is("an object that cannot be fetched stays wanted, and orders are not fresh",
	    PLAY(OK("+a ?x ?y"), { 400, "", NULL }, OK("+y"), OK("")), "end",
	    "page , x, y, carts page ", "a crt.fetch.wanted:x y " END("orders=whole") " "
	    END("carts=whole"));
	is("so is one that the shop breaks on: another try, and the others go on",
	    PLAY(OK("+a ?x ?y"), { 500, "", NULL }, { 500, "", NULL }, { 500, "", NULL }, OK("+y"),
	    OK("")), "end", "page , x, x later, y, y later, carts page ",
	    "a crt.fetch.wanted:x y " END("orders=whole") " " END("carts=whole"));
	is("a busy shop is waited for", PLAY(OK("+a ?x"), { 503, "", NULL }, { 502, "", NULL },
	    { 504, "", NULL }), "thing: status 504, 3 times", "page , x, x later, x later", "a");
	is("objects left out of a response are not failed fetches",
	    PLAY(OK("-100 ?x"), { 400, "", NULL }, OK("")), "end", "page , x, carts page ",
	    "crt.fetch.wanted:x " END("orders=whole") " " END("carts=whole"));
	is("a fetch comes after the streams",
	    play(&plain, "", "w", GIVES(OK(""), OK(""), OK("+w ?v"), OK("+v"))), "end",
	    "page , carts page , w, v", END("orders=fresh") " " END("carts=whole")
	    " w v crt.fetch.done:w");
	is("one that cannot be fetched stays", play(&plain, "", "w", GIVES(OK(""), OK(""), OK("[]"))),
	    "end", "page , carts page , w", END("orders=fresh") " " END("carts=whole"));
	is("nor does one that the shop breaks on go", play(&plain, "", "w", GIVES(OK(""), OK(""),
	    { 500, "", NULL }, { 500, "", NULL })), "end", "page , carts page , w, w later",
	    END("orders=fresh") " " END("carts=whole"));
	is("one that is gone is done with",
	    play(&plain, "", "w", GIVES(OK(""), OK(""), { 404, "", NULL })), "end",
	    "page , carts page , w", END("orders=fresh") " " END("carts=whole")
	    " gone crt.fetch.done:w");
}

static void
goes_on(void)
{
#define CUT "{\"mark\":\"2027-01-15T07:00:00Z\",\"since\":\"2027-01-15T06:55:00Z\"," \
	    "\"began\":\"2027-01-15T07:30:00Z\",\"pages\":3,\"page\":\"4\""
	static const char sure[] = CUT "}", incomplete[] = CUT ",\"incomplete\":true}";

	stored = sure;
	is("a cut pass goes on, and then another covers what came since", play(&plain, "", NULL,
	    GIVES(OK("+a"), OK("+b"), OK(""))), "end", "page 4, page , carts page ",
	    "a " END("orders=fresh") " b " END("orders=fresh") " " END("carts=whole"));
	is("what was cut behind a rejected order does not end with a checkpoint of all",
	    (stored = incomplete, play(&plain, "", NULL, GIVES(OK("+a"), OK("+b"), OK("")))), "end",
	    "page 4, page , carts page ", "a " END("orders=whole") " b " END("orders=fresh") " "
	    END("carts=whole"));
	stored = sure;
	is("a page's name that is not known any more begins the pass anew", play(&plain, "", NULL,
	    GIVES({ 400, "", NULL }, OK("+b"), OK(""))), "end", "page 4, page , carts page ",
	    END("orders") " b " END("orders=fresh") " " END("carts=whole"));
	is("so does one that is not understood; the new one's failure is one", play(&plain, "", NULL,
	    GIVES(OK("[]"), OK("[]"))), "orders: an invalid response", "page 4, page ", END("orders"));
	stored = NULL;
}

static void
endings(void)
{
	struct shop s = { .slug = "acme", .url = "", .token = STR_MAX(64) };
	struct session_port port = { cursor, record, NULL, &s };
	struct http_response a = { 200, "", "+a >2", 5 };
	struct http_request r;
	struct err e = { 0 };
	struct session t;
	crt_time wait;
	bool more;

	str_puts(&s.token, "x");
	session_open(&t, &plain, &s, &usual, &port, CLOCK_DAY);
	tap_ok(session_next(&t, CLOCK_DAY, &more, &r, &wait, &e) && more, "a question");
	http_request_free(&r);
	tap_ok(!session_response(&t, CLOCK_DAY, &a, NULL, &e) && t.broken && e.kind == ERR_IO,
	    "records that nobody takes are no fault of the store");
	session_close(&t);
	port.arg = NULL;
	session_open(&t, &plain, &s, &usual, &port, CLOCK_DAY);
	session_stop(&t);
	tap_ok(session_next(&t, CLOCK_DAY, &more, &r, &wait, &e) && !more && t.unfinished,
	    "stopped before its beginning: something is left");
	session_close(&t);
	session_open(&t, &plain, &s, &usual, &port, CLOCK_DAY);
	tap_ok(session_next(&t, CLOCK_DAY, &more, &r, &wait, &e) && more, "a question");
	http_request_free(&r);
	session_stop(&t);
	str_cut(&told, 0);
	tap_ok(session_response(&t, CLOCK_DAY, &a, NULL, &e)
	    && session_next(&t, CLOCK_DAY, &more, &r, &wait, &e) && !more && t.unfinished,
	    "stopped at a page: it is the last");
	tap_is(str_text(&told), "a " END("orders"), "and its checkpoint is written");
	session_close(&t);
	str_free(&s.token);
}

int
main(void)
{
	log_open("talk", LOG_ERROR, LOG_TEXT);
	pages();
	failures();
	logins();
	single_things();
	goes_on();
	endings();
	str_free(&request);
	str_free(&told);
	return tap_done();
}
