/* gate.c: each closed gate reports what it found, live and from the stored facts. */
#include <string.h>

#include "rule/gate_finding.h"
#include "tap.h"

#define NOW (1000 * CLOCK_DAY)

static const struct gate_facts open_facts = {
	.episode = EPISODE_OPEN, .idle_at = GATE_NO_TIME, .has_address = true, .consent = GATE_GRANTED,
	.needs_grant = true, .orders_seen_at = NOW, .orders_max_age = CLOCK_HOUR,
	.order_rejected_at = GATE_NO_TIME, .link_until = GATE_NO_TIME, .paused_until = GATE_NO_TIME,
	.wait_until = GATE_NO_TIME,
	.expires_at = NOW + CLOCK_DAY, .not_before = NOW, .not_after = NOW + CLOCK_HOUR,
	.gap = CLOCK_HOUR, .cap_day = 1, .cap_week = 3,
};

/* Sets the one fact that closes each gate alone. */
static void
close_all(struct gate_facts *f)
{
	f->bought = f->bot = f->empty = f->suppressed = f->cart_active = f->pending = true;
	f->disposable = f->link_dead = f->unread = f->held_out = f->erasing = true;
	f->episode = EPISODE_LOST;
	f->expires_at = NOW;
	f->not_after = NOW - CLOCK_MINUTE;
	f->not_before = NOW + CLOCK_MINUTE;
	f->has_address = false;
	f->consent = GATE_DENIED;
	f->paused_until = f->wait_until = NOW + CLOCK_MINUTE;
	f->fault = "store \"acme\" has no sender";
	f->orders_seen_at = GATE_NO_TIME;
	f->order_rejected_at = NOW - CLOCK_MINUTE;
	f->nsent = 3;
	f->sent[0] = f->sent[1] = f->sent[2] = NOW - CLOCK_MINUTE;
}

static void
test_every_gate(void)
{
	struct gate_facts shut = open_facts;
	int i;

	close_all(&shut);
	for (i = 0; i < GATE_NAMES; i++) {
		enum gate g = (enum gate)i;
		struct gate_verdict v = gate_check(g, &open_facts, NOW);
		struct str s = STR_MAX(GATE_FINDING_MAX);

		tap_ok(v.fate == GATE_GO && v.gate == GATE_NAME_NONE, gate_name(g));
		v = gate_check(g, &shut, NOW);
		gate_finding(g, &shut, &s);
		tap_ok(v.fate != GATE_GO && v.gate == g && s.len > 0
		    && strcmp(str_text(&s), gate_meaning(g)), gate_name(g));
		tap_ok(gate_find(gate_name(g)) == g, gate_name(g));
		str_free(&s);
	}
	tap_ok(i >= 22, "gates are not forgotten");
	tap_ok(gate_find("no_such_gate") == GATE_NAME_NONE && gate_find("") == GATE_NAME_NONE
	    && gate_find(NULL) == GATE_NAME_NONE && *gate_name(GATE_NAME_NONE) == '\0', "no gate");
}

/* The facts that gate_print stores are enough to report the same later. */
static void
test_kept(void)
{
	static const char *const cases[][2] = {
		{ "no_consent", "consent is denied; the store requires granted" },
		{ "episode", "the episode is LOST" },
		{ "paused", "the person has paused messages until 1972-09-27T00:01:00Z" },
		{ "wait", "the person was assigned to a longer wait; it ends 1972-09-27T00:01:00Z" },
		{ "settings", "store \"acme\" has no sender" },
		{ "stale_orders", "the store's orders have never been synced completely" },
		{ "rejected_order", "an order that may be this person's was rejected: "
		    "1972-09-26T23:59:00Z" },
		{ "gap", "the last message to the person is more recent than the store's gap allows: "
		    "1972-09-26T23:59:00Z" },
		{ "too_late", "the step's not_after has passed: 1972-09-26T23:59:00Z" },
		{ GATE_TOO_LONG,
		    "its record exceeds 1 MiB, even without images, links, and unknown members" },
		{ "no_such_gate", "" },
	};
	struct gate_facts shut = open_facts;
	struct str text = STR_MAX(4096);
	struct err e = { 0 };
	json_t *facts = NULL;
	size_t i;

	close_all(&shut);
	gate_print(&shut, NOW, &text);
	tap_ok(value_read(&facts, str_text(&text), text.len, &e), "the facts are JSON");
	for (i = 0; i < COUNT(cases); i++) {
		struct str s = STR_MAX(GATE_FINDING_MAX);

		gate_finding_kept(cases[i][0], facts, &s);
		tap_is(str_text(&s), cases[i][1], cases[i][0]);
		str_free(&s);
	}
	value_free(facts);
	str_free(&text);
}

