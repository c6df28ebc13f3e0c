/* split.c: how recoveries divide between persons with messages and persons without. */
#include <math.h>
#include <stdbool.h>

#include "stat/special.h"
#include "stat/split.h"

#define DELTA_MAX 30.0		/* ratios beyond e^30 are infinite */
#define REACH 40		/* standard deviations to each side that are summed */
#define PER_DEVIATION 8		/* summed points in one */

struct splits {
	const struct stat_split *list;
	size_t n;
	double width, limit;		/* width: 0 for the likelihood alone */
};

static double
log_likelihood(const struct stat_split *s, size_t n, double delta)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		double odds = delta + log(s[i].share) - log1p(-s[i].share);

		/* log(theta) = -log(1 + e^-odds), without overflow */
		if (s[i].sent > 0)
			sum -= s[i].sent * (odds > 0 ? log1p(exp(-odds)) : log1p(exp(odds)) - odds);
		if (s[i].held > 0)
			sum -= s[i].held * (odds > 0 ? log1p(exp(-odds)) + odds : log1p(exp(odds)));
	}
	return sum;
}

/* The slope of the log-likelihood, with the prior's when width is given. It falls strictly. */
static double
split_slope(double delta, const void *arg)
{
	const struct splits *t = arg;
	double sum = t->width > 0 ? -delta / (t->width * t->width) : 0;
	size_t i;

	for (i = 0; i < t->n; i++) {
		const struct stat_split *s = &t->list[i];
		double theta = 1 / (1 + (1 - s->share) / s->share * exp(-delta));

		sum += s->sent * (1 - theta) - s->held * theta;
	}
	return sum;
}

static double
split_peak(const struct splits *t)
{
	return stat_root(split_slope, t, -DELTA_MAX, DELTA_MAX);
}

static double
split_deviation(const struct splits *t, double delta)
{
	double curve = 1 / (t->width * t->width);
	size_t i;

	for (i = 0; i < t->n; i++) {
		const struct stat_split *s = &t->list[i];
		double theta = 1 / (1 + (1 - s->share) / s->share * exp(-delta));

		curve += (s->sent + s->held) * theta * (1 - theta);
	}
	return 1 / sqrt(curve);
}

/* The logarithm of the likelihood's mean over the prior. The integrand has one peak and no
   corners, so a sum over equal steps is exact to the last digits. */
static double
log_mean(const struct splits *t)
{
	double peak = split_peak(t), step = split_deviation(t, peak) / PER_DEVIATION;
	double top = log_likelihood(t->list, t->n, peak) - peak * peak / (2 * t->width * t->width);
	double sum = 0;
	int i;

	for (i = -REACH * PER_DEVIATION; i <= REACH * PER_DEVIATION; i++) {
		double delta = peak + i * step;

		sum += exp(log_likelihood(t->list, t->n, delta)
		    - delta * delta / (2 * t->width * t->width) - top);
	}
	return top + log(sum * step / (t->width * sqrt(2 * M_PI)));
}

double
stat_split_log_e(const struct stat_split *s, size_t n, double width, double delta)
{
	const struct splits t = { s, n, width, 0 };

	return log_mean(&t) - log_likelihood(s, n, delta);
}

static void
split_sum(const struct stat_split *s, size_t n, double *held, double *sent)
{
	size_t i;

	*held = *sent = 0;
	for (i = 0; i < n; i++) {
		*held += s[i].held;
		*sent += s[i].sent;
	}
}

double
stat_split_ratio(const struct stat_split *s, size_t n)
{
	const struct splits t = { s, n, 0, 0 };
	double held, sent;

	split_sum(s, n, &held, &sent);
	if (held + sent <= 0)
		return NAN;
	if (held <= 0 || sent <= 0)
		return held > 0 ? 0 : INFINITY;
	return exp(split_peak(&t));
}

static double
split_excess(double delta, const void *arg)
{
	const struct splits *t = arg;

	return t->limit - log_likelihood(t->list, t->n, delta);
}

struct stat_interval
stat_split_interval(const struct stat_split *s, size_t n, double width, double alpha)
{
	struct splits t = { s, n, width, 0 };
	struct stat_interval i = { 0, INFINITY };
	const struct splits bare = { s, n, 0, 0 };
	double held, sent, peak;

	split_sum(s, n, &held, &sent);
	t.limit = log_mean(&t) + log(alpha);
	peak = held > 0 && sent > 0 ? split_peak(&bare) : sent > 0 ? DELTA_MAX : -DELTA_MAX;
	if (split_excess(-DELTA_MAX, &t) > 0)
		i.low = exp(stat_root(split_excess, &t, -DELTA_MAX, peak));
	if (split_excess(DELTA_MAX, &t) > 0)
		i.high = exp(stat_root(split_excess, &t, peak, DELTA_MAX));
	return i;
}
