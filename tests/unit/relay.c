/* relay.c: when rejections are alike, when they are too many, and when they count. */
#include "refusal/relay.h"
#include "tap.h"

/* Two servers' responses for two recipients: are they the same rejection? */
static const struct pair {
	const char *one, *other;
	bool same;
} pairs[] = {
	{ "relay not permitted", "Relay not permitted", true },
	{ "<ann@a.example>: user unknown", "<bob@b.example>: user unknown", true },
	{ "ann: no such user here", "bob: no such user here", true },
	{ "nobody at a.example", "nobody at b.example", true },
	{ "no such user 4XyZ1 - gsmtp", "no such user d2e1a72fcca58-54e - gsmtp", true },
	{ "wait 30 s", "wait 31 s", true },
	{ "user unknown", "mailbox off", false },
	{ "user unknown", "", false },
};

static void
test_words(void)
{
	for (size_t i = 0; i < COUNT(pairs); i++) {
		struct str one = STR_MAX(RELAY_WORDS_MAX), other = STR_MAX(RELAY_WORDS_MAX);

		relay_words(&one, "550 5.1.1", pairs[i].one, "ann@a.example");
		relay_words(&other, "550 5.1.1", pairs[i].other, "bob@b.example");
		if (!tap_ok(!strcmp(str_text(&one), str_text(&other)) == pairs[i].same, pairs[i].one))
			printf("# %s / %s\n", str_text(&one), str_text(&other));
		str_free(&one);
		str_free(&other);
	}
}

static void
test_code(void)
{
	struct str one = STR_MAX(RELAY_WORDS_MAX), other = STR_MAX(RELAY_WORDS_MAX);

	relay_words(&one, "550 5.1.1", "no", "a@b.example");
	relay_words(&other, "550 5.7.1", "no", "a@b.example");
	tap_is(str_text(&one), "550 5.1.1 no", "what is compared");
	tap_ok(strcmp(str_text(&one), str_text(&other)), "another code is another refusal");
	str_free(&one);
	str_free(&other);
}

int
main(void)
{
	static const struct { int alike, of; bool fault; } runs[] = {
		{ 9, 9, false }, { 10, 10, true }, { 10, 49, true }, { 10, 50, false },
		{ 11, 50, true }, { 200, 1000, false }, { 201, 1000, true }, { 0, 0, false },
	};
	static const struct { int after, accepted, alike; enum relay_bounce want; } bounces[] = {
		{ 0, 0, 1, RELAY_WAIT }, { 9, 19, 1, RELAY_WAIT }, { 10, 10, 1, RELAY_DEAD },
		{ 10, 10, 2, RELAY_DEAD }, { 10, 10, 3, RELAY_DOUBTED }, { 10, 20, 5, RELAY_DEAD },
		{ 10, 20, 6, RELAY_DOUBTED }, { 10, 60, 9, RELAY_DEAD },
	};
	char what[64];

	test_words();
	test_code();
	for (size_t i = 0; i < COUNT(runs); i++) {
		snprintf(what, sizeof what, "%d of %d alike", runs[i].alike, runs[i].of);
		tap_ok(relay_at_fault(runs[i].alike, runs[i].of) == runs[i].fault, what);
	}
	for (size_t i = 0; i < COUNT(bounces); i++) {
		snprintf(what, sizeof what, "%d after, %d around, %d alike", bounces[i].after,
		    bounces[i].accepted, bounces[i].alike);
		tap_ok(relay_bounce(bounces[i].after, bounces[i].accepted, bounces[i].alike)
		    == bounces[i].want, what);
	}
	return tap_done();
}
