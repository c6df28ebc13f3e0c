/* lift.c: whether messages changed the rate of recovery, and whether the data suffice. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/design.h"
#include "stat/lift.h"

const struct stat_verdict_words stat_verdict_words[STAT_VERDICTS] = {
#define VERDICT(name, key, text) { key, text },
#include "stat/verdict.def"
#undef VERDICT
};

static bool
lift_mismatch(const struct stat_arms *a, size_t n)
{
	double evidence = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		const double all[] = { a[i].held_all, a[i].sent_all };
		const double counted[] = { a[i].held, a[i].sent };
		const double shares[] = { a[i].share_held, 1 - a[i].share_held };

		evidence = fmax(evidence, stat_design_mismatch(all, shares, 2, STAT_PRIOR));
		evidence = fmax(evidence, stat_design_mismatch(counted, shares, 2, STAT_PRIOR));
	}
	return evidence > log(STAT_LIFT_MISMATCH);
}

/* The persons until the interval, which shrinks with their root, decides at the present ratio:
   it leaves out 1, or differs from it by less than effect. NaN: not known. */
static double
lift_narrower(const struct stat_lift *l, double effect)
{
	double ratio = l->ratio - 1, below = l->ratio - l->interval.low;
	double above = l->interval.high - l->ratio, least = effect / l->rate_held;
	double apart = ratio > 0 ? below / ratio : above / -ratio;
	double alike = fabs(ratio) < least ? fmax(above / (least - ratio), below / (least + ratio))
	    : INFINITY;
	double times = fmin(apart, alike), persons = l->held + l->sent;

	return isfinite(times) && l->rated ? fmax(1, ceil(persons * (times * times - 1))) : NAN;
}

/* The persons that show effect above the rate of all; if they were counted, lift_narrower. */
static double
lift_needed(const struct stat_lift *l, const struct stat_arms *a, size_t n, double alpha,
    double effect)
{
	double bought = l->held_bought + l->sent_bought, persons = l->held + l->sent, held = 0, all = 0;
	double rate = bought / persons, more = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		held += a[i].share_held * (a[i].held_all + a[i].sent_all);
		all += a[i].held_all + a[i].sent_all;
	}
	if (bought <= 0 || all <= 0)
		return NAN;
	if (rate + effect < 1)
		more = stat_design_persons(rate, rate + effect, held / all, alpha) - persons;
	return more > 0 ? more : lift_narrower(l, effect);
}

static enum stat_verdict
lift_verdict(const struct stat_lift *l, double effect)
{
	if (l->interval.low > 1)
		return STAT_LIFT;
	if (l->interval.high < 1)
		return STAT_HARM;
	if (l->rated && l->rate_held * (l->interval.high - 1) < effect
	    && l->rate_held * (1 - l->interval.low) < effect)
		return STAT_NO_LIFT;
	return STAT_NOT_ENOUGH;
}

struct stat_lift
stat_lift(const struct stat_arms *a, size_t n, double alpha, double effect)
{
	struct stat_split *splits = mem_get((n + 1) * sizeof *splits);
	struct stat_lift l = { .rate_held = NAN, .rate_sent = NAN, .difference = NAN };
	size_t i;

	for (i = 0; i < n; i++) {
		l.held += a[i].held;
		l.sent += a[i].sent;
		l.held_bought += a[i].held_bought;
		l.sent_bought += a[i].sent_bought;
		splits[i] = (struct stat_split){ a[i].held_bought, a[i].sent_bought, 1 - a[i].share_held };
	}
	l.ratio = stat_split_ratio(splits, n);
	l.interval = stat_split_interval(splits, n, STAT_SPLIT_WIDTH, alpha);
	l.p = fmin(1, exp(-stat_split_log_e(splits, n, STAT_SPLIT_WIDTH, 0)));
	l.rated = l.held_bought >= STAT_LIFT_EVENTS && l.sent_bought >= STAT_LIFT_EVENTS;
	if (l.rated) {
		l.rate_held = l.held_bought / l.held;
		l.rate_sent = l.sent_bought / l.sent;
		l.difference = (l.ratio - 1) * l.rate_held;
	}
	l.verdict = lift_mismatch(a, n) ? STAT_MISMATCH : lift_verdict(&l, effect);
	l.needed = l.verdict == STAT_NOT_ENOUGH ? lift_needed(&l, a, n, alpha, effect) : 0;
	free(splits);
	return l;
}
