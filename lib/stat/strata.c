/* strata.c: one difference or ratio of rates from several strata, each with arms of its own. */
#include <math.h>

#include "stat/strata.h"

static double
rate_variance(double bought, double n)
{
	return bought / n * (1 - bought / n) / n;
}

struct stat_effect
stat_strata_difference(const struct stat_stratum *s, size_t n)
{
	struct stat_effect sum = { 0, 0 };
	double persons = 0;
	size_t i;

	for (i = 0; i < n; i++)
		persons += s[i].held + s[i].sent;
	for (i = 0; i < n; i++) {
		double weight = (s[i].held + s[i].sent) / persons;

		sum.value += weight * (s[i].sent_bought / s[i].sent - s[i].held_bought / s[i].held);
		sum.variance += weight * weight * (rate_variance(s[i].sent_bought, s[i].sent)
		    + rate_variance(s[i].held_bought, s[i].held));
	}
	return sum;
}

struct stat_effect
stat_strata_ratio(const struct stat_stratum *s, size_t n)
{
	double sent = 0, held = 0, spread = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		double all = s[i].held + s[i].sent, bought = s[i].held_bought + s[i].sent_bought;

		sent += s[i].sent_bought * s[i].held / all;
		held += s[i].held_bought * s[i].sent / all;
		spread += (s[i].held * s[i].sent * bought
		    - s[i].sent_bought * s[i].held_bought * all) / (all * all);
	}
	return (struct stat_effect){ log(sent / held), spread / (sent * held) };
}

double
stat_strata_common(const struct stat_stratum *s, size_t n)
{
	double sum = 0, weight = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		double w = s[i].held * s[i].sent / (s[i].held + s[i].sent);

		sum += w * (s[i].sent_bought / s[i].sent - s[i].held_bought / s[i].held);
		weight += w;
	}
	return sum / weight;
}
