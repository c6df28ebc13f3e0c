/* pass.c: watermarks, cursors, and repeating pages; statuses and waits. */
#include "platform/backoff.h"
#include "poll/pass.h"
#include "tap.h"

static const struct pass_rule rule = { 5 * CLOCK_MINUTE, 30 * CLOCK_DAY, 0 };

static crt_time
at(const char *text)
{
	crt_time t;

	return clock_read(text, &t) ? t : 0;
}

static void
is_time(crt_time got, const char *want, const char *what)
{
	char text[CLOCK_TEXT];

	tap_is(clock_print(got, text), want, what);
}

/* A page was read: the next page, and its latest change. */
static bool
page(struct pass *p, const char *next, const char *seen, bool fresh)
{
	struct response h = { .next = STR_MAX(SHOP_PAGE_MAX), .seen = seen ? at(seen) : 0 };
	struct err e = { 0 };
	bool complete = false, ok;

	str_puts(&h.next, next);
	ok = pass_page(p, &h, fresh, &complete, &e);
	str_free(&h.next);
	return ok && complete == !*next;
}

static void
is_cursor(const struct pass *p, const char *want, const char *what)
{
	struct str s = STR_MAX(PASS_CURSOR_MAX);

	pass_cursor(p, &s);
	tap_is(str_text(&s), want, what);
	str_free(&s);
}

static void
first(void)
{
	struct poll_request a;
	struct pass p;

	tap_ok(pass_open(&p, &rule, NULL, at("2026-11-22T09:00:00Z")), "a store that is new");
	pass_request(&p, &a);
	is_time(a.since, "2026-10-23T09:00:00Z", "looks back");
	tap_ok(!*a.page && a.now == at("2026-11-22T09:00:00Z"), "from the first page on");
	tap_ok(page(&p, "b", "2026-11-20T00:00:00Z", true), "a page of three");
	is_cursor(&p, "{\"since\":\"2026-10-23T09:00:00Z\",\"began\":\"2026-11-22T09:00:00Z\","
	    "\"seen\":\"2026-11-20T00:00:00Z\",\"pages\":1,\"page\":\"b\"}", "no mark before the end");
	tap_ok(page(&p, "c", "2026-11-21T00:00:00Z", true), "the second");
	tap_ok(page(&p, "", "2026-11-19T00:00:00Z", true), "the third");
	is_cursor(&p, "{\"mark\":\"2026-11-21T00:00:00Z\"}", "the latest change is the mark");
	pass_close(&p);
	tap_ok(pass_open(&p, &rule, NULL, at("2026-11-22T09:00:00Z")) && page(&p, "", NULL, true),
	    "an empty store");
	is_cursor(&p, "{\"mark\":\"2026-10-23T09:00:00Z\"}", "is read up to where it was looked at");
	pass_close(&p);
}

/* cursor, the contents of the only page, the mark afterwards */
static void
moves(const char *now, const char *cursor, const char *since, const char *seen, const char *mark)
{
	struct str want = STR_MAX(100);
	struct pass p;

	tap_ok(pass_open(&p, &rule, cursor, at(now)), cursor);
	is_time(p.since, since, "begins");
	tap_ok(page(&p, "", seen, true), "ends");
	str_printf(&want, "{\"mark\":\"%s\"}", mark);
	is_cursor(&p, str_text(&want), "mark");
	str_free(&want);
	pass_close(&p);
}

static void
marks(void)
{
	moves("2026-11-22T09:00:00Z", "{\"mark\":\"2026-11-22T08:50:00Z\"}", "2026-11-22T08:45:00Z",
	    "2026-11-22T08:58:00Z", "2026-11-22T08:58:00Z");
	/* nothing new, or only the overlap: the mark stays, because the shop's clock may be behind */
	moves("2026-11-22T09:00:00Z", "{\"mark\":\"2026-11-22T08:50:00Z\"}", "2026-11-22T08:45:00Z",
	    NULL, "2026-11-22T08:50:00Z");
	moves("2026-11-22T09:00:00Z", "{\"mark\":\"2026-11-22T08:50:00Z\"}", "2026-11-22T08:45:00Z",
	    "2026-11-22T08:46:00Z", "2026-11-22T08:50:00Z");
	/* the shop's clock is ahead: the mark is at most the start of the pass */
	moves("2026-11-22T09:00:00Z", "{\"mark\":\"2026-11-22T08:50:00Z\"}", "2026-11-22T08:45:00Z",
	    "2026-11-22T10:00:00Z", "2026-11-22T09:00:00Z");
	/* our clock was ahead, for a short or an unknown time */
	moves("2026-11-22T09:00:00Z", "{\"mark\":\"2026-11-22T09:04:00Z\"}", "2026-11-22T08:55:00Z",
	    NULL, "2026-11-22T09:00:00Z");
	moves("2026-11-22T09:00:00Z", "{\"mark\":\"2027-11-22T09:00:00Z\"}", "2026-10-23T09:00:00Z",
	    "2026-11-22T08:00:00Z", "2026-11-22T08:00:00Z");
}

