/* inbox.c: decode lines on one thread, commit them on others. */
#include <stdlib.h>

#include "base/log.h"
#include "inbox/inbox_pipe.h"

/* Builds one batch, or several when the group is full: then more input is likely. */
static void
inbox_build(struct pipe *p, struct pipe_group *g)
{
	bool pruned = true;
	size_t i;

	for (i = 0; i < g->n; i++)
		if (g->lines[i].form.platform == NULL)
			g->lines[i].form = p->inbox->form;
	g->batches = g->n == p->inbox->batch ? p->batches : 1;
	arena_reset(&p->memory);
	batch_split(g->batch, g->batches, &p->memory, g->lines, g->n);
	for (i = 0; i < g->batches; i++)
		pruned = batch_prune(&g->batch[i]) && pruned;
	if (!pruned) {
		struct arena kept = p->memory;

		p->memory = g->memory;
		g->memory = kept;
	}
}

static void *
inbox_decode(void *arg)
{
	struct pipe *p = arg;
	struct pipe_group *g;
	struct err e = { 0 };
	bool ok = true, end = false;

	while (ok && !end && (g = pipe_room(p))) {
		arena_reset(&g->lines_arena);
		ok = input_batch(p->input, &g->lines_arena, g->lines, p->inbox->batch, &g->n, &end, &e);
		if (ok) {
			inbox_build(p, g);
			pipe_put(p);
		}
	}
	pipe_end(p, ok, &e);
	return NULL;
}

/* A further connection, opened only when there is work for it. If the server has no
   connection left, the first one does all the work. */
static void *
inbox_extra_writer(void *arg)
{
	struct pipe *p = arg;
	struct db *db = NULL;
	struct err e = { 0 };

	log_run(p->inbox->run->id);
	if (pipe_wait_split(p)) {
		if (run_connect(p->inbox->run, &db, &e) && inbox_prepare(db, &e))
			inbox_write(p, db);
		else {
			pthread_mutex_lock(&p->report_lock);
			log_line(LOG_INFO, NULL, "no further connection: %s", e.text);
			pthread_mutex_unlock(&p->report_lock);
		}
	}
	db_close(db);
	return NULL;
}

static bool
inbox_all(struct pipe *p, struct err *e)
{
	pthread_t decoder, beside[INBOX_CONNECTIONS_MAX];
	size_t i, n = 0;

	if (pthread_create(&decoder, NULL, inbox_decode, p))
		return err_set(e, ERR_AGAIN, "cannot start a thread");
	while (n + 1 < p->inbox->connections
	    && pthread_create(&beside[n], NULL, inbox_extra_writer, p) == 0)
		n++;
	inbox_write(p, p->inbox->run->db);
	for (i = 0; i < n; i++)
		pthread_join(beside[i], NULL);
	pthread_join(decoder, NULL);
	if (p->failed)
		*e = p->err;
	return !p->failed;
}

bool
inbox_run(struct inbox *in, char **files, struct err *e)
{
	struct pipe *p = mem_get(sizeof *p);
	bool ok;

	/* Results that must come in order need commits in order. */
	if (in->connections == 0 || in->echo || in->resolved)
		in->connections = 1;
	pipe_open(p, in, files);
	ok = inbox_prepare(in->run->db, e) && inbox_all(p, e);
	pipe_close(p);
	free(p);
	return ok;
}
