/* adjusted.c: a difference of means, adjusted for what was known of each person before. */
#include <math.h>

#include "stat/adjusted.h"

enum whose {
	HELD, SENT, BOTH
};

/* Of some persons: means, and sums of products of the distances from them. */
struct moments {
	double n, before, value, xx, xy;
};

static struct moments
moments_of(const struct stat_person *p, size_t n, enum whose whose)
{
	struct moments m = { 0 };
	size_t i;

	for (i = 0; i < n; i++) {
		double x = p[i].before - m.before, y = p[i].value - m.value, old = m.n;

		if (whose != BOTH && p[i].sent != (whose == SENT))
			continue;
		m.n++;
		m.before += x / m.n;
		m.value += y / m.n;
		m.xx += x * x * old / m.n;
		m.xy += x * y * old / m.n;
	}
	return m;
}

/* What is left of the values after slope, as variance of an arm's mean. */
static double
left_variance(const struct stat_person *p, size_t n, const struct moments *m, double slope,
    enum whose whose)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		double left = p[i].value - m->value - slope * (p[i].before - m->before);

		sum += p[i].sent == (whose == SENT) ? left * left : 0;
	}
	return sum / (m->n - 1) / m->n;
}

static struct stat_adjusted
adjusted_by(const struct stat_person *p, size_t n, double slope)
{
	struct moments held = moments_of(p, n, HELD), sent = moments_of(p, n, SENT);

	return (struct stat_adjusted){ slope, sent.value - held.value
	    - slope * (sent.before - held.before), left_variance(p, n, &held, slope, HELD)
	    + left_variance(p, n, &sent, slope, SENT) };
}

struct stat_adjusted
stat_adjusted_plain(const struct stat_person *p, size_t n)
{
	return adjusted_by(p, n, 0);
}

struct stat_adjusted
stat_adjusted_common(const struct stat_person *p, size_t n)
{
	struct moments all = moments_of(p, n, BOTH);

	return adjusted_by(p, n, all.xy / all.xx);
}

/* The arm's value at the mean of both arms, and the variance of its error. */
static double
arm_value(const struct stat_person *p, size_t n, double before, enum whose whose, double *variance)
{
	struct moments m = moments_of(p, n, whose);
	double slope = m.xy / m.xx, sum = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		double x = p[i].before - m.before, left = p[i].value - m.value - slope * x;
		double weight = 1 / m.n + (before - m.before) * x / m.xx;

		if (p[i].sent == (whose == SENT))
			sum += weight * weight * left * left / (1 - 1 / m.n - x * x / m.xx);
	}
	*variance = sum;
	return m.value + slope * (before - m.before);
}

struct stat_adjusted
stat_adjusted_each(const struct stat_person *p, size_t n)
{
	double middle = moments_of(p, n, BOTH).before, held, sent;
	double difference = arm_value(p, n, middle, SENT, &sent) - arm_value(p, n, middle, HELD, &held);

	return (struct stat_adjusted){ NAN, difference, held + sent };
}
