/* inbox.c: batches decoded on one thread, committed on another. */
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/fault.h"
#include "base/log.h"
#include "flow/batch.h"
#include "flow/others.h"

#define SLOTS 2			/* one is decoded while the other is committed */

struct pipe {
	struct inbox *inbox;
	struct input *input;
	struct batch slot[SLOTS];
	size_t decoded, committed;	/* how many batches so far */
	bool stop;			/* the committing side has given up */
	struct err err;			/* why the decoding side has */
	bool failed;
	pthread_mutex_t lock;
	pthread_cond_t changed;
};

/* Each line of the batch to who asked, with the reason if it was not taken. */
static bool
tell_settled(struct batch *b, struct db *db, struct err *e)
{
	const struct reject **why = arena_get(&b->arena, (b->n + 1) * sizeof *why);
	const struct reject *r;
	const struct inbox *in = b->inbox;
	size_t i;

	for (r = b->rejects.first; r; r = r->next)
		why[r->line - b->lines] = r;
	for (i = b->from; i < b->to; i++)
		if (!in->settled(in->settled_arg, db, &b->lines[i], why[i] ? why[i]->store : NULL,
		    why[i] ? why[i]->reason : NULL, e))
			return false;
	return true;
}

static bool
finish(const struct batch *b, struct db *db, struct err *e)
{
	if (!b->inbox->run->common->dry_run)
		return db_commit(db, e);
	db_rollback(db);
	return true;
}

static bool
write_batch(struct batch *b, struct db *db, struct err *e)
{
	bool ok = db_begin(db, e);

	fault();
	ok = ok && rows_write(&b->rows, db, e) && others_write(&b->fold, db, e);
	fault();
	ok = ok && (b->inbox->settled ? tell_settled(b, db, e)
	    : reject_write(&b->rejects, b->inbox->command, db, e)) && finish(b, db, e);
	fault();
	if (!ok)
		db_rollback(db);
	return ok;
}

/* Deadlocks with another run pass; a lost connection does not. */
static bool
write_again(struct batch *b, struct db *db, struct err *e)
{
	int try;

	for (try = 1;; try++) {
		struct timespec pause = { 0, try * 20000000L };

		if (write_batch(b, db, e))
			return true;
		if (e->kind != ERR_AGAIN || !db_alive(db) || try == INBOX_TRIES_MAX)
			return false;
		nanosleep(&pause, NULL);
	}
}

static bool
told(struct inbox *in, struct batch *b, struct err *e)
{
	run_count(in->run, "records", (int64_t)b->fold.n);
	run_count(in->run, "rejected", (int64_t)b->rejects.n);
	if (b->ignored.n)
		run_count(in->run, "ignored", (int64_t)b->ignored.n);
	reject_tell(&b->rejects, LOG_WARN);
	reject_tell(&b->ignored, LOG_INFO);
	if (in->committed && !in->run->common->dry_run)
		in->committed(in->committed_arg, b->lines + b->from, b->to - b->from);
	return output_flush(&b->echo, e);
}

/* The batch if it can be, else its halves, until the culprit is alone. */
static bool
settle(struct inbox *in, struct batch *b, size_t from, size_t to, struct err *e)
{
	size_t half = from + (to - from) / 2;

	if (write_again(b, in->run->db, e))
		return told(in, b, e);
	if (e->kind != ERR_INPUT)
		return false;
	if (to - from == 1) {
		batch_clear(b);
		reject_add(&b->rejects, &b->arena, &b->lines[from], NULL, e->text);
		return write_again(b, in->run->db, e) && told(in, b, e);
	}
	batch_build(b, from, half);
	if (!settle(in, b, from, half, e))
		return false;
	batch_build(b, half, to);
	return settle(in, b, half, to, e);
}

/* Wait until the other side is less than SLOTS behind, or ahead; false: it has stopped. */
static bool
wait_room(struct pipe *p)
{
	pthread_mutex_lock(&p->lock);
	while (p->decoded - p->committed == SLOTS && !p->stop)
		pthread_cond_wait(&p->changed, &p->lock);
	pthread_mutex_unlock(&p->lock);
	return !p->stop;
}

static struct batch *
wait_batch(struct pipe *p)
{
	struct batch *b;

	pthread_mutex_lock(&p->lock);
	while (p->decoded == p->committed && !p->failed)
		pthread_cond_wait(&p->changed, &p->lock);
	b = p->decoded == p->committed ? NULL : &p->slot[p->committed % SLOTS];
	pthread_mutex_unlock(&p->lock);
	return b;
}

static void
advance(struct pipe *p, size_t *count)
{
	pthread_mutex_lock(&p->lock);
	++*count;
	pthread_cond_signal(&p->changed);
	pthread_mutex_unlock(&p->lock);
}

static void *
decode(void *arg)
{
	struct pipe *p = arg;
	bool ok = true, end = false;

	while (ok && !end && wait_room(p)) {
		struct batch *b = &p->slot[p->decoded % SLOTS];

		arena_reset(&b->lines_arena);
		ok = input_batch(p->input, &b->lines_arena, b->lines, p->inbox->batch, &b->n,
		    &b->end, &p->err);
		if (p->inbox->form)
			batch_form(b);
		end = b->end;
		if (ok) {
			batch_build(b, 0, b->n);
			advance(p, &p->decoded);
		}
	}
	if (!ok) {
		pthread_mutex_lock(&p->lock);
		p->failed = true;
		pthread_cond_signal(&p->changed);
		pthread_mutex_unlock(&p->lock);
	}
	return NULL;
}

static bool
commit(struct pipe *p, struct err *e)
{
	bool ok = true, end = false;
	struct batch *b;

	while (ok && !end && (b = wait_batch(p))) {
		end = b->end;
		if (b->n)
			ok = settle(p->inbox, b, 0, b->n, e);
		log_progress("%lld records, %lld rejected",
		    (long long)run_counted(p->inbox->run, "records"),
		    (long long)run_counted(p->inbox->run, "rejected"));
		advance(p, &p->committed);
	}
	pthread_mutex_lock(&p->lock);
	p->stop = true;
	pthread_cond_signal(&p->changed);
	pthread_mutex_unlock(&p->lock);
	return ok;
}

static bool
both(struct pipe *p, struct err *e)
{
	pthread_t decoder;
	bool ok;

	if (pthread_create(&decoder, NULL, decode, p))
		return err_set(e, ERR_AGAIN, "cannot start a thread");
	ok = commit(p, e);
	if (!ok && !p->failed)
		input_abandon(p->input);
	pthread_join(decoder, NULL);
	if (ok && p->failed) {
		*e = p->err;
		ok = false;
	}
	return ok;
}

bool
inbox_run(struct inbox *in, char **files, struct err *e)
{
	struct pipe *p = mem_get(sizeof *p);
	int i;
	bool ok;

	p->inbox = in;
	p->input = in->lines ? input_from(in->lines, in->lines_arg) : input_open(files);
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->changed, NULL);
	for (i = 0; i < SLOTS; i++)
		batch_open(&p->slot[i], in);
	ok = rows_prepare(in->run->db, e) && reject_prepare(in->run->db, e) && both(p, e);
	for (i = 0; i < SLOTS; i++)
		batch_close(&p->slot[i]);
	input_close(p->input);
	pthread_mutex_destroy(&p->lock);
	pthread_cond_destroy(&p->changed);
	free(p);
	return ok;
}
