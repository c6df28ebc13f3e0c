/*
 * adjusted.h: a difference of means, adjusted for what was known of each person before.
 *
 * Pure. The variances are those of one look. crt does not adjust its reports: if who buys does not
 * depend on the cart's value, an adjustment removes about 3 % of the variance of revenue.
 */
#ifndef CRT_STAT_ADJUSTED_H
#define CRT_STAT_ADJUSTED_H

#include <stdbool.h>
#include <stddef.h>

struct stat_person {
	double before, value;		/* before: known when the person was assigned */
	bool sent;
};

struct stat_adjusted {
	double slope;			/* of value on before; NaN: of each arm its own */
	double difference, variance;	/* sent minus held; of its error */
};

/* Each arm has at least three persons, and not all of an arm are alike before. */

/* Without an adjustment; slope is 0. */
struct stat_adjusted stat_adjusted_plain(const struct stat_person *, size_t n);

/* One slope for both arms: CUPED (Deng, Xu, Kohavi, Walker, WSDM 2013). */
struct stat_adjusted stat_adjusted_common(const struct stat_person *, size_t n);

/* A slope for each arm, and HC2's variance (Lin, Ann. Appl. Stat. 7, 2013): safe with unequal
   arms. */
struct stat_adjusted stat_adjusted_each(const struct stat_person *, size_t n);

#endif
