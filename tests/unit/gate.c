/* gate.c: each closed gate reports what it found, live and from the stored facts. */
#include <string.h>

#include "rule/gate_finding.h"
#include "tap.h"

#define NOW (1000 * CLOCK_DAY)

static const struct gate_facts open_facts = {
	.episode = EPISODE_OPEN, .idle_at = GATE_NO_TIME, .has_address = true, .consent = GATE_GRANTED,
	.needs_grant = true, .orders_seen_at = NOW, .orders_max_age = CLOCK_HOUR,
	.order_rejected_at = GATE_NO_TIME, .link_until = GATE_NO_TIME, .paused_until = GATE_NO_TIME,
	.wait_until = GATE_NO_TIME, .when = -1, .opens_at = GATE_NO_TIME, .episode_text = GATE_NO_TIME,
	.expires_at = NOW + CLOCK_DAY, .not_before = NOW, .not_after = NOW + CLOCK_HOUR,
	.bought_at = GATE_NO_TIME, .registry_at = NOW, .gap = CLOCK_HOUR, .cap_day = 1, .cap_week = 3,
};

/* Sets the one fact that closes each gate alone. */
static void
close_all(struct gate_facts *f)
{
	f->bought = f->bot = f->empty = f->suppressed = f->cart_active = f->pending = true;
	f->disposable = f->link_dead = f->unread = f->held_out = f->erasing = f->branched = true;
	f->when = REFUSAL_CLICKED;
	f->opens_at = NOW + CLOCK_MINUTE;
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
	f->channel = CHANNEL_SMS;
	f->needs_confirmed = f->needs_written = f->place.missing = true;
	f->rule = (struct text_rule){ .confirmed = true, .written = true, .once = true,
	    .within = CLOCK_DAY, .per_day = 1, .registry = 31 * CLOCK_DAY };
	f->registered = true;
	f->registry_at = GATE_NO_TIME;
	f->abandoned_at = NOW - CLOCK_DAY - 1;
	f->episode_text = f->texts[0] = NOW - CLOCK_MINUTE;
	f->ntexts = 1;
	snprintf(f->quiet, sizeof f->quiet, "US-FL in America/New_York (area code)");
	f->cool_off = CLOCK_DAY;
	f->bought_at = NOW - CLOCK_MINUTE;
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
	for (i = 0; i < GATE_NAMES; i++)
		if (!gate_concerns((enum gate)i, CHANNEL_EMAIL)) {
			shut.channel = CHANNEL_EMAIL;
			tap_ok(gate_check((enum gate)i, &shut, NOW).fate == GATE_GO, "never for a mail");
		}
	tap_ok(i >= 22, "gates are not forgotten");
	tap_ok(gate_find("no_such_gate") == GATE_NAME_NONE && gate_find("") == GATE_NAME_NONE
	    && gate_find(NULL) == GATE_NAME_NONE && *gate_name(GATE_NAME_NONE) == '\0', "no gate");
}

/* The Do-Not-Call registry: what lets a text go, and for how long its data counts. */
static void
test_registry(void)
{
	static const struct {
		bool written, registered;
		crt_time bought, age;		/* before NOW; 0: none */
		enum gate_fate listed, stale;
	} cases[] = {
		{ false, false, 0, CLOCK_DAY, GATE_GO, GATE_GO },
		{ false, false, 0, 31 * CLOCK_DAY, GATE_GO, GATE_GO },
		{ false, false, 0, 31 * CLOCK_DAY + 1, GATE_GO, GATE_HOLD },
		{ false, false, 0, 0, GATE_GO, GATE_HOLD },
		{ false, true, 0, CLOCK_DAY, GATE_SKIP, GATE_GO },
		{ true, true, 0, 0, GATE_GO, GATE_GO },
		{ false, true, 540 * CLOCK_DAY, 0, GATE_GO, GATE_GO },
		{ false, true, 540 * CLOCK_DAY + 1, CLOCK_DAY, GATE_SKIP, GATE_GO },
	};
	static const char *const numbers[] = { "US-FL", "US", "CA-ON", "DE" };
	struct gate_facts f = open_facts;
	size_t i;

	f.channel = CHANNEL_SMS;
	for (i = 0; i < COUNT(numbers); i++) {
		f.place = (struct place){ .regions = { { "US-NY", PLACE_ADDRESS },
		    { .by = PLACE_AREA_CODE } }, .nregions = 2 };
		snprintf(f.place.regions[1].name, PLACE_REGION_MAX, "%s", numbers[i]);
		f.rule = text_rule_of(&f.place);
		f.registered = true;
		tap_ok((gate_check(GATE_NAME_dnc_listed, &f, NOW).fate == GATE_SKIP) == (i < 2),
		    numbers[i]);
	}
	snprintf(f.place.regions[1].name, PLACE_REGION_MAX, "US");
	f.rule = text_rule_of(&f.place);
	for (i = 0; i < COUNT(cases); i++) {
		f.written = cases[i].written;
		f.registered = cases[i].registered;
		f.bought_at = cases[i].bought ? NOW - cases[i].bought : GATE_NO_TIME;
		f.registry_at = cases[i].age ? NOW - cases[i].age : GATE_NO_TIME;
		tap_ok(gate_check(GATE_NAME_dnc_listed, &f, NOW).fate == cases[i].listed
		    && gate_check(GATE_NAME_dnc_stale, &f, NOW).fate == cases[i].stale, "registry");
	}
}

