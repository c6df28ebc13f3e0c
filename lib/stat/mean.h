/*
 * mean.h: intervals of a difference of means that stay valid however often one looks.
 *
 * Pure. Asymptotic: the variances are estimates. With few events in the smaller arm the error is
 * far above alpha, so a test of means pools the variance over both arms and begins at
 * STAT_MEAN_EVENTS events in each (Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas, Ann. Stat. 2024,
 * arXiv 2103.06476). n counts the persons of both arms, variance is that of one person.
 */
#ifndef CRT_STAT_MEAN_H
#define CRT_STAT_MEAN_H

#include "stat/rate.h"

#define STAT_MEAN_EVENTS 10
#define STAT_MEAN_PERSONS 100

/* The mixture's squared width that makes the interval narrowest at n persons. */
double stat_mean_tuned(double alpha, double n);

/* Half the interval's width for a variance of 1; multiply by the standard deviation. */
double stat_mean_half(double n, double tuned, double alpha);

/* Logarithm of the evidence against "no difference". */
double stat_mean_log_e(double difference, double variance, double n, double tuned);

/* Of one person in two arms of n1 and n2, from the sums of values and of squares: the variance of a
   difference of means is s2 = variance / (n1 + n2). */
double stat_mean_pooled(double sum, double squares, double n1, double n2);

#endif
