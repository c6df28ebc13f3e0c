/* score.c: score intervals of the difference and of the ratio of two rates. */
#include <math.h>
#include <stdbool.h>

#include "stat/score.h"
#include "stat/special.h"

#define RATIO_MAX 1e12		/* beyond it a ratio is infinite */

/* The likeliest second rate is the root of the slope, if the first is apart from it by at. */
struct score {
	struct stat_count one, two;
	bool ratio;			/* first = at * second; else first = second + at */
	double at, limit;
};

static double
score_first(const struct score *s, double second)
{
	return s->ratio ? s->at * second : second + s->at;
}

/* A count of 0 has no slope, even at a rate of 0. */
static double
score_part(double count, double rate)
{
	return count > 0 ? count / rate : 0;
}

static double
score_slope(double second, const void *arg)
{
	const struct score *s = arg;
	double first = score_first(s, second), scale = s->ratio ? s->at : 1;

	return scale * (score_part(s->one.successes, first)
	    - score_part(s->one.n - s->one.successes, 1 - first))
	    + score_part(s->two.successes, second)
	    - score_part(s->two.n - s->two.successes, 1 - second);
}

/* The squared distance of the rates from being apart by at, in standard deviations. */
static double
score_excess(double at, const void *arg)
{
	struct score s = *(const struct score *)arg;
	double p = s.one.successes / s.one.n, q = s.two.successes / s.two.n, first, second, apart;
	double n = s.one.n + s.two.n, weight = s.ratio ? at * at : 1, variance;

	s.at = at;
	second = s.ratio ? stat_root(score_slope, &s, 0, fmin(1, 1 / at))
	    : stat_root(score_slope, &s, fmax(0, -at), fmin(1, 1 - at));
	first = score_first(&s, second);
	apart = s.ratio ? p - at * q : p - q - at;
	variance = (first * (1 - first) / s.one.n + weight * second * (1 - second) / s.two.n)
	    * n / (n - 1);
	return apart * apart / variance - s.limit;
}

static struct score
score_of(struct stat_count one, struct stat_count two, bool ratio, double alpha)
{
	double z = stat_normal_quantile(alpha / 2);

	return (struct score){ one, two, ratio, 0, z * z };
}

struct stat_interval
stat_score_difference(struct stat_count one, struct stat_count two, double alpha)
{
	const struct score s = score_of(one, two, false, alpha);
	double d = one.successes / one.n - two.successes / two.n;

	return (struct stat_interval){ d > -1 ? stat_root(score_excess, &s, -1, d) : -1,
	    d < 1 ? stat_root(score_excess, &s, d, 1) : 1 };
}

struct stat_interval
stat_score_ratio(struct stat_count one, struct stat_count two, double alpha)
{
	const struct score s = score_of(one, two, true, alpha);
	double ratio = one.successes / one.n / (two.successes / two.n);

	if (isnan(ratio))
		return (struct stat_interval){ NAN, NAN };
	return (struct stat_interval){ ratio <= 0 ? 0
	    : stat_root(score_excess, &s, 1 / RATIO_MAX, fmin(ratio, RATIO_MAX)),
	    isinf(ratio) ? INFINITY
	    : stat_root(score_excess, &s, fmax(ratio, 1 / RATIO_MAX), RATIO_MAX) };
}