/* The last moment before a gate changes, and the first moment after it. */
static void
test_edges(void)
{
	static const struct {
		enum gate gate;
		crt_time at;		/* time of the check, counted from NOW */
		enum gate_fate fate;
	} edges[] = {
		{ GATE_NAME_expired, CLOCK_DAY - 1, GATE_GO },
		{ GATE_NAME_expired, CLOCK_DAY, GATE_STOP },
		{ GATE_NAME_too_late, CLOCK_HOUR, GATE_GO },
		{ GATE_NAME_too_late, CLOCK_HOUR + 1, GATE_SKIP },
		{ GATE_NAME_too_early, 0, GATE_GO },
		{ GATE_NAME_too_early, -1, GATE_HOLD },
		{ GATE_NAME_stale_orders, CLOCK_HOUR, GATE_GO },
		{ GATE_NAME_stale_orders, CLOCK_HOUR + 1, GATE_HOLD },
		{ GATE_NAME_stale_orders, -CLOCK_HOUR, GATE_GO },
		{ GATE_NAME_stale_orders, -CLOCK_HOUR - 1, GATE_HOLD },
		{ GATE_NAME_gap, CLOCK_HOUR, GATE_GO },
		{ GATE_NAME_gap, CLOCK_HOUR - 1, GATE_HOLD },
		{ GATE_NAME_cap_day, CLOCK_DAY, GATE_GO },
		{ GATE_NAME_cap_day, CLOCK_DAY - 1, GATE_HOLD },
		{ GATE_NAME_cap_week, 5 * CLOCK_DAY, GATE_GO },
		{ GATE_NAME_cap_week, 5 * CLOCK_DAY - 1, GATE_HOLD },
	};
	struct gate_facts f = open_facts;
	size_t i;

	f.nsent = 3;
	f.sent[0] = NOW;
	f.sent[1] = NOW - CLOCK_DAY;
	f.sent[2] = NOW - 2 * CLOCK_DAY;
	for (i = 0; i < COUNT(edges); i++) {
		struct gate_verdict v = gate_check(edges[i].gate, &f, NOW + edges[i].at);

		tap_ok(v.fate == edges[i].fate, gate_name(edges[i].gate));
	}
	tap_ok(gate_check(GATE_NAME_gap, &f, NOW).until == NOW + CLOCK_HOUR, "gap: until it is over");
	tap_ok(gate_check(GATE_NAME_cap_day, &f, NOW).until == NOW + CLOCK_DAY,
	    "until the last is a day old");
	tap_ok(gate_check(GATE_NAME_cap_week, &f, NOW).until == NOW + 5 * CLOCK_DAY,
	    "until the third is a week old");
}

/* Each state of consent with each basis. */
static void
test_consent(void)
{
	static const struct {
		enum gate_consent consent;
		bool needs_grant, goes;
	} cases[] = {
		{ GATE_GRANTED, true, true }, { GATE_UNKNOWN, true, false }, { GATE_PENDING, true, false },
		{ GATE_DENIED, true, false }, { GATE_GRANTED, false, true }, { GATE_UNKNOWN, false, true },
		{ GATE_PENDING, false, false }, { GATE_DENIED, false, false },
	};
	struct gate_facts f = open_facts;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		f.consent = cases[i].consent;
		f.needs_grant = cases[i].needs_grant;
		tap_ok((gate_decide(&f, NOW).fate == GATE_GO) == cases[i].goes, "consent");
	}
}

int
main(void)
{
	test_edges();
	test_consent();
	test_every_gate();
	test_kept();
	return tap_done();
}
