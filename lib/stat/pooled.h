/*
 * pooled.h: how unlike the effects of several experiments are, and what a further one may show.
 *
 * Pure. The spread is DerSimonian and Laird's (Control. Clin. Trials 7, 1986) or Paule and Mandel's
 * (J. Res. NBS 87, 1982), the interval of the mean Hartung and Knapp's (Stat. Med. 20, 2001), and
 * the prediction Higgins, Thompson, and Spiegelhalter's (J. R. Stat. Soc. A 172, 2009). They hold
 * for one look only.
 */
#ifndef CRT_STAT_POOLED_H
#define CRT_STAT_POOLED_H

#include <stddef.h>

#include "stat/rate.h"

#define STAT_POOLED_LEAST 5	/* experiments; fewer predict nothing about the next one */

/* Of one experiment: such as the logarithm of a ratio, and the variance of its error. */
struct stat_effect {
	double value, variance;
};

struct stat_pooled {
	double fixed, fixed_error;	/* if all have the same effect: the mean, its standard error */
	double q, q_p;			/* Cochran's Q and its p: whether they have */
	double i2, tau2;		/* part of the differences beyond chance; their variance */
	double random, random_error;	/* if they have not: the mean of their effects */
	struct stat_interval mean, next;	/* 95 %: of that mean; of a further experiment */
};

enum stat_spread {
	STAT_SPREAD_MOMENTS,		/* DerSimonian and Laird: in one step */
	STAT_SPREAD_EXACT		/* Paule and Mandel: Q of the result is n - 1 */
};

/* n >= 3. */
struct stat_pooled stat_pooled(const struct stat_effect *, size_t n, enum stat_spread);

/* The logarithm of the ratio of two rates; both counts are above 0. */
struct stat_effect stat_effect_ratio(double held_bought, double held, double sent_bought,
    double sent);

#endif
