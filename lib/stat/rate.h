/*
 * rate.h: intervals of rates that are counted.
 *
 * Pure. Counts are whole numbers in doubles, 0 <= successes <= n, n > 0.
 *
 * stat_rate_log_e is Robbins' mixture of binomials (Robbins, Ann. Math. Stat. 41, 1970): it stays
 * valid however often one looks. The other intervals hold for one look only: Wilson (J. Am. Stat.
 * Assoc. 22, 1927), and for differences method 10 of Newcombe (Stat. Med. 17, 1998).
 */
#ifndef CRT_STAT_RATE_H
#define CRT_STAT_RATE_H

struct stat_interval {
	double low, high;
};

/* Logarithm of the evidence against a rate of p, with the prior Beta(a, b). */
double stat_rate_log_e(double successes, double n, double p, double a, double b);

/* The rates against which the evidence is less than 1/alpha. */
struct stat_interval stat_rate_sequence(double successes, double n, double alpha, double a,
    double b);

struct stat_interval stat_rate_wilson(double successes, double n, double alpha);

/* Of the difference of two rates, the first minus the second. */
struct stat_interval stat_rate_difference(double s1, double n1, double s2, double n2, double alpha);

#endif
