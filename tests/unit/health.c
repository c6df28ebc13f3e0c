/* health.c: numbers become ok, warning, or fault, at their limits. */
#include "report/health.h"
#include "tap.h"

#define NOW (1000000 * CLOCK_SECOND)
#define LATE (15 * CLOCK_MINUTE)

static void
run(struct health_run r, const char *state, const char *what)
{
	struct health_check c;

	health_run(&c, &r, NOW, LATE);
	tap_is(health_word(c.state), state, what);
	tap_is(c.what, what, what);
	tap_ok((c.state == HEALTH_OK) == (*c.advice == '\0'), "advice where something is to do");
}

static void
runs(void)
{
	crt_time then = NOW - LATE;

	run((struct health_run){ 0 }, "fault", "it has never run");
	run((struct health_run){ .began = true, .began_at = NOW, .open = 1 }, "ok",
	    "the first run is in progress");
	run((struct health_run){ true, true, then, then, 0, 0, NULL }, "ok",
	    "the last run ended with 0");
	run((struct health_run){ true, true, then, then, 0, 3, NULL }, "ok",
	    "the last run ended with 3");
	run((struct health_run){ true, true, then, then, 0, 75, "deadlock" }, "warning",
	    "the last run ended with 75: deadlock");
	run((struct health_run){ true, true, then, then, 0, 70, NULL }, "fault",
	    "the last run ended with 70: no reason given");
	run((struct health_run){ true, true, then - 1, then - 1, 0, 0, NULL }, "fault",
	    "late: the last run ended 15m ago");
	run((struct health_run){ true, true, then, then - CLOCK_DAY, 1, 0, NULL }, "ok",
	    "the last run ended with 0");
	run((struct health_run){ true, true, NOW - 3 * CLOCK_DAY, 0, 1, 0, NULL }, "warning",
	    "a run began 3d0h ago and has not ended");
	run((struct health_run){ true, true, NOW, NOW, 2, 0, NULL }, "fault",
	    "2 runs began and did not end");
}

static void
expires(crt_time left, const char *state, const char *what)
{
	struct health_check c;

	health_expiry(&c, "the key", NOW + left, 21 * CLOCK_DAY, 7 * CLOCK_DAY, NOW, "renew it");
	tap_is(health_word(c.state), state, what);
	tap_is(c.what, what, what);
	tap_is(c.advice, c.state == HEALTH_OK ? "" : "renew it", "advice");
}

static void
expiry(void)
{
	struct health_check c;
	struct err why = { 0 };

	expires(21 * CLOCK_DAY, "ok", "the key expires in 21d0h");
	expires(21 * CLOCK_DAY - 1, "warning", "the key expires in 20d23h");
	expires(7 * CLOCK_DAY, "warning", "the key expires in 7d0h");
	expires(7 * CLOCK_DAY - 1, "fault", "the key expires in 6d23h");
	expires(0, "fault", "the key expired 0s ago");
	expires(-CLOCK_HOUR, "fault", "the key expired 1h0m ago");
	health_expiry(&c, "the key", NOW - 1, 0, 0, NOW, "renew it");
	tap_is(health_word(c.state), "fault", "expired, without limits");
	err_set(&why, ERR_UNAVAILABLE, "certificate has expired");
	health_certificate(&c, &why);
	tap_is(health_word(c.state), "fault", "an invalid certificate");
	err_set(&why, ERR_AGAIN, "timed out");
	health_certificate(&c, &why);
	tap_is(health_word(c.state), "warning", "a web server that cannot be reached");
}

static void
orders(crt_time max_age, const crt_time *seen, const char *state, const char *what)
{
	struct health_check c;

	health_orders(&c, max_age, seen, HEALTH_FEED, NOW);
	tap_is(health_word(c.state), state, what);
	tap_is(c.what, what, what);
}

static void
reasons(void)
{
	static const struct {
		const char *reason;
		int64_t n, of;
		const char *state;
	} rows[] = {
		{ "no_consent", 1, 1, "warning" }, { "no_consent", 2, 2, "warning" },
		{ "no_consent", 3, 4, "ok" }, { "no_consent", 9, 10, "ok" },
		{ "no_consent", 10, 11, "warning" }, { "bought", 9, 9, "ok" },
		{ "bought", 10, 10, "warning" }, { "bought", 18, 20, "ok" },
		{ "bought", 19, 20, "warning" },
	};
	struct health_check c;
	size_t i;

	for (i = 0; i < COUNT(rows); i++) {
		health_reason(&c, rows[i].reason, rows[i].n, rows[i].of);
		tap_is(health_word(c.state), rows[i].state, rows[i].reason);
	}
	tap_is(c.what, "19 of 20 messages of a day were skipped: bought", "how many, of how many, why");
	health_sync(&c, &(struct health_sync){ .failures = 0 }, NOW);
	tap_is(c.what, "never polled", "a store that was never polled");
	tap_is(health_word(c.state), "warning", "a warning");
	health_sync(&c, &(struct health_sync){ .polled = true }, NOW);
	tap_is(c.what, "the last poll succeeded", "a store that was polled");
}

