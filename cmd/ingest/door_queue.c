/* door_queue.c: deliveries handed over to those who commit, and how long a request waits. */
#include <errno.h>
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
delivery_new(void)
{
	struct delivery *d = mem_get(sizeof *d);

	atomic_store(&d->holders, 1);
	d->text = (struct str)STR_MAX(ENVELOPE_MAX);
	sem_init(&d->settled, 0, 0);
	return d;
}

void
delivery_drop(struct delivery *d)
{
	if (atomic_fetch_sub(&d->holders, 1) > 1)
		return;
	sem_destroy(&d->settled);
	str_free(&d->text);
	free(d);
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
	atomic_store(&d->fate, (int)fate);
	sem_post(&d->settled);
	delivery_drop(d);
}

/* ---- the request's side ---- */

void
door_wait(struct door_queue *q, crt_time until)
{
	const struct timespec t = { until / CLOCK_SECOND, until % CLOCK_SECOND * 1000 };

	pthread_cond_timedwait(&q->come, &q->lock, &t);
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

static bool
enqueue(struct door_queue *q, struct delivery *d)
{
	bool open;

	pthread_mutex_lock(&q->lock);
	d->since = clock_steady();
	d->line = (struct line){ str_text(&d->text), d->text.len, d->text.len, SPOOL_SOURCE,
	    ++q->position, NULL, d->form, 0 };
	open = !q->closing && !away(q);
	if (open) {
		atomic_fetch_add(&d->holders, 1);
		door_list_push(&q->waiting, d);
		pthread_cond_broadcast(&q->come);
	}
	pthread_mutex_unlock(&q->lock);
	return open;
}

enum door_fate
door_queue_put(struct door_queue *q, struct delivery *d)
{
	enum door_fate fate = DOOR_AWAY;

	if (enqueue(q, d)) {
		crt_time until = d->since + DOOR_PATIENCE;
		const struct timespec t = { until / CLOCK_SECOND, until % CLOCK_SECOND * 1000 };

		while (sem_clockwait(&d->settled, CLOCK_MONOTONIC, &t) && errno == EINTR)
			continue;
		fate = (enum door_fate)atomic_load(&d->fate);
	}
	fault();
	return fate == DOOR_STORED ? DOOR_STORED : DOOR_AWAY;
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
