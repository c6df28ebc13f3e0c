/* overflow.c: the thread that puts on the spool what nobody commits in time. */
#include "base/fault.h"
#include "base/log.h"
#include "base/wait.h"
#include "serve.h"

#define TOGETHER_MAX 256
#define NEVER INT64_MAX

/* The first that a list has for us: what has gone astray already comes first in it. */
static struct delivery *
first_of(const struct delivery_list *l)
{
	struct delivery *d = l->first;

	while (d && d->astray)
		d = d->next;
	return d;
}

static crt_time
due(const struct delivery *d)
{
	return d ? d->since + DOOR_PATIENCE : NEVER;
}

/* When the next one goes astray, if nothing happens. */
static crt_time
next_due(const struct door_queue *q)
{
	crt_time next = due(first_of(&q->waiting));
	size_t i;

	for (i = 0; i < q->writers; i++) {
		crt_time one = due(first_of(&q->writer[i].given));

		next = one < next ? one : next;
	}
	return next;
}

/* Those that were given up, and those that have waited too long.  What a writer has stays
   with it, since its inbox reads it; it may still be committed. */
static size_t
gather(struct door_queue *q, struct delivery *all[TOGETHER_MAX])
{
	const crt_time now = clock_steady();
	struct delivery *d;
	size_t n = 0, i;

	while (n < TOGETHER_MAX && (d = q->strays.first)) {
		delivery_pull(&q->strays, d);
		all[n++] = d;
	}
	while (n < TOGETHER_MAX && (d = q->waiting.first) && due(d) <= now) {
		delivery_pull(&q->waiting, d);
		all[n++] = d;
	}
	for (i = 0; i < q->writers; i++)
		while (n < TOGETHER_MAX && (d = first_of(&q->writer[i].given)) && due(d) <= now) {
			d->astray = true;
			atomic_fetch_add(&d->holders, 1);
			all[n++] = d;
		}
	return n;
}

/* 0: it is time to end. */
static size_t
wait_for(struct door_queue *q, struct delivery *all[TOGETHER_MAX])
{
	size_t n;

	pthread_mutex_lock(&q->lock);
	while ((n = gather(q, all)) == 0 && !q->closing) {
		crt_time next = next_due(q);

		q->watched = next != NEVER;
		wait_until(&q->astray, &q->lock,
		    q->watched ? next : clock_steady() + DOOR_SESSION);
	}
	pthread_mutex_unlock(&q->lock);
	return n;
}

static void
spool(struct door *door, struct delivery *all[TOGETHER_MAX], size_t n)
{
	struct spool_line lines[TOGETHER_MAX];
	struct err e = { 0 };
	bool ok;
	size_t i;

	for (i = 0; i < n; i++)
		lines[i] = (struct spool_line){ &all[i]->line, all[i]->store };
	ok = spool_put(door->spool, lines, n, &e);
	if (ok)
		door_queue_spooled(&door->queue, n);
	else
		log_say(LOG_ERROR, NULL, "%zu deliveries are refused: %s", n, e.text);
	fault();
	for (i = 0; i < n; i++) {
		if (ok)
			delivery_answer(all[i], 200, "spooled");
		else
			delivery_answer(all[i], 503, "it cannot be kept");
		delivery_drop(all[i]);
	}
}

static void *
look_after(void *arg)
{
	struct door *door = arg;
	struct delivery *all[TOGETHER_MAX];
	size_t n;

	while ((n = wait_for(&door->queue, all)))
		spool(door, all, n);
	return NULL;
}

bool
door_stray_start(struct door *d, struct err *e)
{
	d->straying = !pthread_create(&d->stray, NULL, look_after, d);
	return d->straying || err_set(e, ERR_AGAIN, "cannot start a thread");
}

void
door_stray_stop(struct door *d)
{
	if (d->straying)
		pthread_join(d->stray, NULL);
}
