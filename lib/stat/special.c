/* special.c: distribution functions, their inverses, and a root by bisection. */
#include <float.h>
#include <math.h>
#include <stdbool.h>

#include "stat/special.h"

#define TERMS_MAX 100000	/* of a series or fraction; beyond that it is as good as it gets */
#define HALVES_MAX 2200		/* from the largest double to the smallest, and its 52 bits */
#define FRACTION_LEAST 1e-300	/* stands for 0 in a denominator */

static double
log_gamma(double x)
{
	int sign;

	return lgamma_r(x, &sign);
}

double
stat_log_beta(double a, double b)
{
	return log_gamma(a) + log_gamma(b) - log_gamma(a + b);
}

double
stat_normal_upper(double z)
{
	return erfc(z / sqrt(2)) / 2;
}

double
stat_root(double (*f)(double, const void *), const void *arg, double lo, double hi)
{
	bool rises = f(hi, arg) > 0;
	double middle = lo;
	int i;

	for (i = 0; i < HALVES_MAX; i++) {
		middle = lo + (hi - lo) / 2;
		if (middle <= lo || middle >= hi)
			break;
		if ((f(middle, arg) > 0) == rises)
			hi = middle;
		else
			lo = middle;
	}
	return middle;
}

/* The smaller tail, so that no digits cancel. */
static double
normal_excess(double z, const void *tail)
{
	return stat_normal_upper(z) - *(const double *)tail;
}

double
stat_normal_quantile(double p)
{
	double tail = p < 0.5 ? p : 1 - p, z;

	if (!(p > 0 && p < 1))
		return NAN;
	z = stat_root(normal_excess, &tail, 0, 40);
	return p < 0.5 ? -z : z;
}

/* The regularized upper incomplete gamma function: a series below a + 1, a continued fraction
   (modified Lentz) above. A&S 6.5.29, 6.5.31. */
static double
gamma_upper(double a, double x)
{
	double scale = exp(a * log(x) - x - log_gamma(a));
	double term = 1 / a, sum = term, b = x + 1 - a, c = 1 / FRACTION_LEAST, d = 1 / b, h = d;
	int i;

	if (x < a + 1) {
		for (i = 1; i < TERMS_MAX && term > sum * DBL_EPSILON / 4; i++)
			sum += term *= x / (a + i);
		return 1 - sum * scale;
	}
	for (i = 1; i < TERMS_MAX; i++) {
		double an = -i * (i - a), step;

		b += 2;
		d = an * d + b;
		d = 1 / (fabs(d) < FRACTION_LEAST ? FRACTION_LEAST : d);
		c = b + an / c;
		c = fabs(c) < FRACTION_LEAST ? FRACTION_LEAST : c;
		h *= step = c * d;
		if (fabs(step - 1) < DBL_EPSILON)
			break;
	}
	return h * scale;
}

double
stat_chi_square_upper(double x, double df)
{
	if (!(x >= 0 && df > 0))
		return NAN;
	return x > 0 ? gamma_upper(df / 2, x / 2) : 1;
}

/* The continued fraction of the incomplete beta function, A&S 26.5.8, by modified Lentz. */
static double
beta_fraction(double x, double a, double b)
{
	double c = 1, d = 1 - (a + b) * x / (a + 1), h;
	int m, half;

	d = 1 / (fabs(d) < FRACTION_LEAST ? FRACTION_LEAST : d);
	h = d;
	for (m = 1; m < TERMS_MAX; m++) {
		double step = 1;

		for (half = 0; half < 2; half++) {
			double k = half ? -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
			    : m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));

			d = 1 + k * d;
			d = 1 / (fabs(d) < FRACTION_LEAST ? FRACTION_LEAST : d);
			c = 1 + k / c;
			c = fabs(c) < FRACTION_LEAST ? FRACTION_LEAST : c;
			h *= step = c * d;
		}
		if (fabs(step - 1) < DBL_EPSILON)
			break;
	}
	return h;
}

double
stat_beta_lower(double x, double a, double b)
{
	double scale;

	if (!(x >= 0 && x <= 1 && a > 0 && b > 0))
		return NAN;
	if (x <= 0 || x >= 1)
		return x;
	scale = exp(a * log(x) + b * log1p(-x) - stat_log_beta(a, b));
	if (x < (a + 1) / (a + b + 2))
		return scale * beta_fraction(x, a, b) / a;
	return 1 - scale * beta_fraction(1 - x, b, a) / b;
}

struct beta {
	double p, a, b;
};

static double
beta_excess(double x, const void *arg)
{
	const struct beta *t = arg;

	return stat_beta_lower(x, t->a, t->b) - t->p;
}

double
stat_beta_quantile(double p, double a, double b)
{
	const struct beta t = { p, a, b };

	if (!(p >= 0 && p <= 1 && a > 0 && b > 0))
		return NAN;
	return p <= 0 || p >= 1 ? p : stat_root(beta_excess, &t, 0, 1);
}

double
stat_t_upper(double t, double df)
{
	double tail;

	if (!(df > 0))
		return NAN;
	/* Near 0 the complement keeps the digits. */
	tail = t * t < df ? (1 - stat_beta_lower(t * t / (df + t * t), 0.5, df / 2)) / 2
	    : stat_beta_lower(df / (df + t * t), df / 2, 0.5) / 2;
	return t < 0 ? 1 - tail : tail;
}

struct student {
	double tail, df;
};

static double
t_excess(double t, const void *arg)
{
	const struct student *s = arg;

	return stat_t_upper(t, s->df) - s->tail;
}

double
stat_t_quantile(double p, double df)
{
	const struct student s = { p < 0.5 ? p : 1 - p, df };
	double t;

	if (!(p > 0 && p < 1 && df > 0))
		return NAN;
	t = stat_root(t_excess, &s, 0, 1e30);
	return p < 0.5 ? -t : t;
}

/* log(-w) + w - log(-x) falls strictly for w < -1. */
static double
lambert_excess(double w, const void *x)
{
	return log(-w) + w - log(-*(const double *)x);
}

double
stat_lambert_lower(double x)
{
	if (!(x < 0 && x >= -exp(-1)))
		return NAN;
	return stat_root(lambert_excess, &x, -800, -1);
}
