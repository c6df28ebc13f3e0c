/* stat_trial.c: simulated experiments, looked at every day: how often each method is wrong. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "stat/mean.h"
#include "stat/special.h"
#include "stat/spent.h"
#include "tap.h"

#define DAYS 200
#define A_DAY 10		/* persons */
#define ALPHA 0.05

/* SplitMix64 (Steele, Lea, Flood 2014), so that each run has the same persons. */
static uint64_t state;

static double
draw(void)
{
	uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (double)((z ^ z >> 31) >> 11) / 9007199254740992.0;
}

struct counts {
	int stores, split, plain, uncovered, spent, spent_plain;
};

static bool
plain_rejects(const struct stat_arms *a)
{
	double p = a->held_bought / a->held, q = a->sent_bought / a->sent;
	double v = p * (1 - p) / a->held + q * (1 - q) / a->sent;

	return a->held > 0 && a->sent > 0 && v > 0 && fabs(p - q) > 1.96 * sqrt(v);
}

/* The same sequence with the usual variance, from the first buyers on. */
static bool
spent_plain_rejects(const struct stat_arms *a)
{
	double n = a->held + a->sent, m = a->held_capped / a->held, k = a->sent_capped / a->sent;
	double v = (a->held_squares / a->held - m * m) / a->held
	    + (a->sent_squares / a->sent - k * k) / a->sent;

	return a->held > 1 && v > 0 && stat_mean_log_e(k - m, n * v, n,
	    stat_mean_tuned(ALPHA, STAT_SPENT_EXPECTED)) > -log(ALPHA);
}

static void
person(struct stat_arms *a, double held, double sent)
{
	bool out = draw() < a->share_held, bought = draw() < (out ? held : sent);
	double spent = bought ? fmin(exp(4 + stat_normal_quantile(0.998 * draw() + 0.001)), 400) : 0;

	*(out ? &a->held : &a->sent) += 1;
	*(out ? &a->held_bought : &a->sent_bought) += bought;
	*(out ? &a->held_capped : &a->sent_capped) += spent;
	*(out ? &a->held_squares : &a->sent_squares) += spent * spent;
}

/* One store's experiment; a method is wrong if it is at any look. */
static void
trial(struct counts *c, double share, double held, double sent)
{
	struct stat_arms a = { .share_held = share };
	bool split = false, plain = false, uncovered = false, spent = false, spent_plain = false;
	int day, i;

	for (day = 0; day < DAYS; day++) {
		struct stat_split s;

		for (i = 0; i < A_DAY; i++)
			person(&a, held, sent);
		s = (struct stat_split){ a.held_bought, a.sent_bought, 1 - share };
		split = split || stat_split_log_e(&s, 1, STAT_SPLIT_WIDTH, 0) > -log(ALPHA);
		uncovered = uncovered || stat_split_log_e(&s, 1, STAT_SPLIT_WIDTH, log(sent / held))
		    > -log(ALPHA);
		plain = plain || (day >= 3 && plain_rejects(&a));
		spent = spent || stat_spent(&a, 1, ALPHA).p < ALPHA;
		spent_plain = spent_plain || (day >= 9 && spent_plain_rejects(&a));
	}
	c->stores++;
	c->split += split;
	c->plain += plain;
	c->uncovered += uncovered;
	c->spent += spent;
	c->spent_plain += spent_plain;
}

static bool
at_most(int wrong, int stores)
{
	return wrong <= ALPHA * stores;
}