static void
resumed(void)
{
	static const char cursor[] = "{\"mark\":\"2026-11-20T00:00:00Z\","
	    "\"since\":\"2026-11-19T23:55:00Z\",\"began\":\"2026-11-21T00:00:00Z\","
	    "\"seen\":\"2026-11-20T12:00:00Z\",\"pages\":7,\"page\":\"p \\\"8\\\"\"}";
	struct pass_rule from = rule;
	struct poll_request a;
	struct pass p;

	tap_ok(pass_open(&p, &rule, cursor, at("2026-11-22T09:00:00Z")) && p.resumed, "a cut pass");
	pass_request(&p, &a);
	tap_is(a.page, "p \"8\"", "goes on at its page");
	is_time(a.since, "2026-11-19T23:55:00Z", "with its beginning");
	is_cursor(&p, cursor, "and is printed unchanged");
	tap_ok(page(&p, "", NULL, true), "its last page");
	is_cursor(&p, "{\"mark\":\"2026-11-20T12:00:00Z\"}", "what was seen before the cut counts");
	pass_close(&p);
	tap_ok(pass_open(&p, &rule, cursor, at("2026-11-20T23:00:00Z")) && !p.resumed
	    && p.began == at("2026-11-20T23:00:00Z"), "one that began tomorrow: our clock was wrong");
	pass_close(&p);
	from.from = at("2026-11-19T23:55:00Z");
	tap_ok(pass_open(&p, &from, cursor, at("2026-11-22T09:00:00Z")) && p.resumed,
	    "a backfill since the same time goes on");
	pass_close(&p);
	from.from = at("2026-01-01T00:00:00Z");
	tap_ok(pass_open(&p, &from, cursor, at("2026-11-22T09:00:00Z")) && !p.resumed
	    && p.since == from.from, "since another one it begins anew");
	pass_close(&p);
}

static void
strange(void)
{
	static const char *const bad[] = { "1", "null", "[]", "{", "\"x\"" };
	static const char *const odd[] = { "{}", "{\"mark\":7}", "{\"mark\":\"soon\"}",
	    "{\"page\":\"x\"}", "{\"page\":\"x\",\"since\":\"2026-11-19T23:55:00Z\",\"began\":1}" };
	struct pass p;
	size_t i;

	for (i = 0; i < COUNT(bad); i++) {
		tap_ok(!pass_open(&p, &rule, bad[i], at("2026-11-22T09:00:00Z")) && !p.resumed
		    && p.since == at("2026-10-23T09:00:00Z"), bad[i]);
		pass_close(&p);
	}
	for (i = 0; i < COUNT(odd); i++) {
		tap_ok(pass_open(&p, &rule, odd[i], at("2026-11-22T09:00:00Z")) && !p.resumed
		    && p.since == at("2026-10-23T09:00:00Z"), odd[i]);
		pass_close(&p);
	}
}

/* Pages named 1, 2, ... n, which then repeat. */
static int
circle(int head, int length)
{
	struct pass p;
	char name[16];
	int i;

	if (!pass_open(&p, &rule, NULL, at("2026-11-22T09:00:00Z")))
		return -1;
	for (i = 0; i < 1000; i++) {
		snprintf(name, sizeof name, "%d", i < head ? i : head + (i - head) % length);
		if (!page(&p, name, NULL, true))
			break;
	}
	pass_close(&p);
	return i;
}

static void
circles(void)
{
	struct pass p;
	char name[16];
	int i;

	tap_ok(circle(0, 1) == 1, "a page that names itself");
	tap_ok(circle(5, 2) < 20, "two that name each other");
	tap_ok(circle(10, 37) < 120, "a wide circle");
	tap_ok(circle(1000, 1) == 1000, "no circle");
	tap_ok(pass_open(&p, &rule, NULL, at("2026-11-22T09:00:00Z")), "names that go on");
	for (i = 0; i < 1000; i++) {
		snprintf(name, sizeof name, "%d", i);
		if (!page(&p, name, NULL, i % PASS_STALE_MAX == 0))
			break;
	}
	tap_ok(i == 1000, "with few new things");
	for (i = 0; i < 1000; i++) {
		snprintf(name, sizeof name, "n%d", i);
		if (!page(&p, name, NULL, false))
			break;
	}
	tap_ok(i < 2 * PASS_STALE_MAX, "with nothing new");
	pass_close(&p);
	tap_ok(pass_open(&p, &rule, NULL, at("2026-11-22T09:00:00Z")) && !page(&p, "a\nb", NULL, true)
	    && p.pages == 0, "a name with a control byte");
	pass_close(&p);
}

