/* queue.c: deliveries handed over to those who commit, and who is called for them. */
#include "base/fault.h"
#include "base/wait.h"
#include "serve.h"

void
door_queue_open(struct door_queue *q, size_t writers, size_t together, crt_time linger)
{
	size_t i;

	*q = (struct door_queue){ .linger = linger, .writers = writers, .together = together };
	pthread_mutex_init(&q->lock, NULL);
	wait_open(&q->astray);
	for (i = 0; i < writers; i++)
		wait_open(&q->writer[i].come);
}

void
door_queue_close(struct door_queue *q)
{
	size_t i;

	for (i = 0; i < q->writers; i++)
		pthread_cond_destroy(&q->writer[i].come);
	pthread_cond_destroy(&q->astray);
	pthread_mutex_destroy(&q->lock);
}

/* ---- with the lock ---- */

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

void
door_queue_call(struct door_queue *q)
{
	size_t i;

	for (i = 0; i < q->writers; i++)
		if (q->writer[i].idle) {
			q->writer[i].idle = false;
			pthread_cond_signal(&q->writer[i].come);
			return;
		}
}

static void
call_all(struct door_queue *q)
{
	size_t i;

	for (i = 0; i < q->writers; i++)
		pthread_cond_signal(&q->writer[i].come);
}

/* Who comes first calls a writer, and so does who fills the batch; a writer that lingers
   or commits comes by itself. */
static void
put(struct door_queue *q, struct delivery *d)
{
	if (q->closing || away(q)) {
		delivery_push(&q->strays, d);
		pthread_cond_signal(&q->astray);
		return;
	}
	delivery_push(&q->waiting, d);
	if (q->waiting.n == 1)
		door_queue_call(q);
	else if (q->waiting.n == q->together)
		call_all(q);
	if (!q->watched)
		pthread_cond_signal(&q->astray);
}

/* ---- the request's side ---- */

void
door_queue_put(struct door_queue *q, struct delivery *d)
{
	pthread_mutex_lock(&q->lock);
	d->since = clock_steady();
	d->line = (struct line){ .text = str_text(&d->text), .n = d->text.len, .whole = d->text.len,
	    .source = SPOOL_SOURCE, .position = ++q->position, .form = d->form, .parts = &d->parts };
	put(q, d);
	pthread_mutex_unlock(&q->lock);
	fault();
}

void
door_queue_end(struct door_queue *q)
{
	pthread_mutex_lock(&q->lock);
	q->closing = true;
	call_all(q);
	pthread_cond_signal(&q->astray);
	pthread_mutex_unlock(&q->lock);
}

uint64_t
door_queue_spooled(struct door_queue *q, size_t n)
{
	uint64_t ever;

	pthread_mutex_lock(&q->lock);
	ever = q->spooled += n;
	if (n)
		call_all(q);
	pthread_mutex_unlock(&q->lock);
	return ever;
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
