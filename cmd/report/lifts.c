/* lifts.c: compare the arms of each experiment of a run's stores. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "experiment.h"
#include "lifts.h"
#include "stat/pooled.h"

#define WHAT_MAX 100			/* bytes */

static struct campaign_arms *
lifts_add(struct lifts *l, const struct experiment *x, const char *what)
{
	struct campaign_arms *c;

	l->list = mem_more(l->list, l->n, sizeof *l->list);
	c = &l->list[l->n++];
	*c = (struct campaign_arms){ .store = mem_dup(x->store), .campaign = mem_dup(x->campaign),
	    .what = mem_dup(what), .alpha = x->alpha / 100.0, .min_effect = x->min_effect / 100.0,
	    .window = x->window, .cap = x->cap };
	memcpy(c->currency, x->currency, sizeof c->currency);
	return c;
}

static void
campaign_arms_add(struct campaign_arms *c, const struct stat_arms *arms, double weekly)
{
	c->arms = mem_more(c->arms, c->n, sizeof *c->arms);
	c->arms[c->n++] = *arms;
	c->weekly += weekly;
}

static void
lifts_add_holdout(struct lifts *l, const struct experiment *x)
{
	struct campaign_arms *c = NULL;
	size_t i;

	for (i = 0; i < x->nstrata; i++) {
		const struct stratum *s = &x->strata[i];
		struct stat_arms arms = experiment_arms(&s->held, &s->sent, s->holdout / 100.0);

		if (s->holdout == 0)
			continue;
		c = c ? c : lifts_add(l, x, "holdout");
		c->holdout = true;
		campaign_arms_add(c, &arms, (s->held.recent + s->sent.recent) / x->weeks);
		c->crossovers += s->held.crossovers + s->sent.crossovers;
	}
}

/* Each wait is compared with the first one, with an equal part of alpha. */
static void
lifts_add_waits(struct lifts *l, const struct experiment *x)
{
	char first[OPTION_SECONDS_MAX], wait[OPTION_SECONDS_MAX], what[WHAT_MAX];
	size_t i;

	for (i = 1; i < x->nwaits; i++) {
		struct stat_arms arms = experiment_arms(&x->by_wait[0], &x->by_wait[i], 0.5);
		struct campaign_arms *c;

		snprintf(what, sizeof what, "wait %s against %s",
		    option_seconds(x->waits[i] / CLOCK_SECOND, wait),
		    option_seconds(x->waits[0] / CLOCK_SECOND, first));
		c = lifts_add(l, x, what);
		c->alpha /= (double)(x->nwaits - 1);
		campaign_arms_add(c, &arms, (x->by_wait[0].recent + x->by_wait[i].recent) / x->weeks);
		c->crossovers = x->by_wait[0].crossovers + x->by_wait[i].crossovers;
	}
}

bool
lifts_read(struct lifts *l, struct run *r, struct err *e)
{
	struct experiments all;
	bool ok = experiments_read(&all, r, e);
	size_t i;

	for (i = 0; ok && i < all.n; i++) {
		lifts_add_holdout(l, &all.list[i]);
		lifts_add_waits(l, &all.list[i]);
	}
	experiments_free(&all);
	return ok;
}

void
campaign_arms_free(struct campaign_arms *c)
{
	free(c->store);
	free(c->campaign);
	free(c->what);
	free(c->arms);
}

void
lifts_free(struct lifts *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		campaign_arms_free(&l->list[i]);
	free(l->list);
}

const struct campaign_arms *
lifts_find(const struct lifts *l, const char *store, const char *campaign)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (l->list[i].holdout && !strcmp(l->list[i].store, store)
		    && !strcmp(l->list[i].campaign, campaign))
			return &l->list[i];
	return NULL;
}

size_t
lifts_pool(const struct lifts *l, struct campaign_arms *all)
{
	size_t i, k, campaigns = 0;

	*all = (struct campaign_arms){ .store = mem_dup(""), .campaign = mem_dup("(all)"),
	    .what = mem_dup("holdout"), .holdout = true, .alpha = 1, .min_effect = 1 };
	for (i = 0; i < l->n; i++) {
		const struct campaign_arms *c = &l->list[i];

		if (!c->holdout)
			continue;
		campaigns++;
		all->crossovers += c->crossovers;
		all->alpha = fmin(all->alpha, c->alpha);
		all->min_effect = fmin(all->min_effect, c->min_effect);
		all->window = all->window > c->window ? all->window : c->window;
		for (k = 0; k < c->n; k++)
			campaign_arms_add(all, &c->arms[k], k ? 0 : c->weekly);
	}
	return campaigns;
}

/* The effect of one campaign: of its strata with recoveries in both arms. */
static bool
campaign_effect(const struct campaign_arms *c, struct stat_effect *out)
{
	double sum = 0, weight = 0;
	size_t i;

	for (i = 0; i < c->n; i++) {
		const struct stat_arms *a = &c->arms[i];
		struct stat_effect x;

		if (a->held_bought <= 0 || a->sent_bought <= 0)
			continue;
		x = stat_effect_ratio(a->held_bought, a->held, a->sent_bought, a->sent);
		sum += x.value / x.variance;
		weight += 1 / x.variance;
	}
	*out = (struct stat_effect){ sum / weight, 1 / weight };
	return isfinite(weight) && weight > 0;
}

struct stat_interval
lifts_next(const struct lifts *l)
{
	struct stat_effect *all = mem_get((l->n + 1) * sizeof *all);
	struct stat_interval next = { NAN, NAN };
	size_t i, n = 0;

	for (i = 0; i < l->n; i++)
		if (l->list[i].holdout && campaign_effect(&l->list[i], &all[n]))
			n++;
	if (n >= STAT_POOLED_LEAST) {
		const struct stat_pooled p = stat_pooled(all, n, STAT_SPREAD_MOMENTS);

		next = (struct stat_interval){ exp(p.next.low), exp(p.next.high) };
	}
	free(all);
	return next;
}

struct stat_lift
campaign_lift(const struct campaign_arms *c)
{
	return stat_lift(c->arms, c->n, c->alpha, c->min_effect);
}

double
campaign_weeks(const struct campaign_arms *c, const struct stat_lift *l)
{
	return c->weekly > 0 ? l->needed / c->weekly + (double)c->window / 7 : NAN;
}
