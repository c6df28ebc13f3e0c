/* bounded.c: intervals of the mean of values between 0 and 1, which stay valid at each look. */
#include <math.h>
#include <stdbool.h>

#include "stat/bounded.h"
#include "stat/special.h"

#define BERNSTEIN_MAX 0.5	/* of a bet, so that its variance stays finite */
#define CAUTION 0.5		/* part of the largest bet that cannot lose all */

/* What is known before a value: the estimates begin at a mean of 1/2 and a variance of 1/4. */
struct bets {
	double n, sum, squares, scale;
};

static double
bets_mean(const struct bets *b)
{
	return (0.5 + b->sum) / (b->n + 1);
}

static double
bets_next(const struct bets *b)
{
	double variance = (0.25 + b->squares) / (b->n + 1);

	return sqrt(b->scale / (variance * (b->n + 1) * log(b->n + 2)));
}

static void
bets_add(struct bets *b, double x)
{
	double apart;

	b->n++;
	b->sum += x;
	apart = x - bets_mean(b);
	b->squares += apart * apart;
}

struct stat_interval
stat_bounded_bernstein(const double *x, size_t n, double alpha)
{
	struct bets b = { 0, 0, 0, 2 * log(2 / alpha) };
	double below = log(2 / alpha), above = below, center = 0, all = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		double bet = fmin(bets_next(&b), BERNSTEIN_MAX), cost = -log1p(-bet) - bet;
		double down = x[i] - (i > 0 ? b.sum / b.n : 0);
		double up = 1 - x[i] - (i > 0 ? 1 - b.sum / b.n : 0);

		below += down * down * cost;
		above += up * up * cost;
		center += bet * x[i];
		all += bet;
		bets_add(&b, x[i]);
	}
	if (n == 0)
		return (struct stat_interval){ 0, 1 };
	return (struct stat_interval){ fmax(0, (center - below) / all),
	    fmin(1, (center + above) / all) };
}

struct hedge {
	const double *x;
	size_t n;
	double alpha;
	bool above;
};

/* Logarithms of the capital of bets that the mean is above m, and that it is below. */
static void
hedge_bet(const struct hedge *h, double m, double *above, double *below)
{
	struct bets b = { 0, 0, 0, 2 * log(2 / h->alpha) };
	size_t i;

	*above = *below = log(0.5);
	for (i = 0; i < h->n; i++) {
		double bet = bets_next(&b), apart = h->x[i] - m;

		*above += log1p(fmin(bet, CAUTION / m) * apart);
		*below += log1p(-fmin(bet, CAUTION / (1 - m)) * apart);
		bets_add(&b, h->x[i]);
	}
}

/* One side's evidence beyond the limit: above falls with m, below rises. */
static double
hedge_excess(double m, const void *arg)
{
	const struct hedge *h = arg;
	double above, below;

	hedge_bet(h, m, &above, &below);
	return (h->above ? above : below) + log(h->alpha);
}

struct stat_interval
stat_bounded_hedged(const double *x, size_t n, double alpha)
{
	const struct hedge above = { x, n, alpha, true }, below = { x, n, alpha, false };
	double least = 1e-12, most = 1 - least;

	return (struct stat_interval){
	    hedge_excess(least, &above) > 0 ? stat_root(hedge_excess, &above, least, most) : 0,
	    hedge_excess(most, &below) > 0 ? stat_root(hedge_excess, &below, least, most) : 1 };
}

double
stat_bounded_log_e(const double *x, size_t n, double m, double alpha)
{
	const struct hedge h = { x, n, alpha, true };
	double above, below;

	hedge_bet(&h, m, &above, &below);
	return fmax(above, below);
}