/* Seen to fail: only the count, "1 orders are rejected"; three ids and "...". */
static void
rejected_orders(void)
{
	struct health_check c;

	health_rejected_orders(&c, 2, "A, B", NOW - 2 * CLOCK_HOUR, NOW);
	tap_is(health_word(c.state), "fault", "rejected orders are a fault");
	tap_is(c.what, "2 orders were rejected, the first 2h0m ago, with the IDs A, B; messages are"
	    " held, as they may be any customer's", "how many, since when, which, and what follows");
	health_rejected_orders(&c, 1, "A", NOW - 2 * CLOCK_HOUR, NOW);
	tap_is(c.what, "1 order was rejected 2h0m ago, with the ID A; messages are held, as it may be"
	    " any customer's", "one");
	health_rejected_orders(&c, 104, "A, B, C", NOW, NOW);
	tap_is(c.what, "104 orders were rejected, the first 0s ago, with the IDs A, B, C and 4 more"
	    " (crt-ingest rejects list); messages are held, as they may be any customer's",
	    "more than are named");
}

/* Seen to fail: the advice for a feed for a shop that crt polls; "1 polls in a row failed"; a
   broken pipe listed before the run that caused it. */
static void
advice(void)
{
	static const struct { enum health_source source; const char *advice; } rows[] = {
		{ HEALTH_FEED, "send crt.sync.checkpoint in the feed, or set orders_max_age=off" },
		{ HEALTH_NO_CREDENTIALS,
		    "run: crt-sync store set STORE --credentials FILE; then run: crt-sync | crt-ingest" },
		{ HEALTH_POLLED, "run: crt-sync | crt-ingest" },
	};
	struct health_run r = { .began = true, .ended = true, .began_at = NOW, .ended_at = NOW };
	struct health_sync failed = { .polled = true, .failures = 1, .last = NOW, .reason = "no" };
	struct health_check c;

	for (size_t i = 0; i < COUNT(rows); i++) {
		health_orders(&c, CLOCK_HOUR, NULL, rows[i].source, NOW);
		tap_is(c.advice, rows[i].advice, "how orders are synced");
	}
	health_sync(&c, &failed, NOW);
	tap_is(c.what, "the last poll failed 0s ago: no", "one poll");
	failed.failures = 2;
	health_sync(&c, &failed, NOW);
	tap_is(c.what, "2 polls in a row failed, the last 0s ago: no", "two polls");
	r.exit = 74;
	health_run(&c, &r, NOW, LATE);
	tap_ok(c.state == HEALTH_FAULT && c.follows, "a broken pipe follows from another fault");
	r.exit = 77;
	health_run(&c, &r, NOW, LATE);
	tap_ok(c.state == HEALTH_FAULT && !c.follows, "a denied run does not");
}

static void
rejects(int64_t kept, int64_t records, int64_t rejected, const char *state)
{
	struct health_check c;

	health_rejects(&c, kept, records, rejected);
	tap_is(health_word(c.state), state, c.what);
}

static void
messages(struct health_messages m, const char *held, const char *unknown, const char *queued)
{
	struct health_check c;

	health_held(&c, &m);
	tap_is(health_word(c.state), held, c.what);
	health_unknown(&c, &m);
	tap_is(health_word(c.state), unknown, c.what);
	health_queued(&c, &m);
	tap_is(health_word(c.state), queued, c.what);
}

static void
failed(int64_t handed, int64_t lost, const char *state)
{
	struct health_messages m = { .handed_off = handed, .failed = lost };
	struct health_check c;

	health_failed(&c, &m);
	tap_is(health_word(c.state), state, c.what);
}

