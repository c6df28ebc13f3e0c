/*
 * strata.h: one difference or ratio of rates from several strata, each with arms of its own.
 *
 * Pure. They hold for one look only; the ratio of split.h holds at each. Strata are stores, or
 * times with another share of the holdout.
 */
#ifndef CRT_STAT_STRATA_H
#define CRT_STAT_STRATA_H

#include "stat/pooled.h"

struct stat_stratum {
	double held_bought, held, sent_bought, sent;	/* held and sent above 0 */
};

/* The difference of rates of an average person: strata weigh as much as their persons. */
struct stat_effect stat_strata_difference(const struct stat_stratum *, size_t n);

/* The logarithm of the common ratio (Mantel, Haenszel), with the variance of Greenland and Robins
   (Biometrics 41, 1985). */
struct stat_effect stat_strata_ratio(const struct stat_stratum *, size_t n);

/* The common difference (Mantel, Haenszel): strata weigh as much as their smaller arm lets them. */
double stat_strata_common(const struct stat_stratum *, size_t n);

#endif
