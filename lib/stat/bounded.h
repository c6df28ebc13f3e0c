/*
 * bounded.h: intervals of the mean of values between 0 and 1, which stay valid at each look.
 *
 * Pure and exact (Waudby-Smith and Ramdas 2024, arXiv 2010.09686). The values are in the order in
 * which they arrived, and each bet depends on those before it only. The result holds for one arm.
 * A difference of arms with a holdout of 10 % is spread eleven times as wide as its values, so
 * spent.h compares means with the asymptotic sequence instead.
 */
#ifndef CRT_STAT_BOUNDED_H
#define CRT_STAT_BOUNDED_H

#include <stddef.h>

#include "stat/rate.h"

/* The empirical Bernstein interval: fast, and wide. */
struct stat_interval stat_bounded_bernstein(const double *, size_t n, double alpha);

/* The interval of hedged betting: narrower, and n steps for each bit of its ends. */
struct stat_interval stat_bounded_hedged(const double *, size_t n, double alpha);

/* Logarithm of the evidence of hedged bets against a mean of m, 0 < m < 1. */
double stat_bounded_log_e(const double *, size_t n, double m, double alpha);

#endif