static void
checkpoints(void)
{
	struct str line = STR_MAX(RECORD_LINE_MAX);
	struct pass p;

	tap_ok(pass_open(&p, &rule, "{\"mark\":\"2026-11-22T08:50:00Z\"}", at("2026-11-22T09:00:00Z"))
	    && page(&p, "", NULL, true), "a pass");
	pass_checkpoint(&p, "acme", "orders", true, true, at("2026-11-22T09:01:00Z"), &line);
	tap_ok(strstr(str_text(&line), "\"complete\":true,\"orders_seen_at\":\"2026-11-22T09:00:00Z\"")
	    != NULL, "orders are as fresh as the beginning of the pass");
	str_cut(&line, 0);
	pass_checkpoint(&p, "acme", "orders", false, true, at("2026-11-22T09:01:00Z"), &line);
	tap_ok(strstr(str_text(&line), "orders_seen_at") == NULL, "but not before its end");
	str_cut(&line, 0);
	pass_checkpoint(&p, "acme", "carts", true, false, at("2026-11-22T09:01:00Z"), &line);
	tap_ok(strstr(str_text(&line), "orders_seen_at") == NULL, "nor by other things");
	str_free(&line);
	pass_close(&p);
}

static void
judged(int status, const char *fields, enum backoff_fate want)
{
	struct http_response a = { status, fields, "", 0 };
	char what[64];

	snprintf(what, sizeof what, "status %d %.40s", status, fields);
	tap_ok(backoff_fate_of(&a) == want, what);
}

static void
waits(const char *fields, int64_t seconds)
{
	struct http_response a = { 429, fields, "", 0 };

	tap_ok(backoff_requested(&a, at("2026-11-22T09:00:00Z")) == seconds * CLOCK_SECOND, fields);
}

static void
later(void)
{
	judged(200, "", BACKOFF_GOOD);
	judged(204, "", BACKOFF_GOOD);
	judged(301, "location: /x\n", BACKOFF_REFUSED);
	judged(400, "", BACKOFF_REFUSED);
	judged(401, "", BACKOFF_LOGIN);
	judged(403, "", BACKOFF_REFUSED);
	judged(403, "retry-after: 3\n", BACKOFF_AGAIN);
	judged(404, "", BACKOFF_GONE);
	judged(408, "", BACKOFF_AGAIN);
	judged(410, "", BACKOFF_GONE);
	judged(429, "", BACKOFF_AGAIN);
	judged(500, "", BACKOFF_AGAIN);
	judged(501, "", BACKOFF_REFUSED);
	judged(503, "", BACKOFF_AGAIN);
	judged(530, "", BACKOFF_AGAIN);
	waits("", 0);
	waits("retry-after: 7\n", 7);
	waits("retry-after: 0\n", 0);
	waits("retry-after: -7\n", 0);
	waits("retry-after: soon\n", 0);
	waits("retry-after: 99999999999999999999\n", 0);
	waits("retry-after: 999999999\n", 30 * 86400);
	waits("retry-after: Sun, 22 Nov 2026 09:02:00 GMT\n", 120);
	waits("retry-after: Sun, 22 Nov 2026 08:02:00 GMT\n", 0);
	waits("retry-after: Sun, 22 Nov 2026 10:02:00 GMT\ndate: Sun, 22 Nov 2026 10:00:00 GMT\n", 120);
	waits("retry-after: Sun, 31 Feb 2026 10:02:00 GMT\n", 0);
	waits("retry-after: Sun, 22 nov 2026 09:02:00 GMT\n", 0);
	tap_ok(backoff_try(1, 0) == CLOCK_SECOND / 2 && backoff_try(1, UINT32_MAX) < CLOCK_SECOND,
	    "the first wait is half a second to one");
	tap_ok(backoff_try(4, 0) == 4 * CLOCK_SECOND && backoff_try(4, UINT32_MAX)
	    < 8 * CLOCK_SECOND, "the fourth is eight times as long");
	tap_ok(backoff_try(1000, UINT32_MAX) < BACKOFF_TRY_MAX, "none is longer than a minute");
	tap_ok(backoff_store(0) == 0 && backoff_store(2) == 0 && backoff_store(3) == BACKOFF_STORE
	    && backoff_store(4) == 2 * BACKOFF_STORE && backoff_store(1000000) == BACKOFF_STORE_MAX,
	    "three failures in a row, then rests that grow to an hour");
}

int
main(void)
{
	first();
	marks();
	resumed();
	strange();
	circles();
	checkpoints();
	later();
	return tap_done();
}
