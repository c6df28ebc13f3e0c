/* stat.c: statistics agree with published values and with another program. */
#include <math.h>
#include <stdlib.h>

#include "stat/design.h"
#include "stat/lift.h"
#include "stat/mean.h"
#include "stat/special.h"
#include "stat/spent.h"
#include "stat/split.h"
#include "stat_table.h"

static void
quantile_row(char **cell)
{
	const char *f = cell[0], *second = strchr(cell[2], ',');
	double x = N(1), par = N(2), b = second ? strtod(second + 1, NULL) : 0, want = N(3);

	if (strcmp(f, "norm_ppf") == 0)
		is(stat_normal_quantile(x), want, f);
	else if (strcmp(f, "norm_sf") == 0)
		is_log(log(stat_normal_upper(x)), log(want), f);
	else if (strcmp(f, "t_ppf") == 0)
		within(stat_t_quantile(x, par), want, CLOSE_T, 1e-3, f);
	else if (strcmp(f, "t_sf") == 0)
		is(stat_t_upper(x, par), want, f);
	else if (strcmp(f, "chi2_ppf") == 0)
		is(stat_chi_square_upper(want, par), 1 - x, f);
	else if (strcmp(f, "chi2_sf") == 0)
		is(stat_chi_square_upper(x, par), want, f);
	else if (strcmp(f, "beta_cdf") == 0)
		is(stat_beta_lower(x, par, b), want, f);
	else if (strcmp(f, "beta_ppf") == 0)
		is(stat_beta_quantile(x, par, b), want, f);
	else
		tap_ok(false, f);
}

static void
proportion_row(char **cell)
{
	double k = N(1), n = N(2);
	struct stat_interval i = stat_rate_wilson(k, n, 0.05);

	if (strcmp(cell[0], "clopper_pearson") == 0)
		i = (struct stat_interval){ k > 0 ? stat_beta_quantile(0.025, k, n - k + 1) : 0,
		    k < n ? stat_beta_quantile(0.975, k + 1, n - k) : 1 };
	if (strcmp(cell[0], "jeffreys") == 0)
		i = (struct stat_interval){ stat_beta_quantile(0.025, k + 0.5, n - k + 0.5),
		    stat_beta_quantile(0.975, k + 0.5, n - k + 0.5) };
	is(i.low, N(3), cell[0]);
	is(i.high, N(4), cell[0]);
}

static void
rate_row(char **cell)
{
	struct stat_interval i = stat_rate_sequence(N(0), N(1), 0.05, N(2), N(3));

	is(stat_rate_log_e(N(0), N(1), 0.1, N(2), N(3)), N(4), "log e");
	is(i.low, N(5), "low");
	is(i.high, N(6), "high");
}

/* The split of recoveries of one stratum is a rate: that of the persons with messages. */
static void
one_split_row(char **cell)
{
	double sent = N(1), n = N(0) + sent, share = N(2), a = N(3) * share, b = N(3) * (1 - share);
	double log_e = stat_rate_log_e(sent, n, share, a, b);
	struct stat_interval i = stat_rate_sequence(sent, n, 0.05, a, b);

	is(log_e, N(4), "log e");
	is(fmin(1, exp(-log_e)), N(5), "p");
	is(i.low, N(6), "low");
	is(i.high, N(7), "high");
	is(i.low / (1 - i.low) * (1 - share) / share, N(8), "low ratio");
	is(i.high / (1 - i.high) * (1 - share) / share, N(9), "high ratio");
}

static void
split_row(char **cell)
{
	struct stat_split list[8];
	struct stat_interval i;
	size_t n = 0;
	char *rest = cell[1], *one;

	while ((one = strsep(&rest, ";")) && n < COUNT(list)) {
		list[n].held = strtod(one, &one);
		list[n].sent = strtod(one + 1, &one);
		list[n++].share = strtod(one + 1, &one);
	}
	i = stat_split_interval(list, n, N(2), 0.05);
	is(stat_split_log_e(list, n, N(2), 0), N(3), "log e");
	if (strcmp(cell[5], "-") != 0)
		tap_ok(fabs(stat_split_ratio(list, n) / N(5) - 1) < 1e-7, "the likeliest ratio");
	else
		tap_ok(isinf(stat_split_ratio(list, n)), "no recovery in the holdout: no upper limit");
	is(fmin(1, exp(-stat_split_log_e(list, n, N(2), 0))), N(4), "p");
	is(i.low, N(6), "low");
	is(i.high, N(7), "high");
}