static void
trials(double share, double held, double sent, int stores)
{
	struct counts c = { 0 };
	char text[200];

	state = 20261130;
	while (c.stores < stores)
		trial(&c, share, held, sent);
	snprintf(text, sizeof text, "holdout %.0f %%, %.0f to %.0f %%: of %d stores the interval "
	    "misses in %d", 100 * share, 100 * held, 100 * sent, stores, c.uncovered);
	tap_ok(at_most(c.uncovered, stores), text);
	printf("# %d verdicts; the plain test has %d\n", c.split, c.plain);
	if (held < sent)
		return;
	tap_ok(at_most(c.split, stores), "without an effect it is rarely found");
	tap_ok(c.plain > 4 * ALPHA * stores, "the plain test, looked at daily, finds one too often");
	printf("# %d verdicts on revenue; with the usual variance %d\n", c.spent, c.spent_plain);
	tap_ok(at_most(c.spent, stores), "nor is an effect on revenue");
	if (share < 0.2)
		tap_ok(c.spent_plain > 2 * ALPHA * stores, "with the usual variance one is, too often");
}

#define STRATA 3

/* Two stores with other rates and holdouts; the second has a smaller holdout after half the time.
   A season changes all rates. */
static void
pooled_day(struct stat_arms *a, int day, double ratio)
{
	double season = 1 + 0.5 * sin(day / 20.0);
	struct stat_arms *store[] = { &a[0], &a[day < DAYS / 2 ? 1 : 2] };
	const double rate[] = { 0.03, 0.12 };
	size_t i;
	int k;

	for (i = 0; i < COUNT(store); i++)
		for (k = 0; k < A_DAY; k++)
			person(store[i], rate[i] * season, rate[i] * season * ratio);
}

static bool
pooled_plain_rejects(const struct stat_arms *a)
{
	struct stat_arms all = { 0 };
	size_t i;

	for (i = 0; i < STRATA; i++) {
		all.held += a[i].held;
		all.sent += a[i].sent;
		all.held_bought += a[i].held_bought;
		all.sent_bought += a[i].sent_bought;
	}
	return plain_rejects(&all);
}

static void
pooled_trial(struct counts *c, double ratio)
{
	struct stat_arms a[STRATA] = { { .share_held = 0.1 }, { .share_held = 0.5 },
	    { .share_held = 0.05 } };
	bool split = false, plain = false, uncovered = false;
	size_t i;
	int day;

	for (day = 0; day < DAYS; day++) {
		struct stat_split s[STRATA];

		pooled_day(a, day, ratio);
		for (i = 0; i < STRATA; i++)
			s[i] = (struct stat_split){ a[i].held_bought, a[i].sent_bought,
			    1 - a[i].share_held };
		split = split || stat_split_log_e(s, STRATA, STAT_SPLIT_WIDTH, 0) > -log(ALPHA);
		uncovered = uncovered || stat_split_log_e(s, STRATA, STAT_SPLIT_WIDTH, log(ratio))
		    > -log(ALPHA);
		plain = plain || (day >= 3 && pooled_plain_rejects(a));
	}
	c->stores++;
	c->split += split;
	c->plain += plain;
	c->uncovered += uncovered;
}

/* Catches: strata that are added up before they are compared. */
static void
pooled_trials(double ratio, int pairs)
{
	struct counts c = { 0 };
	char text[200];

	state = 20261201;
	while (c.stores < pairs)
		pooled_trial(&c, ratio);
	snprintf(text, sizeof text, "strata, times %.2f: of %d pairs of stores the interval misses "
	    "in %d", ratio, pairs, c.uncovered);
	tap_ok(at_most(c.uncovered, pairs), text);
	printf("# %d verdicts; the plain test of the sums has %d\n", c.split, c.plain);
	if (ratio > 1)
		return;
	tap_ok(at_most(c.split, pairs), "without an effect strata rarely show one");
	tap_ok(c.plain > 10 * ALPHA * pairs, "their sums nearly always do, whatever the test");
}

int
main(void)
{
	int stores = getenv("LONG") ? 1000 : 60;
	const double shares[] = { 0.05, 0.1, 0.5 };
	size_t i;

	for (i = 0; i < COUNT(shares); i++) {
		trials(shares[i], 0.08, 0.08, stores);
		trials(shares[i], 0.05, 0.08, stores);
	}
	pooled_trials(1, stores);
	pooled_trials(1.4, stores);
	return tap_done();
}
