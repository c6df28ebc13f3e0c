/* mean.c: intervals of a difference of means that stay valid however often one looks. */
#include <math.h>

#include "stat/mean.h"
#include "stat/special.h"

double
stat_mean_tuned(double alpha, double n)
{
	return (-stat_lambert_lower(-alpha * alpha / M_E) - 1) / n;
}

double
stat_mean_half(double n, double tuned, double alpha)
{
	double m = n * tuned + 1;

	return sqrt(2 * m / (n * n * tuned) * log(sqrt(m) / alpha));
}

double
stat_mean_log_e(double d, double variance, double n, double tuned)
{
	double m = n * tuned + 1;

	return tuned * d * d * n * n / variance / (2 * m) - log(m) / 2;
}

double
stat_mean_pooled(double sum, double squares, double n1, double n2)
{
	double n = n1 + n2, one = (squares - sum * sum / n) / (n - 1);

	return one * (1 / n1 + 1 / n2) * n;
}
