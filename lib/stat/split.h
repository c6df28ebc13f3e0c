/*
 * split.h: how recoveries divide between persons with messages and persons without.
 *
 * Pure. Of each further recovery, the chance that it belongs to a person with messages is
 * share * ratio / (share * ratio + 1 - share), where ratio is the rate with messages over the rate
 * without. That holds whatever a season does to both rates, so the counts of recoveries are all it
 * needs, it is exact for each share, and it stays valid however often one looks (Lindon and
 * Malek, NeurIPS 2022, arXiv 2011.03567). The evidence is averaged over log(ratio) ~ N(0, width^2).
 * Strata (stores, or times with another share) have one ratio in common.
 */
#ifndef CRT_STAT_SPLIT_H
#define CRT_STAT_SPLIT_H

#include <stddef.h>

#include "stat/rate.h"

#define STAT_SPLIT_WIDTH 0.5	/* expects ratios of 0.4 to 2.7 */

struct stat_split {
	double held, sent;		/* recoveries of persons without and with messages */
	double share;			/* of persons with messages, above 0 and below 1 */
};

/* Logarithm of the evidence against the ratio e^delta; at 0, against "no effect". */
double stat_split_log_e(const struct stat_split *, size_t n, double width, double delta);

/* The likeliest ratio: 0 or infinity where one side has no recoveries; NaN without any. */
double stat_split_ratio(const struct stat_split *, size_t n);

/* The ratios against which the evidence is less than 1/alpha; high may be infinity. */
struct stat_interval stat_split_interval(const struct stat_split *, size_t n, double width,
    double alpha);

#endif
