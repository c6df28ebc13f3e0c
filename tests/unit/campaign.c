/* campaign.c: campaigns as JSON and back, and an even holdout. */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "rule/campaign.h"
#include "rule/variable.h"
#include "tap.h"

#define TRIGGER \
	"{\"cart_value\":{\"currency\":\"EUR\",\"max\":\"90071992547409.93\",\"min\":\"30.00\"}," \
	"\"customer\":{\"country\":[\"DE\",\"AT\"],\"orders\":0}," \
	"\"items\":{\"any\":{\"sku\":[\"TEE-*\",\"?-1\"]}}}"
#define STEPS \
	"[{\"channel\":\"EMAIL\",\"not_after\":86400,\"template\":\"reminder\",\"wait\":3600," \
	"\"waits\":[7200,3600]}," \
	"{\"channel\":\"SMS\",\"coupon\":{\"code\":\"DANKE\",\"percent\":10,\"valid\":172800}," \
	"\"not_after\":432000,\"template\":\"offer\",\"wait\":259200," \
	"\"when\":{\"clicked\":[\"no\"]}}," \
	"{\"channel\":\"EMAIL\",\"drop_if\":[\"gap\",\"send_window\"],\"not_after\":432000," \
	"\"other\":true,\"send_window\":{\"day\":[\"MON\",\"FRI\"]," \
	"\"time\":[\"09:00-12:30\",\"22:00-02:00\"]}," \
	"\"template\":\"nudge\",\"wait\":259200}]"

static json_t *
json(const char *text)
{
	struct err e = { 0 };
	json_t *v = NULL;

	if (!value_read(&v, text, strlen(text), &e))
		printf("# %s: %s\n", text, e.text);
	return v;
}

static bool
taken(struct campaign *c, const char *trigger, const char *steps, struct err *e)
{
	json_t *t = json(trigger), *s = json(steps);
	bool ok = campaign_read(c, t, s, e);

	value_free(t);
	value_free(s);
	return ok;
}

static void
there_and_back(void)
{
	struct str t = STR_MAX(4096), s = STR_MAX(4096);
	struct campaign c = { .priority = 7, .holdout = 3 };
	struct err e = { 0 };

	c.name = mem_dup("kept");
	tap_ok(taken(&c, TRIGGER, STEPS, &e), "a campaign is read");
	tap_ok(c.nsteps == 3 && c.steps[2].other && campaign_step_ruled(&c.steps[2])
	    && campaign_step_ruled(&c.steps[1]) && !campaign_step_ruled(&c.steps[0])
	    && c.steps[1].wait == 3 * CLOCK_DAY
	    && c.steps[1].channel == CHANNEL_SMS
	    && c.steps[1].coupon.valid == 2 * CLOCK_DAY, "steps");
	tap_ok(c.priority == 7 && c.holdout == 3 && c.name, "what is not in the JSON stays");
	campaign_print(&c, &t, &s);
	tap_is(str_text(&t), TRIGGER, "the trigger comes back");
	tap_is(str_text(&s), STEPS, "the steps come back");
	campaign_free(&c);
	str_cut(&t, 0);
	str_cut(&s, 0);
	tap_ok(taken(&c, "{}", "[]", &e), "nothing is read");
	campaign_print(&c, &t, &s);
	tap_is(str_text(&t), "{}", "nothing comes back");
	campaign_free(&c);
	str_free(&t);
	str_free(&s);
}

static void
broken(void)
{
	static const char *const cases[][2] = {
		{ "[]", "[]" }, { "{}", "{}" }, { "{}", "[{}]" }, { "{}", "[1]" },
		{ "{\"cart_value\":{\"min\":\"1\"}}", "[]" },
		{ "{\"cart_value\":{\"min\":1,\"currency\":\"EUR\"}}", "[]" },
		{ "{\"cart_value\":{\"min\":\"1.234\",\"currency\":\"EUR\"}}", "[]" },
		{ "{\"customer\":{\"orders\":-1}}", "[]" },
		{ "{\"customer\":{\"country\":[\"DE\",1]}}", "[]" },
		{ "{}", "[{\"wait\":1,\"not_after\":2,\"channel\":\"FAX\",\"template\":\"a\"}]" },
		{ "{}", "[{\"wait\":-1,\"not_after\":2,"
		    "\"channel\":\"EMAIL\",\"template\":\"a\"}]" },
		{ "{}", "[{\"wait\":1,\"not_after\":2,\"channel\":\"EMAIL\"}]" },
		{ "{}", "[{\"wait\":1,\"not_after\":2,\"channel\":\"EMAIL\",\"template\":\"a\","
		    "\"coupon\":{\"code\":\"x\",\"percent\":101,\"valid\":1}}]" },
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct campaign c = { 0 };
		struct err e = { 0 };

		tap_ok(!taken(&c, cases[i][0], cases[i][1], &e) && e.kind == ERR_BUG, cases[i][1]);
		campaign_free(&c);
	}
}

