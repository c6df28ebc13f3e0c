/* inbox_pipe.c: schedule the groups to decode and the batches to commit. */
#include <stdlib.h>

#include "inbox/inbox_pipe.h"

void
pipe_open(struct pipe *p, struct inbox *in, char **files)
{
	size_t i, j;

	*p = (struct pipe){ .inbox = in, .batches = in->connections > 1 ? in->connections + 1 : 1 };
	p->input = in->lines ? input_from(in->lines, in->lines_arg) : input_open(files);
	pthread_mutex_init(&p->lock, NULL);
	pthread_mutex_init(&p->report_lock, NULL);
	pthread_cond_init(&p->changed, NULL);
	for (i = 0; i < PIPE_GROUPS; i++) {
		p->group[i].lines = mem_get(p->inbox->batch * sizeof *p->group[i].lines);
		for (j = 0; j < p->batches; j++)
			batch_open(&p->group[i].batch[j], in, p->inbox->batch);
	}
}

void
pipe_close(struct pipe *p)
{
	size_t i, j;

	for (i = 0; i < PIPE_GROUPS; i++) {
		for (j = 0; j < p->batches; j++)
			batch_close(&p->group[i].batch[j]);
		arena_free(&p->group[i].lines_arena);
		arena_free(&p->group[i].memory);
		free(p->group[i].lines);
	}
	arena_free(&p->memory);
	left_out_forget(&p->left_out_logged);
	reject_log_end(&p->rejects_logged);
	input_close(p->input);
	pthread_mutex_destroy(&p->lock);
	pthread_mutex_destroy(&p->report_lock);
	pthread_cond_destroy(&p->changed);
}

struct pipe_group *
pipe_room(struct pipe *p)
{
	struct pipe_group *g;

	pthread_mutex_lock(&p->lock);
	while (p->decoded - p->done == PIPE_GROUPS && !p->stop)
		pthread_cond_wait(&p->changed, &p->lock);
	g = p->stop ? NULL : &p->group[p->decoded % PIPE_GROUPS];
	pthread_mutex_unlock(&p->lock);
	return g;
}

/* Frees the groups whose last batch has been committed. */
static void
inbox_pipe_advance(struct pipe *p)
{
	while (p->done < p->decoded) {
		const struct pipe_group *g = &p->group[p->done % PIPE_GROUPS];
		size_t i;

		for (i = 0; i < g->batches; i++)
			if (g->state[i] != PIPE_DONE)
				return;
		p->done++;
	}
}

void
pipe_put(struct pipe *p)
{
	struct pipe_group *g = &p->group[p->decoded % PIPE_GROUPS];
	size_t i;

	pthread_mutex_lock(&p->lock);
	for (i = 0; i < g->batches; i++)
		g->state[i] = g->batch[i].n ? PIPE_READY : PIPE_DONE;
	p->decoded++;
	p->split = p->split || g->batches > 1;
	inbox_pipe_advance(p);
	pthread_cond_broadcast(&p->changed);
	pthread_mutex_unlock(&p->lock);
}

static void
pipe_keep_reason(struct pipe *p, const struct err *e)
{
	if (!p->failed)
		p->err = *e;
	p->failed = true;
}

void
pipe_end(struct pipe *p, bool ok, const struct err *e)
{
	pthread_mutex_lock(&p->lock);
	if (!ok)
		pipe_keep_reason(p, e);
	p->ended = true;
	pthread_cond_broadcast(&p->changed);
	pthread_mutex_unlock(&p->lock);
}

/* Whether batch i of group g may be committed before batch j of the earlier group h. Yes if
   they hold different people and neither is a group's last batch, where the order counts.
   The last batch waits for all others but does not delay later ones: what follows it may
   become known sooner. */
static bool
inbox_pipe_apart(const struct pipe_group *g, size_t i, const struct pipe_group *h, size_t j)
{
	if (g->batches == 1 || h->batches == 1 || i == g->batches - 1)
		return false;
	return i != j;
}

static bool
pipe_may_begin(const struct pipe *p, size_t group, size_t i)
{
	const struct pipe_group *g = &p->group[group % PIPE_GROUPS], *h;
	size_t k, j;

	if (g->state[i] != PIPE_READY)
		return false;
	for (k = p->done; k <= group; k++) {
		h = &p->group[k % PIPE_GROUPS];
		for (j = 0; j < (k == group ? i : h->batches); j++)
			if (h->state[j] != PIPE_DONE && !inbox_pipe_apart(g, i, h, j))
				return false;
	}
	return true;
}

static struct batch *
inbox_pipe_next(struct pipe *p)
{
	size_t k, i;

	for (k = p->done; k < p->decoded; k++) {
		struct pipe_group *g = &p->group[k % PIPE_GROUPS];

		for (i = 0; i < g->batches; i++)
			if (pipe_may_begin(p, k, i)) {
				g->state[i] = PIPE_TAKEN;
				return &g->batch[i];
			}
	}
	return NULL;
}

struct batch *
pipe_take(struct pipe *p)
{
	struct batch *b = NULL;

	pthread_mutex_lock(&p->lock);
	while (!p->stop && (b = inbox_pipe_next(p)) == NULL && !(p->ended && p->done == p->decoded))
		pthread_cond_wait(&p->changed, &p->lock);
	pthread_mutex_unlock(&p->lock);
	return b;
}

void
pipe_done(struct pipe *p, const struct batch *b)
{
	size_t k, i;

	pthread_mutex_lock(&p->lock);
	for (k = p->done; k < p->decoded; k++) {
		struct pipe_group *g = &p->group[k % PIPE_GROUPS];

		for (i = 0; i < g->batches; i++)
			if (&g->batch[i] == b)
				g->state[i] = PIPE_DONE;
	}
	inbox_pipe_advance(p);
	pthread_cond_broadcast(&p->changed);
	pthread_mutex_unlock(&p->lock);
}

void
pipe_fail(struct pipe *p, const struct err *e)
{
	pthread_mutex_lock(&p->lock);
	pipe_keep_reason(p, e);
	p->stop = true;
	if (!p->ended)
		input_abandon(p->input);
	pthread_cond_broadcast(&p->changed);
	pthread_mutex_unlock(&p->lock);
}

bool
pipe_wait_split(struct pipe *p)
{
	bool is;

	pthread_mutex_lock(&p->lock);
	while (!p->split && !p->ended && !p->stop)
		pthread_cond_wait(&p->changed, &p->lock);
	is = p->split && !p->stop;
	pthread_mutex_unlock(&p->lock);
	return is;
}
