/* overflow.c: the thread that spools deliveries that are not committed in time. */
#include "base/fault.h"
#include "base/log.h"
#include "base/wait.h"
#include "serve.h"

#define OVERFLOW_MAX 256
#define NEVER INT64_MAX

/* The first delivery of a list that is not in the overflow yet; those that are come first. */
static struct delivery *
overflow_first(const struct delivery_list *l)
{
	struct delivery *d = l->first;

	while (d && d->overflowed)
		d = d->next;
	return d;
}

static crt_time
serve_overflow_due(const struct delivery *d)
{
	return d ? d->since + SERVE_PATIENCE : NEVER;
}

/* When the next delivery goes to the overflow, unless it is committed before. */
static crt_time
overflow_next_due(const struct serve_queue *q)
{
	crt_time next = serve_overflow_due(overflow_first(&q->waiting));
	size_t i;

	for (i = 0; i < q->writers; i++) {
		crt_time one = serve_overflow_due(overflow_first(&q->writer[i].in_flight));

		next = one < next ? one : next;
	}
	return next;
}

/* Gathers deliveries that were given up, and those that have waited too long.  A writer's
   deliveries stay in its list, because its inbox reads them; it may still commit them. */
static size_t
serve_overflow_gather(struct serve_queue *q, struct delivery *all[OVERFLOW_MAX])
{
	const crt_time now = clock_steady();
	struct delivery *d;
	size_t n = 0, i;

	while (n < OVERFLOW_MAX && (d = q->overflow.first)) {
		delivery_pull(&q->overflow, d);
		all[n++] = d;
	}
	while (n < OVERFLOW_MAX && (d = q->waiting.first) && serve_overflow_due(d) <= now) {
		delivery_pull(&q->waiting, d);
		all[n++] = d;
	}
	for (i = 0; i < q->writers; i++)
		while (n < OVERFLOW_MAX && (d = overflow_first(&q->writer[i].in_flight))
		    && serve_overflow_due(d) <= now) {
			d->overflowed = true;
			atomic_fetch_add(&d->holders, 1);
			all[n++] = d;
		}
	return n;
}

/* 0: the thread must end. */
static size_t
serve_overflow_wait_for(struct serve_queue *q, struct delivery *all[OVERFLOW_MAX])
{
	size_t n;

	pthread_mutex_lock(&q->lock);
	while ((n = serve_overflow_gather(q, all)) == 0 && !q->closing) {
		crt_time next = overflow_next_due(q);

		q->watched = next != NEVER;
		wait_until(&q->overflowed, &q->lock,
		    q->watched ? next : clock_steady() + SERVE_SESSION);
	}
	pthread_mutex_unlock(&q->lock);
	return n;
}

static void
serve_overflow_spool(struct serve *serve, struct delivery *all[OVERFLOW_MAX], size_t n)
{
	struct spool_line lines[OVERFLOW_MAX];
	struct err e = { 0 };
	bool ok;
	size_t i;

	for (i = 0; i < n; i++)
		lines[i] = (struct spool_line){ &all[i]->line, all[i]->store };
	ok = spool_put(serve->spool, lines, n, &e);
	if (ok)
		serve_queue_spooled(&serve->queue, n);
	else
		log_line(LOG_ERROR, NULL, "%zu deliveries are refused: %s", n, e.text);
	fault();
	for (i = 0; i < n; i++) {
		if (ok)
			delivery_respond(all[i], 200, "spooled");
		else
			delivery_respond(all[i], 503, "the delivery cannot be stored");
		delivery_drop(all[i]);
	}
}

static void *
overflow_thread(void *arg)
{
	struct serve *serve = arg;
	struct delivery *all[OVERFLOW_MAX];
	size_t n;

	while ((n = serve_overflow_wait_for(&serve->queue, all)))
		serve_overflow_spool(serve, all, n);
	return NULL;
}

bool
serve_overflow_start(struct serve *d, struct err *e)
{
	d->overflowing = !pthread_create(&d->overflow, NULL, overflow_thread, d);
	return d->overflowing || err_set(e, ERR_AGAIN, "cannot start a thread");
}

void
serve_overflow_stop(struct serve *d)
{
	if (d->overflowing)
		pthread_join(d->overflow, NULL);
}