/* The holdout share is right for ids that differ only in their last digits: within four standard
   deviations. The hundreds are even (chi square with 99 degrees of freedom; beyond 160 in one of
   10,000 cases). */
static void
even(void)
{
	enum { N = 100000 };
	static int cell[101];
	struct campaign c = { 0 };
	double chi = 0;
	int k, p;

	for (k = 0; k < N; k++) {
		char id[40];

		snprintf(id, sizeof id, "0198c0ff-ee00-7000-8000-%012x", (unsigned)k);
		for (p = 1; p <= 100; p++) {
			c.holdout = p;
			if (campaign_holds_out(&c, "5b2f9a4e-0000-8000-8000-000000000001", id))
				break;
		}
		cell[p <= 100 ? p - 1 : 100]++;
	}
	for (k = 0; k < 100; k++)
		chi += (cell[k] - N / 100.0) * (cell[k] - N / 100.0) / (N / 100.0);
	printf("# chi square %.1f\n", chi);
	tap_ok(chi < 160 && chi > 55, "shares are even, and not too even");
	tap_ok(cell[100] == 0, "100 holds everybody out");
	c.holdout = 0;
	tap_ok(!campaign_holds_out(&c, "a", "b"), "0 holds nobody out");
}

static void
independent(void)
{
	struct campaign c = { .holdout = 50 };
	int both = 0, k;

	for (k = 0; k < 10000; k++) {
		char id[16];

		snprintf(id, sizeof id, "%d", k);
		both += campaign_holds_out(&c, "a", id) && campaign_holds_out(&c, "b", id);
	}
	printf("# %d of 10000 in both\n", both);
	tap_ok(both > 2320 && both < 2680, "two campaigns draw on their own");
	c.holdout = 10;
	both = 0;
	for (k = 0; k < 1000; k++) {
		char id[16];

		snprintf(id, sizeof id, "%d", k);
		both += campaign_holds_out(&c, "ab", id) != campaign_holds_out(&c, "ab", id);
	}
	tap_ok(both == 0, "the same result every time");
}

/* Six cells of 2,000, within four standard deviations. */
static void
waits(void)
{
	struct campaign c = { .holdout = 50, .nsteps = 1, .steps[0] = { .wait = CLOCK_HOUR,
	    .waits = { 4 * CLOCK_HOUR, CLOCK_HOUR, CLOCK_DAY }, .nwaits = 3 } };
	int cell[3][2] = { { 0 } }, k, i, even = 0;

	for (k = 0; k < 12000; k++) {
		crt_time wait;
		char id[16];

		snprintf(id, sizeof id, "%d", k);
		wait = campaign_wait(&c, "a", id, 0);
		for (i = 0; i < 3; i++)
			cell[i][campaign_holds_out(&c, "a", id)] += c.steps[0].waits[i] == wait;
	}
	for (i = 0; i < 6; i++)
		even += abs(cell[i / 2][i % 2] - 2000) < 163;
	tap_ok(even == 6, "the waits have equal shares, in the holdout and out of it");
	tap_ok(campaign_wait(&c, "a", "1", CLOCK_DAY) == CLOCK_DAY
	    && campaign_wait(&c, "a", "2", CLOCK_DAY) == CLOCK_DAY, "a stored wait stays");
	tap_ok(campaign_wait(&c, "a", "1", CLOCK_MINUTE) == campaign_wait(&c, "a", "1", 0),
	    "one that is no longer in the list does not");
	tap_ok(campaign_longest(&c.steps[0]) == CLOCK_DAY && campaign_outlasts(&c, CLOCK_DAY) == 0
	    && campaign_outlasts(&c, CLOCK_DAY + 1) == 1, "the longest wait counts");
	c.steps[0].nwaits = 0;
	tap_ok(campaign_wait(&c, "a", "1", CLOCK_DAY) == 0, "there is one wait for all");
}

static void
variables(void)
{
	static const char *const known[] = { "cart", "cart.items", "cart.items.first.title",
	    "cart.items.last.price.amount", "customer.first_name", "cart.total", "coupon.expires" };
	static const char *const not[] = { "carts", "cart.item", "cart.items.prize", "custom",
	    "size", "customer.firstname", "", "cart.total.amount.x",
	    "cart.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" };
	size_t i;

	for (i = 0; i < COUNT(known); i++)
		tap_ok(variable_known(known[i]), known[i]);
	for (i = 0; i < COUNT(not); i++)
		tap_ok(!variable_known(not[i]), not[i]);
}

int
main(void)
{
	there_and_back();
	broken();
	even();
	independent();
	waits();
	variables();
	return tap_done();
}
