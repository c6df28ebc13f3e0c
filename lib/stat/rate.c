/* rate.c: intervals of rates that are counted. */
#include <float.h>
#include <math.h>

#include "stat/rate.h"
#include "stat/special.h"

#define RATE_LEAST 1e-300	/* stands for a rate of 0 */

struct rate {
	double successes, n, a, b, limit;
};

static double
times_log(double n, double x)
{
	return n > 0 ? n * log(x) : 0;
}

double
stat_rate_log_e(double s, double n, double p, double a, double b)
{
	return stat_log_beta(a + s, b + n - s) - stat_log_beta(a, b) - times_log(s, p)
	    - (n > s ? (n - s) * log1p(-p) : 0);
}

static double
rate_excess(double p, const void *arg)
{
	const struct rate *r = arg;

	return stat_rate_log_e(r->successes, r->n, p, r->a, r->b) - r->limit;
}

struct stat_interval
stat_rate_sequence(double s, double n, double alpha, double a, double b)
{
	const struct rate r = { s, n, a, b, -log(alpha) };
	struct stat_interval i = { 0, 1 };
	double middle = s / n;

	if (s > 0 && rate_excess(RATE_LEAST, &r) > 0)
		i.low = stat_root(rate_excess, &r, RATE_LEAST, middle < 1 ? middle : 1 - DBL_EPSILON);
	if (s < n)
		i.high = stat_root(rate_excess, &r, middle > 0 ? middle : RATE_LEAST, 1 - DBL_EPSILON);
	return i;
}

struct stat_interval
stat_rate_wilson(double s, double n, double alpha)
{
	double z = -stat_normal_quantile(alpha / 2), p = s / n, z2 = z * z / n;
	double center = (p + z2 / 2) / (1 + z2);
	double half = z / (1 + z2) * sqrt(p * (1 - p) / n + z2 / (4 * n));

	return (struct stat_interval){ s > 0 ? center - half : 0, s < n ? center + half : 1 };
}

struct stat_interval
stat_rate_difference(double s1, double n1, double s2, double n2, double alpha)
{
	struct stat_interval a = stat_rate_wilson(s1, n1, alpha), b = stat_rate_wilson(s2, n2, alpha);
	double p = s1 / n1, q = s2 / n2;

	return (struct stat_interval){ p - q - hypot(p - a.low, b.high - q),
	    p - q + hypot(a.high - p, q - b.low) };
}
