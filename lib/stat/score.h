/*
 * score.h: score intervals of the difference and of the ratio of two rates.
 *
 * Pure. They hold for one look only. The difference is Miettinen and Nurminen's (Stat. Med. 4,
 * 1985), the ratio Koopman's (Biometrics 40, 1984) with the same small-sample factor. Both keep
 * their level with few successes, where an interval from the normal distribution does not.
 */
#ifndef CRT_STAT_SCORE_H
#define CRT_STAT_SCORE_H

#include "stat/rate.h"

/* successes of n persons, 0 <= successes <= n, n > 0. */
struct stat_count {
	double successes, n;
};

/* The rate of one minus that of two. */
struct stat_interval stat_score_difference(struct stat_count one, struct stat_count two,
    double alpha);

/* The rate of one over that of two; from 0 without successes in one, to infinity without any in
   two. NaN without successes in either. */
struct stat_interval stat_score_ratio(struct stat_count one, struct stat_count two, double alpha);

#endif