static void
sequence_row(char **cell)
{
	double alpha = N(0), n = N(2), tuned = stat_mean_tuned(alpha, N(1));

	double half = stat_mean_half(n, tuned, alpha);

	is(tuned, N(3), "tuned");
	is(half, N(5), "half");
	is(stat_mean_half(n, N(4), alpha), N(6), "half, from another width");
	is(-half * sqrt(n) / stat_normal_quantile(alpha / 2), N(7), "times the width of one look");
}

static void
mean_row(char **cell)
{
	double n = N(1) + N(3), d = N(5), s2 = N(6) * N(6) * n, tuned = stat_mean_tuned(0.05, N(4));
	double half = sqrt(s2) * stat_mean_half(n, tuned, 0.05);

	double log_e = stat_mean_log_e(d, s2, n, tuned);

	is(tuned, N(7), "tuned");
	is(d - half, N(8), "low");
	is(d + half, N(9), "high");
	is(log_e, N(10), "log e");
	is(fmin(1, exp(-log_e)), N(11), "p");
}

/* An estimate with a variance of its own is one observation. */
static void
normal_row(char **cell)
{
	double d = N(0), v = N(1), tuned = N(2) / v, log_e = stat_mean_log_e(d, v, 1, tuned);
	double half = sqrt(v) * stat_mean_half(1, tuned, 0.05);

	is(log_e, N(3), "log e");
	is(fmin(1, exp(-log_e)), N(4), "p");
	is(d - half, N(5), "low");
	is(d + half, N(6), "high");
}

static void
mismatch_row(char **cell)
{
	static const double priors[] = { 10, STAT_PRIOR, 10000 };
	double counts[8], shares[8], sum = 0, total = 0, chi = 0;
	char *rest = cell[0], *weights = cell[1];
	size_t n = 0, i;

	while (n < COUNT(counts) && rest && weights) {
		total += counts[n] = strtod(strsep(&rest, ","), NULL);
		sum += shares[n++] = strtod(strsep(&weights, ","), NULL);
	}
	for (i = 0; i < n; i++) {
		double expected = total * (shares[i] /= sum);

		chi += (counts[i] - expected) * (counts[i] - expected) / expected;
	}
	is(chi, N(2), "chi-square");
	is(stat_chi_square_upper(chi, (double)n - 1), N(3), "p of chi-square");
	for (i = 0; i < COUNT(priors); i++)
		is_log(stat_design_mismatch(counts, shares, n, priors[i]), N(4 + i), "log e");
	is(fmin(1, exp(-stat_design_mismatch(counts, shares, n, STAT_PRIOR))), N(7), "p");
}

static void
size_row(char **cell)
{
	double persons = stat_design_persons(N(0), N(1), N(2), 0.05);

	is(stat_design_once(N(0), N(1), N(2), 0.05), N(3), "persons for one look");
	is(persons, N(4), "persons");
	is(stat_design_width(0.05), N(5), "width");
	tap_ok(fabs(stat_design_visible(N(0), persons, N(2), 0.05) / N(1) - 1) < 1e-4,
	    "this number of people shows that rate, and no smaller number does");
}

/* The expected values come from the formulas in mean.h, calculated by another program. */
static void
test_spent(void)
{
	struct stat_arms a[] = { { .held = 1000, .sent = 1000, .held_bought = 30, .sent_bought = 60,
	    .held_capped = 30 * 5000, .sent_capped = 59 * 6000 + 40000,
	    .held_squares = 30 * 25e6, .sent_squares = 59 * 36e6 + 16e8 },
	    { .held = 100, .sent = 900, .held_bought = 10, .sent_bought = 120,
	    .held_capped = 10 * 4000, .sent_capped = 120 * 7000,
	    .held_squares = 10 * 16e6, .sent_squares = 120 * 49e6 } };
	struct stat_spent one = stat_spent(a, 1, 0.05), both = stat_spent(a, 2, 0.05);

	table_name = "spent";
	is(one.interval.low, 38.95857862173969, "low");
	is(one.interval.high, 449.04142137826034, "high");
	is(one.p, 0.010620017721126356, "p");
	is(both.difference, 340.44444444444446, "difference of two strata");
	is(both.interval.low, 59.70696795510651, "low of two strata");
	is(both.p, 0.008032862853675793, "p of two strata");
	a[1].held_bought = 9;
	tap_ok(one.shown && both.shown && !stat_spent(a, 2, 0.05).shown
	    && !stat_spent(a, 0, 0.05).shown,
	    "revenue is shown once ten persons in each arm of each stratum have bought");
}

