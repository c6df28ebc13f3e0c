/* unverified.c: deliveries that nobody seems to have signed, held against the next reading. */
#include <string.h>

#include "base/wait.h"
#include "serve.h"

bool
serve_unverified_add(struct serve *d, const struct serve_case *c)
{
	struct serve_unverified *q = &d->unverified;
	bool room;

	pthread_mutex_lock(&q->lock);
	room = q->n < UNVERIFIED_MAX;
	if (room) {
		q->list[q->n++] = *c;
		pthread_cond_signal(&q->wakeup);
	}
	pthread_mutex_unlock(&q->lock);
	return room;
}

/* All that wait; 0: it is time to end. */
static size_t
unverified_take(struct serve_unverified *q, struct serve_case all[UNVERIFIED_MAX])
{
	size_t n;

	pthread_mutex_lock(&q->lock);
	while (q->n == 0 && !q->closing)
		pthread_cond_wait(&q->wakeup, &q->lock);
	n = q->n;
	memcpy(all, q->list, n * sizeof *all);
	q->n = 0;
	pthread_mutex_unlock(&q->lock);
	return n;
}

/* A store that was added or a secret that was changed a moment ago. */
static void *
serve_unverified_drain(void *arg)
{
	struct serve *d = arg;
	struct serve_case all[UNVERIFIED_MAX];
	size_t n, i;

	while ((n = unverified_take(&d->unverified, all))) {
		serve_stores_again(&d->stores);
		for (i = 0; i < n; i++)
			d->unverified.verify(d, &all[i], false);
	}
	return NULL;
}

bool
serve_unverified_start(struct serve *d, serve_verify_fn *judge, struct err *e)
{
	struct serve_unverified *q = &d->unverified;

	pthread_mutex_init(&q->lock, NULL);
	wait_open(&q->wakeup);
	q->verify = judge;
	q->there = !pthread_create(&q->thread, NULL, serve_unverified_drain, d);
	return q->there || err_set(e, ERR_AGAIN, "cannot start a thread");
}

void
serve_unverified_stop(struct serve *d)
{
	struct serve_unverified *q = &d->unverified;

	if (!q->there)
		return;
	pthread_mutex_lock(&q->lock);
	q->closing = true;
	pthread_cond_signal(&q->wakeup);
	pthread_mutex_unlock(&q->lock);
	pthread_join(q->thread, NULL);
	pthread_cond_destroy(&q->wakeup);
	pthread_mutex_destroy(&q->lock);
}
