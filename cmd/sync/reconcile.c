/* reconcile.c: report orders and carts that webhooks and polls have lost, and print them. */
#include <stdio.h>

#include "compare.h"

/* Counts only orders: carts change often, and many platforms send no webhook for them. */
static double
loss_rate(const struct compare_count *orders)
{
	return orders->seen ? 100.0 * (double)(orders->missing + orders->differing)
	    / (double)orders->seen : 0;
}

/* On standard error, because standard output is for the records. */
static void
sync_reconcile_report(const struct poll_shop *s, const struct compare *c)
{
	if (!s->poll->set->common.quiet)
		fprintf(stderr, "store %s: %lld orders, %lld missing, %lld differ; "
		    "%lld carts, %lld missing, %lld differ; loss rate %.2f %%\n", s->store->slug,
		    (long long)c->orders.seen, (long long)c->orders.missing,
		    (long long)c->orders.differing, (long long)c->carts.seen,
		    (long long)c->carts.missing, (long long)c->carts.differing,
		    loss_rate(&c->orders));
}

static bool
sync_reconcile_record(void *arg, json_t *v UNUSED, const char *line, size_t n, struct err *e)
{
	struct poll_shop *s = arg;

	if (s->own == NULL)
		s->own = compare_open(s);
	return compare_record(s->own, line, n, e);
}

static bool
sync_reconcile_end(struct poll_shop *s, struct err *e)
{
	struct compare *c = s->own ? s->own : compare_open(s);
	struct run *r = &s->poll->run;
	bool ok;

	s->own = c;
	ok = compare_end(c, e);
	if (!ok)
		return false;
	sync_reconcile_report(s, c);
	run_count(r, COUNTER_seen, c->orders.seen + c->carts.seen);
	run_count(r, COUNTER_missing, c->orders.missing + c->carts.missing);
	run_count(r, COUNTER_differing, c->orders.differing + c->carts.differing);
	compare_close(c);
	s->own = NULL;
	return true;
}

bool
sync_reconcile(void *settings, char **operands UNUSED, struct err *e)
{
	const struct sync *set = settings;
	struct poll p;
	size_t i;
	bool ok = poll_open(&p, set, "crt-sync reconcile", e);

	p.rule.pass.from = clock_now() - set->days * CLOCK_DAY;
	p.rule.suffix = ".reconcile";
	p.rule.checkpoints = false;
	p.rule.orders_and_carts = true;
	p.record = sync_reconcile_record;
	p.end = sync_reconcile_end;
	ok = ok && poll_run(&p, e);
	for (i = 0; i < p.n; i++)
		compare_close(p.shop[i].own);
	return poll_close(&p, ok, e);
}
