/* design.c: how many persons an experiment needs, and whether its arms have their shares. */
#include <math.h>

#include "stat/design.h"
#include "stat/special.h"

double
stat_design_width(double alpha)
{
	return sqrt(-stat_lambert_lower(-alpha * alpha / M_E));
}

static double
design_size(double width, double held, double sent, double share)
{
	double c = width + stat_normal_quantile(STAT_POWER);
	double variance = held * (1 - held) / share + sent * (1 - sent) / (1 - share);

	return ceil(c * c * variance / ((sent - held) * (sent - held)));
}

double
stat_design_once(double held, double sent, double share, double alpha)
{
	return design_size(-stat_normal_quantile(alpha / 2), held, sent, share);
}

double
stat_design_persons(double held, double sent, double share, double alpha)
{
	return design_size(stat_design_width(alpha), held, sent, share);
}

struct design {
	double held, persons, share, alpha;
};

static double
design_excess(double sent, const void *arg)
{
	const struct design *d = arg;

	return d->persons - stat_design_persons(d->held, sent, d->share, d->alpha);
}

double
stat_design_visible(double held, double persons, double share, double alpha)
{
	const struct design d = { held, persons, share, alpha };
	double least = held + 1e-9 * (1 - held);

	if (design_excess(1, &d) <= 0)
		return 1;
	return stat_root(design_excess, &d, least, 1);
}

static double
log_gamma_step(double a, double x)
{
	int sign;

	return lgamma_r(a + x, &sign) - lgamma_r(a, &sign);
}

double
stat_design_mismatch(const double *counts, const double *shares, size_t n, double prior)
{
	double sum = 0, total = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		total += counts[i];
		sum += log_gamma_step(prior * shares[i], counts[i])
		    - (counts[i] > 0 ? counts[i] * log(shares[i]) : 0);
	}
	return sum - log_gamma_step(prior, total);
}
