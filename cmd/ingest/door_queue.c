/* door_queue.c: deliveries handed over to those who commit, and how long a request waits. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/fault.h"
#include "door.h"

#define ENVELOPE_MAX ((size_t)64 * 1024 * 1024)	/* the body's limit is far below */

void
door_queue_open(struct door_queue *q, size_t writers, crt_time linger)
{
	*q = (struct door_queue){ .linger = linger, .writers = writers };
	pthread_mutex_init(&q->lock, NULL);
	pthread_condattr_init(&q->steady);
	pthread_condattr_setclock(&q->steady, CLOCK_MONOTONIC);
	pthread_cond_init(&q->come, &q->steady);
}

void
door_queue_close(struct door_queue *q)
{
	pthread_cond_destroy(&q->come);
	pthread_condattr_destroy(&q->steady);
	pthread_mutex_destroy(&q->lock);
}

/* ---- a delivery ---- */

struct delivery *
delivery_new(struct door_queue *q)
{
	struct delivery *d = mem_get(sizeof *d);

	d->holders = 1;
	d->text = (struct str)STR_MAX(ENVELOPE_MAX);
	pthread_cond_init(&d->settled, &q->steady);
	return d;
}

/* With the lock. */
static void
let_go(struct delivery *d)
{
	if (--d->holders)
		return;
	pthread_cond_destroy(&d->settled);
	str_free(&d->text);
	free(d);
}

void
delivery_drop(struct door_queue *q, struct delivery *d)
{
	pthread_mutex_lock(&q->lock);
	let_go(d);
	pthread_mutex_unlock(&q->lock);
}

void
door_list_push(struct door_list *l, struct delivery *d)
{
	d->next = NULL;
	d->before = l->last;
	*(l->last ? &l->last->next : &l->first) = d;
	l->last = d;
	l->n++;
}

void
door_list_pull(struct door_list *l, struct delivery *d)
{
	*(d->before ? &d->before->next : &l->first) = d->next;
	*(d->next ? &d->next->before : &l->last) = d->before;
	l->n--;
}

void
door_settle(struct door_list *l, struct delivery *d, enum door_fate fate)
{
	door_list_pull(l, d);
	d->fate = fate;
	pthread_cond_signal(&d->settled);
	let_go(d);
}

/* ---- the request's side ---- */

void
door_wait(struct door_queue *q, pthread_cond_t *c, crt_time until)
{
	const struct timespec t = { until / CLOCK_SECOND, until % CLOCK_SECOND * 1000 };

	pthread_cond_timedwait(c, &q->lock, &t);
}

static bool
old(const struct delivery *d)
{
	return d && clock_steady() - d->since > DOOR_PATIENCE;
}

/* Nobody commits: what each writer was given first should have been on disk long ago, or
   it has lost its database. */
static bool
away(const struct door_queue *q)
{
	size_t i, n = 0;

	for (i = 0; i < q->writers; i++)
		n += q->writer[i].failing || old(q->writer[i].given.first);
	return n == q->writers || old(q->waiting.first);
}

enum door_fate
door_queue_put(struct door_queue *q, struct delivery *d)
{
	enum door_fate fate = DOOR_AWAY;

	pthread_mutex_lock(&q->lock);
	d->since = clock_steady();
	d->line = (struct line){ str_text(&d->text), d->text.len, d->text.len, SPOOL_SOURCE,
	    ++q->position, NULL, d->form, 0 };
	if (!q->closing && !away(q)) {
		d->holders++;
		door_list_push(&q->waiting, d);
		pthread_cond_broadcast(&q->come);
		while (d->fate == DOOR_WAITING && clock_steady() - d->since < DOOR_PATIENCE)
			door_wait(q, &d->settled, d->since + DOOR_PATIENCE);
		fate = d->fate == DOOR_STORED ? DOOR_STORED : DOOR_AWAY;
	}
	pthread_mutex_unlock(&q->lock);
	fault();
	return fate;
}

void
door_queue_end(struct door_queue *q)
{
	pthread_mutex_lock(&q->lock);
	q->closing = true;
	pthread_cond_broadcast(&q->come);
	pthread_mutex_unlock(&q->lock);
}

bool
door_queue_away(struct door_queue *q)
{
	bool nobody;

	pthread_mutex_lock(&q->lock);
	nobody = away(q);
	pthread_mutex_unlock(&q->lock);
	return nobody;
}