/* The facts that gate_print stores are enough to report the same later. */
static void
test_kept(void)
{
	static const char *const cases[][2] = {
		{ "no_consent", "consent is denied; text messages require granted" },
		{ "quiet_hours", "the hour does not allow text messages: "
		    "US-FL in America/New_York (area code)" },
		{ "episode", "the episode is LOST" },
		{ "paused", "the person has paused messages until 1972-09-27T00:01:00Z" },
		{ "wait", "the person was assigned to a longer wait; it ends 1972-09-27T00:01:00Z" },
		{ "settings", "store \"acme\" has no sender" },
		{ "stale_orders", "the store's orders have never been synced completely" },
		{ "rejected_order", "an order that may be this person's was rejected: "
		    "1972-09-26T23:59:00Z" },
		{ "cool_off", "the person bought more recently than the store's cool_off allows: "
		    "1972-09-26T23:59:00Z" },
		{ "gap", "the last message to the person is more recent than the store's gap allows: "
		    "1972-09-26T23:59:00Z" },
		{ "too_late", "the step's not_after has passed: 1972-09-26T23:59:00Z" },
		{ "when", "the step's conditions are not met, or not known: clicked" },
		{ "send_window", "the step's send_window is closed until 1972-09-27T00:01:00Z" },
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
		{ GATE_NAME_cool_off, CLOCK_DAY, GATE_GO },
		{ GATE_NAME_cool_off, CLOCK_DAY - 1, GATE_HOLD },
		{ GATE_NAME_gap, CLOCK_HOUR, GATE_GO },
		{ GATE_NAME_gap, CLOCK_HOUR - 1, GATE_HOLD },
		{ GATE_NAME_cap_day, CLOCK_DAY, GATE_GO },
		{ GATE_NAME_cap_day, CLOCK_DAY - 1, GATE_HOLD },
		{ GATE_NAME_cap_week, 5 * CLOCK_DAY, GATE_GO },
		{ GATE_NAME_cap_week, 5 * CLOCK_DAY - 1, GATE_HOLD },
	};
	struct gate_facts f = open_facts;
	size_t i;

	f.bought_at = NOW;
	f.cool_off = CLOCK_DAY;
	f.nsent = 3;
	f.sent[0] = NOW;
	f.sent[1] = NOW - CLOCK_DAY;
	f.sent[2] = NOW - 2 * CLOCK_DAY;
	for (i = 0; i < COUNT(edges); i++) {
		struct gate_verdict v = gate_check(edges[i].gate, &f, NOW + edges[i].at);

		tap_ok(v.fate == edges[i].fate, gate_name(edges[i].gate));
	}
	tap_ok(gate_check(GATE_NAME_gap, &f, NOW).until == NOW + CLOCK_HOUR, "gap: until it is over");
	tap_ok(gate_check(GATE_NAME_cool_off, &f, NOW).until == NOW + CLOCK_DAY, "cool_off: the same");
	f.bought_at = NOW - CLOCK_DAY + 1;
	f.cool_off = 0;
	tap_ok(gate_check(GATE_NAME_cool_off, &f, NOW).fate == GATE_GO, "cool_off: off");
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

/* A text message: each rule at its last moment and after it; a mail of the same facts goes. */
static void
test_texts(void)
{
	static const struct place_clock clock = { "Etc/UTC", true, { { { 0, 0 } }, 1 } };
	static const struct {
		enum gate gate;
		crt_time abandoned, episode_text, not_after, at;	/* counted from NOW, a midnight */
		bool confirmed;
		enum gate_fate fate;
		crt_time until;
	} cases[] = {
		{ GATE_NAME_text_unconfirmed, 0, 0, CLOCK_DAY, 0, false, GATE_SKIP, 0 },
		{ GATE_NAME_text_unconfirmed, 0, 0, CLOCK_DAY, 0, true, GATE_GO, 0 },
		{ GATE_NAME_text_repeated, 0, -1, CLOCK_DAY, 0, true, GATE_SKIP, 0 },
		{ GATE_NAME_text_repeated, 0, 0, CLOCK_DAY, 0, true, GATE_GO, 0 },
		{ GATE_NAME_text_late, -2 * CLOCK_DAY, 0, CLOCK_DAY, 0, true, GATE_GO, 0 },
		{ GATE_NAME_text_late, -2 * CLOCK_DAY, 0, CLOCK_DAY, 1, true, GATE_SKIP, 0 },
		{ GATE_NAME_quiet_hours, 0, 0, CLOCK_DAY, 8 * CLOCK_HOUR, true, GATE_GO, 0 },
		{ GATE_NAME_quiet_hours, 0, 0, CLOCK_DAY, 0, true, GATE_HOLD, 8 * CLOCK_HOUR },
		/* the next opening is later than not_after, or than 48 hours */
		{ GATE_NAME_quiet_hours, 0, 0, 8 * CLOCK_HOUR - 1, 0, true, GATE_SKIP, 0 },
		{ GATE_NAME_quiet_hours, -40 * CLOCK_HOUR, 0, CLOCK_DAY, 0, true, GATE_HOLD,
		    8 * CLOCK_HOUR },
		{ GATE_NAME_quiet_hours, -40 * CLOCK_HOUR - 1, 0, CLOCK_DAY, 0, true, GATE_SKIP, 0 },
	};
	struct gate_facts f = open_facts;
	struct gate_verdict v;
	size_t i;

	f.needs_confirmed = true;
	f.place = (struct place){ .regions = { { "US-FL", PLACE_AREA_CODE } }, .nregions = 1,
	    .zones = { { &clock, PLACE_AREA_CODE } }, .nzones = 1 };
	f.rule = text_rule_of(&f.place);
	for (i = 0; i < COUNT(cases); i++) {
		f.abandoned_at = NOW + cases[i].abandoned;
		f.episode_text = cases[i].episode_text ? NOW + cases[i].episode_text : GATE_NO_TIME;
		f.not_after = NOW + cases[i].not_after;
		f.confirmed = cases[i].confirmed;
		f.channel = CHANNEL_SMS;
		v = gate_check(cases[i].gate, &f, NOW + cases[i].at);
		tap_ok(v.fate == cases[i].fate && (v.fate != GATE_HOLD
		    || v.until == NOW + cases[i].until), gate_name(cases[i].gate));
		f.channel = CHANNEL_EMAIL;
		v = gate_check(cases[i].gate, &f, NOW + cases[i].at);
		tap_ok(v.fate == GATE_GO, "a mail goes");
	}
	f.channel = CHANNEL_SMS;
	f.ntexts = 3;		/* Florida allows three in 24 hours */
	f.texts[0] = f.texts[1] = NOW;
	f.texts[2] = NOW - CLOCK_HOUR;
	v = gate_check(GATE_NAME_text_cap, &f, NOW);
	tap_ok(v.fate == GATE_HOLD && v.until == NOW + 23 * CLOCK_HOUR, "until the first is a day old");
	f.ntexts = 2;
	tap_ok(gate_check(GATE_NAME_text_cap, &f, NOW).fate == GATE_GO, "two texts");
}

/* drop_if makes a message that a gate would hold one that is skipped, with that gate's name. */
static void
test_drops(void)
{
	struct gate_facts f = open_facts;
	struct gate_verdict v;
	int g, n = 0;

	for (g = 0; g < GATE_NAMES; g++)
		n += gate_droppable((enum gate)g);
	tap_ok(n >= 10 && GATE_NAMES <= 64, "gates that may drop have bits");
	f.nsent = 1;
	f.sent[0] = NOW;
	tap_ok(gate_decide(&f, NOW).fate == GATE_HOLD, "a gap holds");
	f.drop_if = GATE_BIT(GATE_NAME_gap);
	v = gate_decide(&f, NOW);
	tap_ok(v.fate == GATE_SKIP && v.gate == GATE_NAME_gap, "or drops");
	f = open_facts;
	f.opens_at = f.not_after + 1;
	tap_ok(gate_decide(&f, NOW).fate == GATE_SKIP, "a window that opens after not_after skips");
	f.opens_at = f.not_after;
	v = gate_decide(&f, NOW);
	tap_ok(v.fate == GATE_HOLD && v.until == f.not_after, "one that opens before holds until then");
}

/* A push message: held, dropped, or delivered by the hours of the store. */
static void
test_push(void)
{
	static const struct place_clock clock = { "Etc/UTC", true, { { { 0, 0 } }, 1 } };
	struct gate_facts f = open_facts;
	struct gate_verdict v;

	f.place = (struct place){ .zones = { { &clock, PLACE_DEVICE } }, .nzones = 1 };
	f.channel = CHANNEL_PUSH;
	f.not_after = NOW + CLOCK_DAY;
	f.push_hours = (struct daily){ 10 * 60, 20 * 60 };
	v = gate_check(GATE_NAME_quiet_hours, &f, NOW);
	tap_ok(v.fate == GATE_HOLD && v.until == NOW + 10 * CLOCK_HOUR, "a push message has its hours");
	tap_ok(gate_deliver_until(&f, NOW + 19 * CLOCK_HOUR) == NOW + 20 * CLOCK_HOUR,
	    "it is delivered within them");
	f.not_after = NOW + 10 * CLOCK_HOUR - 1;
	tap_ok(gate_check(GATE_NAME_quiet_hours, &f, NOW).fate == GATE_SKIP, "or dropped");
	f.push_hours = (struct daily){ 0, 0 };
	tap_ok(gate_check(GATE_NAME_quiet_hours, &f, NOW).fate == GATE_GO, "off is at any hour");
	tap_ok(gate_deliver_until(&f, NOW) == f.not_after, "until not_after");
}

int
main(void)
{
	test_drops();
	test_push();
	test_texts();
	test_edges();
	test_consent();
	test_every_gate();
	test_registry();
	test_kept();
	return tap_done();
}