/* Student's distribution has closed forms for 2 and 3 degrees of freedom. */
static void
test_quantiles(void)
{
	static const double p[] = { 0.501, 0.6, 0.9, 0.95, 0.975, 0.995, 1 - 1e-9 };
	const struct stat_split one = { 30, 60, 0.5 };
	double worst = fabs(stat_split_ratio(&one, 1) - 2);
	size_t i;

	for (i = 0; i < COUNT(p); i++) {
		double two = (2 * p[i] - 1) / sqrt(2 * p[i] * (1 - p[i]));
		double x = stat_t_quantile(p[i], 3) / sqrt(3);

		worst = fmax(worst, fabs(stat_t_quantile(p[i], 2) / two - 1));
		worst = fmax(worst, fabs((x / (1 + x * x) + atan(x)) / M_PI + 0.5 - p[i]));
	}
	tap_ok(worst < 1e-12, "closed forms agree to 12 digits");
}

static void
test_edges(void)
{
	const struct stat_split none = { 0, 0, 0.9 }, held = { 5, 0, 0.5 };
	struct stat_interval i = stat_split_interval(&none, 1, STAT_SPLIT_WIDTH, 0.05);

	tap_ok(isnan(stat_split_ratio(&none, 1)) && i.low <= 0 && isinf(i.high)
	    && fabs(stat_split_log_e(&none, 1, STAT_SPLIT_WIDTH, 0)) < 1e-12,
	    "without recoveries nothing is known");
	tap_ok(stat_split_ratio(&held, 1) <= 0, "recoveries in the holdout alone: the ratio is 0");
	tap_ok(isnan(stat_normal_quantile(0)) && isnan(stat_t_quantile(1, 3))
	    && isnan(stat_beta_lower(2, 1, 1)) && isnan(stat_lambert_lower(-1)),
	    "a value out of range is no number");
	tap_ok(stat_design_visible(0.05, 5, 0.1, 0.05) >= 1, "five persons show nothing");
}

static struct stat_lift
lift_of(double persons, double held_bought, double sent_bought)
{
	const struct stat_arms a = { .held_all = persons, .sent_all = persons, .held = persons,
	    .sent = persons, .held_bought = held_bought, .sent_bought = sent_bought,
	    .share_held = 0.5 };

	return stat_lift(&a, 1, 0.05, 0.01);
}

/* Seen to fail: 0 persons, which the design needs beyond those counted. */
static void
test_needed(void)
{
	static const double bought[][2] = { { 1200, 1300 }, { 1300, 1200 }, { 1200, 1290 } };
	size_t i;

	for (i = 0; i < COUNT(bought); i++) {
		struct stat_lift l = lift_of(20000, bought[i][0], bought[i][1]);
		double more = 1.2 * (1 + l.needed / 40000);
		char text[200];

		snprintf(text, sizeof text, "%g against %g of 20000: a fifth more than %g more "
		    "persons decide", bought[i][0], bought[i][1], l.needed);
		tap_ok(l.verdict == STAT_NOT_ENOUGH && l.needed >= 1 && lift_of(20000 * more,
		    bought[i][0] * more, bought[i][1] * more).verdict != STAT_NOT_ENOUGH, text);
	}
	tap_ok(isnan(lift_of(20000, 5, 6).needed), "with few recoveries the persons are not known");
}

int
main(void)
{
	table("quantiles", 149, quantile_row);
	table("proportion", 27, proportion_row);
	table("betabinom", 27, rate_row);
	table("condsuccess", 10, one_split_row);
	table("pooled_ratio", 15, split_row);
	table("acs", 105, sequence_row);
	table("msprt", 6, mean_row);
	table("msprt_normal", 7, normal_row);
	table("srm", 10, mismatch_row);
	table("samplesize", 20, size_row);
	test_spent();
	test_quantiles();
	test_edges();
	test_needed();
	return tap_done();
}
