/* queue.c: pass deliveries from the requests to the writers, and wake the writers. */
#include "base/fault.h"
#include "base/wait.h"
#include "serve.h"

void
serve_queue_open(struct serve_queue *q, size_t writers, size_t max_batch, crt_time linger)
{
	size_t i;

	*q = (struct serve_queue){ .linger = linger, .writers = writers, .max_batch = max_batch };
	pthread_mutex_init(&q->lock, NULL);
	wait_open(&q->overflowed);
	for (i = 0; i < writers; i++)
		wait_open(&q->writer[i].wakeup);
}

void
serve_queue_close(struct serve_queue *q)
{
	size_t i;

	for (i = 0; i < q->writers; i++)
		pthread_cond_destroy(&q->writer[i].wakeup);
	pthread_cond_destroy(&q->overflowed);
	pthread_mutex_destroy(&q->lock);
}

/* ---- with the lock ---- */

static bool
serve_queue_old(const struct delivery *d)
{
	return d && clock_steady() - d->since > SERVE_PATIENCE;
}

/* No writer commits: each has lost its database, or its first delivery is overdue. */
static bool
serve_queue_is_away(const struct serve_queue *q)
{
	size_t i, n = 0;

	for (i = 0; i < q->writers; i++)
		n += q->writer[i].failing || serve_queue_old(q->writer[i].in_flight.first);
	return n == q->writers || serve_queue_old(q->waiting.first);
}

void
serve_queue_call(struct serve_queue *q)
{
	size_t i;

	for (i = 0; i < q->writers; i++)
		if (q->writer[i].idle) {
			q->writer[i].idle = false;
			pthread_cond_signal(&q->writer[i].wakeup);
			return;
		}
}

static void
queue_wake_all(struct serve_queue *q)
{
	size_t i;

	for (i = 0; i < q->writers; i++)
		pthread_cond_signal(&q->writer[i].wakeup);
}

/* The first delivery wakes a writer, and so does the one that fills the batch.  A writer
   that lingers or commits needs no wake-up. */
static void
serve_queue_append(struct serve_queue *q, struct delivery *d)
{
	if (q->closing || serve_queue_is_away(q)) {
		delivery_push(&q->overflow, d);
		pthread_cond_signal(&q->overflowed);
		return;
	}
	delivery_push(&q->waiting, d);
	if (q->waiting.n == 1)
		serve_queue_call(q);
	else if (q->waiting.n == q->max_batch)
		queue_wake_all(q);
	if (!q->watched)
		pthread_cond_signal(&q->overflowed);
}

/* ---- the request's side ---- */

void
serve_queue_put(struct serve_queue *q, struct delivery *d)
{
	pthread_mutex_lock(&q->lock);
	d->since = clock_steady();
	d->line = (struct line){ .text = str_text(&d->text), .n = d->text.len, .whole = d->text.len,
	    .source = SPOOL_SOURCE, .position = ++q->position,
	    .form = d->form,
	    .parts = d->record ? NULL : &d->parts, .cookie = d };
	serve_queue_append(q, d);
	pthread_mutex_unlock(&q->lock);
	fault();
}

void
serve_queue_end(struct serve_queue *q)
{
	pthread_mutex_lock(&q->lock);
	q->closing = true;
	queue_wake_all(q);
	pthread_cond_signal(&q->overflowed);
	pthread_mutex_unlock(&q->lock);
}

uint64_t
serve_queue_spooled(struct serve_queue *q, size_t n)
{
	uint64_t ever;

	pthread_mutex_lock(&q->lock);
	ever = q->spooled += n;
	if (n)
		queue_wake_all(q);
	pthread_mutex_unlock(&q->lock);
	return ever;
}

bool
serve_queue_away(struct serve_queue *q)
{
	bool nobody;

	pthread_mutex_lock(&q->lock);
	nobody = serve_queue_is_away(q);
	pthread_mutex_unlock(&q->lock);
	return nobody;
}