static void
hooks(void)
{
	crt_time seen = NOW - 3 * CLOCK_MINUTE;
	struct health_check c;

	health_hooks(&c, &seen, 0, 0, NOW);
	tap_ok(c.state == HEALTH_OK && *c.advice == '\0', "a webhook has arrived");
	tap_is(c.what, "the last webhook came 3m ago", "when");
	health_hooks(&c, &seen, 9, NOW - CLOCK_HOUR, NOW);
	tap_ok(c.state == HEALTH_OK, "changes whose webhooks may be on their way");
	health_hooks(&c, &seen, 2, NOW - CLOCK_DAY, NOW);
	tap_ok(c.state == HEALTH_OK, "two lost webhooks");
	seen = NOW - 5 * CLOCK_HOUR;
	health_hooks(&c, &seen, 3, NOW - 3 * CLOCK_HOUR, NOW);
	tap_ok(c.state == HEALTH_WARNING && *c.advice, "webhooks have stopped");
	tap_is(c.what, "webhooks have stopped: the last one came 5h0m ago, and polls alone found 3"
	    " later changes, the first 3h0m ago", "since when");
	health_hooks(&c, NULL, 9, NOW - CLOCK_DAY, NOW);
	tap_ok(c.state == HEALTH_WARNING && *c.advice, "none has arrived");
	tap_is(c.what, "no webhook of the shop has ever arrived", "none");
}

static void
volume(int64_t n, double median, double mad, const char *state)
{
	struct health_check c;

	health_volume(&c, &(struct health_volume){ .step = "abandoned", .days = 1, .n = n,
	    .median = median, .mad = mad });
	tap_is(health_word(c.state), state, "volume");
	tap_ok((c.state == HEALTH_OK) == (*c.advice == '\0'), "advice where something is to do");
}

/* A small store is not compared; a quiet one is allowed chance, a restless one its deviation. */
static void
volumes(void)
{
	volume(0, 9.5, 0, "ok");
	volume(0, 10, 0, "warning");
	volume(1, 10, 0, "ok");
	volume(64, 100, 0, "warning");
	volume(65, 100, 0, "ok");
	volume(0, 100, 20, "warning");
	volume(1, 100, 20, "ok");
	volume(200, 100, 0, "ok");
	volume(201, 100, 0, "warning");
	volume(300, 100, 40, "ok");
	volume(310, 100, 40, "warning");
	volume(INT64_MAX, 9.2e18, 0, "ok");
}

static void
volume_texts(void)
{
	struct health_check c;

	health_volume(&c, &(struct health_volume){ "sent", NULL, 0, 3, 7, 40, 0 });
	tap_is(c.what, "3 messages were sent in 7 days; in the weeks before it was 40", "messages");
	health_volume(&c, &(struct health_volume){ "one", "welcome", 2, 0, 1, 20, 0 });
	tap_is(c.what, "0 messages of step 2 of \"welcome\" were sent in a day; on the same day of the "
	    "weeks before it was 20", "those of a step");
	tap_is(c.advice, "see why its messages are held or skipped: crt-report --part messages",
	    "what to do");
}

int
main(void)
{
	crt_time edge = NOW - 2 * CLOCK_HOUR, past = edge - 1, ahead = NOW + CLOCK_HOUR;

	runs();
	expiry();
	hooks();
	rejected_orders();
	advice();
	reasons();
	orders(0, NULL, "ok", "orders arrive by push only (orders_max_age is off)");
	orders(2 * CLOCK_HOUR, NULL, "fault",
	    "its orders have never been synced completely; messages are held");
	orders(2 * CLOCK_HOUR, &edge, "ok", "the last complete order sync was 2h0m ago");
	orders(2 * CLOCK_HOUR, &past, "fault", "the last complete order sync was 2h0m ago");
	orders(2 * CLOCK_HOUR, &ahead, "ok", "the last complete order sync was 0s ago");
	rejects(0, 0, 0, "ok");
	rejects(1, 0, 0, "warning");
	rejects(9, 91, 9, "warning");
	rejects(10, 90, 10, "fault");
	rejects(0, 0, 1, "ok");
	rejects(INT64_MAX, INT64_MAX / 2, INT64_MAX / 4, "fault");
	failed(0, 0, "ok");
	failed(100, 0, "ok");
	failed(1, 1, "fault");
	failed(10, 1, "fault");
	failed(11, 1, "warning");
	failed(INT64_MAX, INT64_MAX / 2, "fault");
	volumes();
	volume_texts();
	messages((struct health_messages){ 0 }, "ok", "ok", "ok");
	messages((struct health_messages){ .held = 5 }, "ok", "ok", "ok");
	messages((struct health_messages){ .held = 5, .held_overdue = 1 }, "warning", "ok", "ok");
	messages((struct health_messages){ 5, 1, .held_settings = 1 }, "fault", "ok", "ok");
	messages((struct health_messages){ .unknown = 1 }, "ok", "fault", "ok");
	messages((struct health_messages){ .queued_overdue = 1 }, "ok", "ok", "fault");
	messages((struct health_messages){ .lost = 1 }, "ok", "fault", "ok");
	return tap_done();
}
