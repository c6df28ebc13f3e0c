/* spent.c: whether messages changed what a person spends on average. */
#include <math.h>

#include "stat/mean.h"
#include "stat/spent.h"

static bool
spent_shown(const struct stat_arms *a, size_t n, double *persons)
{
	size_t i;

	*persons = 0;
	for (i = 0; i < n; i++) {
		if (fmin(a[i].held_bought, a[i].sent_bought) < STAT_MEAN_EVENTS)
			return false;
		*persons += a[i].held + a[i].sent;
	}
	return *persons >= STAT_MEAN_PERSONS;
}

struct stat_spent
stat_spent(const struct stat_arms *a, size_t n, double alpha)
{
	struct stat_spent s = { false, NAN, NAN, NAN, { NAN, NAN }, NAN, NAN };
	double persons, variance = 0, tuned = stat_mean_tuned(alpha, STAT_SPENT_EXPECTED), half;
	size_t i;

	s.shown = spent_shown(a, n, &persons);
	if (!s.shown)
		return s;
	s.held = s.sent = s.uncapped = 0;
	for (i = 0; i < n; i++) {
		double part = (a[i].held + a[i].sent) / persons;

		s.held += part * a[i].held_capped / a[i].held;
		s.sent += part * a[i].sent_capped / a[i].sent;
		s.uncapped += part * (a[i].sent_spent / a[i].sent - a[i].held_spent / a[i].held);
		variance += part * stat_mean_pooled(a[i].held_capped + a[i].sent_capped,
		    a[i].held_squares + a[i].sent_squares, a[i].held, a[i].sent);
	}
	s.difference = s.sent - s.held;
	half = sqrt(variance) * stat_mean_half(persons, tuned, alpha);
	s.interval = (struct stat_interval){ s.difference - half, s.difference + half };
	s.p = fmin(1, exp(-stat_mean_log_e(s.difference, variance, persons, tuned)));
	return s;
}
