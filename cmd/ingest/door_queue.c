/* door_queue.c: deliveries from the threads that have them to the one that commits. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/fault.h"
#include "door.h"

#define ENVELOPE_MAX ((size_t)64 * 1024 * 1024)	/* the body's limit is far below */

void
door_queue_open(struct door_queue *q, crt_time linger)
{
	*q = (struct door_queue){ .linger = linger };
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

/* The line's form is the delivery's own: that leads back from what the inbox tells. */
static struct delivery *
of_line(const struct line *l)
{
	return (struct delivery *)(uintptr_t)(l->form - offsetof(struct delivery, form));
}

static void
push(struct door_list *l, struct delivery *d)
{
	d->next = NULL;
	d->before = l->last;
	*(l->last ? &l->last->next : &l->first) = d;
	l->last = d;
	l->n++;
}

static void
pull(struct door_list *l, struct delivery *d)
{
	*(d->before ? &d->before->next : &l->first) = d->next;
	*(d->next ? &d->next->before : &l->last) = d->before;
	l->n--;
}

static void
settle(struct door_list *l, struct delivery *d, enum door_fate fate)
{
	pull(l, d);
	d->fate = fate;
	pthread_cond_signal(&d->settled);
	let_go(d);
}

/* ---- the request's side ---- */

static void
wait_until(struct door_queue *q, pthread_cond_t *c, crt_time until)
{
	const struct timespec t = { until / CLOCK_SECOND, until % CLOCK_SECOND * 1000 };

	pthread_cond_timedwait(c, &q->lock, &t);
}

/* The writer is stuck: what it was given first should have been committed long ago. */
static bool
stuck(const struct door_queue *q)
{
	const struct delivery *d = q->given.first ? q->given.first : q->waiting.first;

	return d && clock_steady() - d->since > DOOR_PATIENCE;
}

enum door_fate
door_queue_put(struct door_queue *q, struct delivery *d)
{
	enum door_fate fate = DOOR_AWAY;

	pthread_mutex_lock(&q->lock);
	d->since = clock_steady();
	d->line = (struct line){ str_text(&d->text), d->text.len, d->text.len, SPOOL_SOURCE,
	    ++q->position, NULL, d->form, 0 };
	if (!q->away && !q->closing && !stuck(q)) {
		d->holders++;
		push(&q->waiting, d);
		pthread_cond_signal(&q->come);
		while (d->fate == DOOR_WAITING && clock_steady() - d->since < DOOR_PATIENCE)
			wait_until(q, &d->settled, d->since + DOOR_PATIENCE);
		fate = d->fate == DOOR_STORED ? DOOR_STORED : DOOR_AWAY;
	}
	pthread_mutex_unlock(&q->lock);
	fault();
	return fate;
}

/* ---- the writer's side ---- */

void
door_queue_begin(struct door_queue *q, uint64_t version, uint64_t drained)
{
	pthread_mutex_lock(&q->lock);
	q->version = version;
	q->drained = drained;
	q->until = clock_steady() + DOOR_SESSION;
	q->away = false;
	pthread_mutex_unlock(&q->lock);
}

void
door_queue_fail(struct door_queue *q)
{
	pthread_mutex_lock(&q->lock);
	q->away = true;
	while (q->given.first)
		settle(&q->given, q->given.first, DOOR_AWAY);
	while (q->waiting.first)
		settle(&q->waiting, q->waiting.first, DOOR_AWAY);
	pthread_mutex_unlock(&q->lock);
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
door_queue_rest(struct door_queue *q, crt_time span)
{
	crt_time until = clock_steady() + span;
	bool on;

	pthread_mutex_lock(&q->lock);
	while (!q->closing && clock_steady() < until)
		wait_until(q, &q->come, until);
	on = !q->closing;
	pthread_mutex_unlock(&q->lock);
	return on;
}

bool
door_queue_away(struct door_queue *q)
{
	bool away;

	pthread_mutex_lock(&q->lock);
	away = q->away || stuck(q);
	pthread_mutex_unlock(&q->lock);
	return away;
}

/* Another session is needed: for a store that this one does not know, for what was put on
   the spool since, or after its time.  What has come waits for it. */
static bool
over(const struct door_queue *q)
{
	const struct delivery *d = q->waiting.first;

	return (q->closing && d == NULL) || (d && d->version > q->version)
	    || atomic_load(&q->spooled) != q->drained || clock_steady() >= q->until;
}

/*
 * A batch closes when nothing is being committed, when the first of it has waited long
 * enough or when it is full.  While something is being committed and nothing has come,
 * an empty one is given back: the inbox then waits for that commit, and sees it fail.
 */
static bool
closed(struct door_queue *q, size_t max)
{
	const struct delivery *d = q->waiting.first;

	if (d == NULL && q->given.n == 0)
		wait_until(q, &q->come, q->until);
	else if (d == NULL || (q->given.n && q->waiting.n < max
	    && clock_steady() - d->since < q->linger)) {
		wait_until(q, &q->come, (d ? d->since : clock_steady()) + q->linger);
		return d == NULL && q->waiting.first == NULL;
	} else
		return true;
	return false;
}

bool
door_queue_lines(void *arg, struct arena *a UNUSED, struct line *lines, size_t max, size_t *n,
    bool *end, struct err *e UNUSED)
{
	struct door_queue *q = arg;
	size_t bytes = 0;

	*n = 0;
	pthread_mutex_lock(&q->lock);
	while (!(*end = over(q)) && !closed(q, max))
		continue;
	while (!*end && q->waiting.first && *n < max && bytes < INPUT_BATCH_BYTES_MAX
	    && q->waiting.first->version <= q->version) {
		struct delivery *d = q->waiting.first;

		pull(&q->waiting, d);
		push(&q->given, d);
		bytes += d->line.n;
		lines[(*n)++] = d->line;
	}
	pthread_mutex_unlock(&q->lock);
	return true;
}

void
door_queue_committed(void *arg, const struct line *lines, size_t n)
{
	struct door_queue *q = arg;
	size_t i;

	pthread_mutex_lock(&q->lock);
	for (i = 0; i < n; i++)
		settle(&q->given, of_line(&lines[i]), DOOR_STORED);
	if (q->given.n == 0)
		pthread_cond_signal(&q->come);
	pthread_mutex_unlock(&q->lock);
}
