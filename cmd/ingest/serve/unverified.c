/* unverified.c: verify deliveries without a known signature again after a refresh. */
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

/* Takes all that wait; 0: the thread must end. */
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

/* Such a delivery may be genuine: the store or its secret may have been added just now. */
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
serve_unverified_start(struct serve *d, serve_verify_fn *verify, struct err *e)
{
	struct serve_unverified *q = &d->unverified;

	pthread_mutex_init(&q->lock, NULL);
	wait_open(&q->wakeup);
	q->verify = verify;
	q->running = !pthread_create(&q->thread, NULL, serve_unverified_drain, d);
	return q->running || err_set(e, ERR_AGAIN, "cannot start a thread");
}

void
serve_unverified_stop(struct serve *d)
{
	struct serve_unverified *q = &d->unverified;

	if (!q->running)
		return;
	pthread_mutex_lock(&q->lock);
	q->closing = true;
	pthread_cond_signal(&q->wakeup);
	pthread_mutex_unlock(&q->lock);
	pthread_join(q->thread, NULL);
	pthread_cond_destroy(&q->wakeup);
	pthread_mutex_destroy(&q->lock);
}
