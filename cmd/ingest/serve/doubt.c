/* doubt.c: deliveries that nobody seems to have signed, held against the next reading. */
#include <string.h>

#include "base/wait.h"
#include "serve.h"

bool
door_doubt(struct door *d, const struct door_case *c)
{
	struct door_doubts *q = &d->doubts;
	bool room;

	pthread_mutex_lock(&q->lock);
	room = q->n < DOUBTS_MAX;
	if (room) {
		q->list[q->n++] = *c;
		pthread_cond_signal(&q->come);
	}
	pthread_mutex_unlock(&q->lock);
	return room;
}

/* All that wait; 0: it is time to end. */
static size_t
doubts_take(struct door_doubts *q, struct door_case all[DOUBTS_MAX])
{
	size_t n;

	pthread_mutex_lock(&q->lock);
	while (q->n == 0 && !q->closing)
		pthread_cond_wait(&q->come, &q->lock);
	n = q->n;
	memcpy(all, q->list, n * sizeof *all);
	q->n = 0;
	pthread_mutex_unlock(&q->lock);
	return n;
}

/* A store that was added or a secret that was changed a moment ago. */
static void *
doubts_settle(void *arg)
{
	struct door *d = arg;
	struct door_case all[DOUBTS_MAX];
	size_t n, i;

	while ((n = doubts_take(&d->doubts, all))) {
		door_stores_again(&d->stores);
		for (i = 0; i < n; i++)
			d->doubts.judge(d, &all[i], false);
	}
	return NULL;
}

bool
door_doubt_start(struct door *d, door_judge_fn *judge, struct err *e)
{
	struct door_doubts *q = &d->doubts;

	pthread_mutex_init(&q->lock, NULL);
	wait_open(&q->come);
	q->judge = judge;
	q->there = !pthread_create(&q->thread, NULL, doubts_settle, d);
	return q->there || err_set(e, ERR_AGAIN, "cannot start a thread");
}

void
door_doubt_stop(struct door *d)
{
	struct door_doubts *q = &d->doubts;

	if (!q->there)
		return;
	pthread_mutex_lock(&q->lock);
	q->closing = true;
	pthread_cond_signal(&q->come);
	pthread_mutex_unlock(&q->lock);
	pthread_join(q->thread, NULL);
	pthread_cond_destroy(&q->come);
	pthread_mutex_destroy(&q->lock);
}
