/* inbox_writer.c: write batches to the database, one transaction each. */
#include <time.h>

#include "base/fault.h"
#include "base/log.h"
#include "inbox/unidentified.h"
#include "inbox/inbox_pipe.h"
#include "inbox/others.h"
#include "query.h"

bool
inbox_prepare(struct db *db, struct err *e)
{
	return db_session(db, sql_session_folding, e);
}

/* Passes each line's result to the resolved callback. */
static bool
batch_report_resolved(struct batch *b, struct db *db, struct err *e)
{
	const struct reject **why = arena_get(&b->own, (b->n + 1) * sizeof *why);
	const struct reject *r;
	const struct inbox *in = b->inbox;
	size_t i;

	for (r = b->rejects.first; r; r = r->next)
		why[r->line - b->lines] = r;
	for (i = b->from; i < b->to; i++)
		if (!in->resolved(in->resolved_arg, db, &b->lines[i], why[i], e))
			return false;
	return true;
}

static bool
write_batch(struct batch *b, struct db *db, struct err *e)
{
	bool ok = db_pipeline(db, e);

	fault();
	ok = ok && rows_write(&b->rows, db, e);
	fault();
	ok = ok && (b->inbox->again || left_out_write(&b->left_out, db, e));
	ok = ok && (b->inbox->resolved ? batch_report_resolved(b, db, e)
	    : reject_write(&b->rejects, b->inbox->command, db, e))
	    && others_write(&b->fold, db, e)	/* a checkpoint reads the rejected orders */
	    && (b->inbox->also == NULL || b->fold.n == 0
	    || b->inbox->also(b->inbox->also_arg, db, b->fold.n, e));
	ok = run_keep(b->inbox->run, db, ok, e);
	fault();
	return ok;
}

/* A deadlock with another run is retried; a lost connection is not. */
static bool
batch_write_retrying(struct batch *b, struct db *db, struct err *e)
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
inbox_writer_reported(struct pipe *p, struct batch *b, struct err *e)
{
	struct inbox *in = p->inbox;
	bool ok;

	pthread_mutex_lock(&p->report_lock);
	run_count(in->run, COUNTER_records, (int64_t)b->fold.n);
	run_count(in->run, COUNTER_rejected, (int64_t)b->rejects.n);
	if (b->left_out.n)
		run_count(in->run, COUNTER_left_out, b->left_out.n);
	left_out_log(&b->left_out, &p->left_out_logged);
	if (b->ignored.n)
		run_count(in->run, COUNTER_ignored, (int64_t)b->ignored.n);
	reject_log(&p->rejects_logged, &b->rejects, LOG_WARN);
	reject_log(&p->rejects_logged, &b->ignored, LOG_INFO);
	if (in->committed && !in->run->common->dry_run)
		in->committed(in->committed_arg, b->lines + b->from, b->to - b->from);
	log_progress("%lld records, %lld rejected",
	    (long long)run_counted(in->run, COUNTER_records),
	    (long long)run_counted(in->run, COUNTER_rejected));
	ok = output_flush(&b->echo, e);
	pthread_mutex_unlock(&p->report_lock);
	return ok;
}

/* A line that only the database refuses: decode it once more to find its store and whether
   it is an order. */
static void
inbox_writer_refused(struct batch *b, size_t at, const struct err *why)
{
	const struct store *s;
	struct reject *r;
	bool order;

	batch_build(b, at, at + 1);
	s = b->fold.events ? b->fold.events->store : NULL;
	order = b->fold.orders != NULL;
	batch_clear(b);
	r = reject_add(&b->rejects, &b->own, &b->lines[at], s, why->text);
	r->order = order;
}

/* Commits the batch. If the database refuses it, commits its halves, until the refused line
   is alone. */
static bool
inbox_writer_resolve(struct pipe *p, struct batch *b, struct db *db, size_t from, size_t to,
    struct err *e)
{
	size_t half = from + (to - from) / 2;

	if (b->fold.unidentified) {
		if (!unidentified_resolve(b, db, e))
			return false;
		batch_build(b, from, to);
	}
	if (batch_write_retrying(b, db, e))
		return inbox_writer_reported(p, b, e);
	if (e->kind != ERR_INPUT)
		return false;
	if (to - from == 1) {
		inbox_writer_refused(b, from, e);
		return batch_write_retrying(b, db, e) && inbox_writer_reported(p, b, e);
	}
	batch_build(b, from, half);
	if (!inbox_writer_resolve(p, b, db, from, half, e))
		return false;
	batch_build(b, half, to);
	return inbox_writer_resolve(p, b, db, half, to, e);
}

void
inbox_write(struct pipe *p, struct db *db)
{
	struct err e = { 0 };
	struct batch *b;

	while ((b = pipe_take(p))) {
		if (!inbox_writer_resolve(p, b, db, 0, b->n, &e)) {
			pipe_fail(p, &e);
			return;
		}
		pipe_done(p, b);
	}
}
