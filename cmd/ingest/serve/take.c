/* take.c: pass deliveries from the queue to a writer's inbox, and handle its commits. */
#include "base/wait.h"
#include "serve.h"

#define BUSY (50 * CLOCK_SECOND / 1000)	/* time that others have to take it first */

static struct serve_queue *
writer_queue(const struct serve_writer *w)
{
	return &w->serve->queue;
}

void
serve_writer_begin(struct serve_writer *w, uint64_t version, uint64_t drained)
{
	struct serve_queue *q = writer_queue(w);

	pthread_mutex_lock(&q->lock);
	w->version = version;
	w->drained = drained;
	w->until = clock_steady() + SERVE_SESSION;
	w->failing = false;
	pthread_mutex_unlock(&q->lock);
}

/* Moves the first of the list to the overflow, unless it is there already. */
static void
overflow_put_first(struct serve_queue *q, struct delivery_list *l)
{
	struct delivery *d = l->first;

	delivery_pull(l, d);
	if (d->overflowed)
		delivery_drop(d);
	else
		delivery_push(&q->overflow, d);
}

void
serve_writer_fail(struct serve_writer *w)
{
	struct serve_queue *q = writer_queue(w);
	bool all = true;
	size_t i;

	pthread_mutex_lock(&q->lock);
	w->failing = true;
	while (w->in_flight.first)
		overflow_put_first(q, &w->in_flight);
	for (i = 0; i < q->writers; i++)
		all = all && q->writer[i].failing;
	while (all && q->waiting.first)
		overflow_put_first(q, &q->waiting);
	pthread_cond_signal(&q->overflowed);
	pthread_mutex_unlock(&q->lock);
}

bool
serve_writer_pause(struct serve_writer *w, crt_time duration)
{
	struct serve_queue *q = writer_queue(w);
	crt_time until = clock_steady() + duration;
	bool on;

	pthread_mutex_lock(&q->lock);
	while (!q->closing && clock_steady() < until)
		wait_until(&w->wakeup, &q->lock, until);
	on = !q->closing;
	pthread_mutex_unlock(&q->lock);
	return on;
}

/* A new session is needed if a store is unknown to this one, deliveries were spooled since it
   began, or its time is over.  Queued deliveries wait for the new session. */
static bool
serve_take_over(const struct serve_writer *w)
{
	const struct serve_queue *q = writer_queue(w);
	const struct delivery *d = q->waiting.first;

	return (q->closing && d == NULL) || (d && d->version > w->version)
	    || q->spooled != w->drained || clock_steady() >= w->until;
}

/* How long a delivery waits for this writer.  0 if no writer commits; --linger if another one
   does, to gather more; BUSY while this one commits, so that others go first. */
static crt_time
serve_take_max_wait(const struct serve_writer *w)
{
	const struct serve_queue *q = writer_queue(w);
	size_t i;

	if (w->in_flight.n)
		return BUSY;
	for (i = 0; i < q->writers; i++)
		if (q->writer[i].in_flight.n)
			return q->linger;
	return 0;
}

/*
 * True if the batch can be taken now.  It may be empty while a commit is in progress and
 * nothing is queued: the inbox then waits for that commit, and notices its failure.
 */
static bool
serve_take_closed(struct serve_writer *w, size_t max)
{
	struct serve_queue *q = writer_queue(w);
	const struct delivery *d = q->waiting.first;
	crt_time until = (d ? d->since : clock_steady()) + serve_take_max_wait(w);

	if (d && (q->waiting.n >= max || clock_steady() >= until))
		return true;
	w->idle = d == NULL && w->in_flight.n == 0;
	wait_until(&w->wakeup, &q->lock, d || w->in_flight.n ? until : w->until);
	w->idle = false;
	return d == NULL && w->in_flight.n && q->waiting.first == NULL;
}

bool
serve_writer_lines(void *arg, struct arena *a UNUSED, struct line *lines, size_t max, size_t *n,
    bool *end, struct err *e UNUSED)
{
	struct serve_writer *w = arg;
	struct serve_queue *q = writer_queue(w);
	size_t bytes = 0;

	*n = 0;
	pthread_mutex_lock(&q->lock);
	while (!(*end = serve_take_over(w)) && !serve_take_closed(w, max))
		continue;
	while (!*end && q->waiting.first && *n < max && bytes < INPUT_BATCH_BYTES_MAX
	    && q->waiting.first->version <= w->version) {
		struct delivery *d = q->waiting.first;

		delivery_pull(&q->waiting, d);
		delivery_push(&w->in_flight, d);
		bytes += d->line.n;
		lines[(*n)++] = d->line;
	}
	if (q->waiting.first)
		serve_queue_call(q);
	pthread_mutex_unlock(&q->lock);
	return true;
}

/* Wakes the writers that linger: perhaps no other one commits now.  With the lock held. */
static void
serve_take_go_on(struct serve_queue *q)
{
	size_t i;

	for (i = 0; i < q->writers; i++)
		if (!q->writer[i].idle)
			pthread_cond_signal(&q->writer[i].wakeup);
}

void
serve_writer_committed(void *arg, const struct line *lines, size_t n)
{
	struct serve_writer *w = arg;
	struct serve_queue *q = writer_queue(w);
	struct delivery_list done = { .n = 0 };
	struct delivery *d;
	size_t i;

	pthread_mutex_lock(&q->lock);
	for (i = 0; i < n; i++) {
		d = lines[i].cookie;
		delivery_pull(&w->in_flight, d);
		if (d->overflowed)
			delivery_drop(d);
		else
			delivery_push(&done, d);
	}
	if (w->in_flight.n == 0)
		serve_take_go_on(q);
	pthread_mutex_unlock(&q->lock);
	serve_follow(w->serve, w->db, &done);
	for (; (d = done.first); delivery_drop(d)) {
		delivery_pull(&done, d);
		delivery_respond(d, 200, "stored");
	}
}
