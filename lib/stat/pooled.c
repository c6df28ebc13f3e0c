/* pooled.c: how unlike the effects of several experiments are. */
#include <math.h>

#include "stat/pooled.h"
#include "stat/special.h"

#define LEVEL 0.975			/* of the quantiles for 95 % on both sides */

/* The mean with the weights 1 / (variance + tau2); the sums of the weights and of their squares. */
static double
pooled_mean(const struct stat_effect *a, size_t n, double tau2, double *weight, double *squares)
{
	double sum = 0;
	size_t i;

	*weight = *squares = 0;
	for (i = 0; i < n; i++) {
		double w = 1 / (a[i].variance + tau2);

		sum += w * a[i].value;
		*weight += w;
		*squares += w * w;
	}
	return sum / *weight;
}

/* The weighted sum of squared distances from the mean. */
static double
pooled_distance(const struct stat_effect *a, size_t n, double tau2, double mean)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < n; i++)
		sum += (a[i].value - mean) * (a[i].value - mean) / (a[i].variance + tau2);
	return sum;
}

static struct stat_interval
pooled_interval(double mean, double half)
{
	return (struct stat_interval){ mean - half, mean + half };
}

struct pooled {
	const struct stat_effect *list;
	size_t n;
};

/* Q beyond what chance explains. It falls with tau2. */
static double
pooled_excess(double tau2, const void *arg)
{
	const struct pooled *t = arg;
	double weight, squares, mean = pooled_mean(t->list, t->n, tau2, &weight, &squares);

	return pooled_distance(t->list, t->n, tau2, mean) - ((double)t->n - 1);
}

/* A tau2 at which Q is too small: each distance is at most the range of the values. */
static double
pooled_most(const struct stat_effect *a, size_t n)
{
	double low = a[0].value, high = low;
	size_t i;

	for (i = 1; i < n; i++) {
		low = fmin(low, a[i].value);
		high = fmax(high, a[i].value);
	}
	return 2 * (high - low) * (high - low);
}

struct stat_pooled
stat_pooled(const struct stat_effect *a, size_t n, enum stat_spread how)
{
	const struct pooled t = { a, n };
	double weight, squares, df = (double)n - 1, spread;
	struct stat_pooled p = { 0 };

	p.fixed = pooled_mean(a, n, 0, &weight, &squares);
	p.fixed_error = 1 / sqrt(weight);
	p.q = pooled_distance(a, n, 0, p.fixed);
	p.q_p = stat_chi_square_upper(p.q, df);
	p.i2 = fmax(0, (p.q - df) / p.q);
	p.tau2 = fmax(0, (p.q - df) / (weight - squares / weight));
	if (how == STAT_SPREAD_EXACT && p.tau2 > 0)
		p.tau2 = stat_root(pooled_excess, &t, 0, pooled_most(a, n));
	p.random = pooled_mean(a, n, p.tau2, &weight, &squares);
	p.random_error = 1 / sqrt(weight);
	spread = sqrt(pooled_distance(a, n, p.tau2, p.random) / df / weight);
	p.mean = pooled_interval(p.random, stat_t_quantile(LEVEL, df) * spread);
	p.next = pooled_interval(p.random, stat_t_quantile(LEVEL, df - 1)
	    * sqrt(p.tau2 + p.random_error * p.random_error));
	return p;
}

struct stat_effect
stat_effect_ratio(double held_bought, double held, double sent_bought, double sent)
{
	return (struct stat_effect){ log(sent_bought / sent) - log(held_bought / held),
	    1 / sent_bought - 1 / sent + 1 / held_bought - 1 / held };
}
