/*
 * special.h: distribution functions, their inverses, and a root by bisection.
 *
 * Pure. Relative errors are about 1e-12 in the ranges that tests/golden/stat covers. A value
 * outside a function's range gives NaN. Sources: Abramowitz and Stegun, Handbook of
 * Mathematical Functions, chapters 6 and 26; Corless and others, On the Lambert W function, 1996.
 */
#ifndef CRT_STAT_SPECIAL_H
#define CRT_STAT_SPECIAL_H

/* Logarithm of the beta function; a, b > 0. Thread-safe, unlike lgamma. */
double stat_log_beta(double a, double b);

double stat_normal_upper(double z);			/* P(Z > z) */
double stat_normal_quantile(double p);			/* P(Z <= z) = p, 0 < p < 1 */
double stat_chi_square_upper(double x, double df);	/* P(X > x), x >= 0 */
double stat_beta_lower(double x, double a, double b);	/* P(B <= x), 0 <= x <= 1 */
double stat_beta_quantile(double p, double a, double b);
double stat_t_upper(double t, double df);		/* P(T > t) */
double stat_t_quantile(double p, double df);

/* The lower real branch of Lambert's W: w <= -1 with w e^w = x; -1/e <= x < 0. */
double stat_lambert_lower(double x);

/* A root of f between lo and hi, where f has opposite signs; to the last bits. */
double stat_root(double (*f)(double, const void *), const void *, double lo, double hi);

#endif
