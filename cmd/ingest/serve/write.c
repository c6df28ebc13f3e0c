/* write.c: the threads that commit, in sessions, until the queue ends. */
#include <stdlib.h>

#include "base/log.h"
#include "base/wait.h"
#include "serve.h"

#define PAUSE_FIRST (CLOCK_SECOND / 10)	/* pause after a failure; doubles each time */
#define PAUSE_MAX (5 * CLOCK_SECOND)
#define STOP_SECONDS 10			/* for commits in progress at the end */

/* Drains the spool first; its deliveries may belong to any store.  A file that cannot be
   ingested must not stop the server; a database that is down ends the session. */
static bool
serve_write_drain(struct serve *d, struct run *run, struct err *e)
{
	struct inbox in = { .run = run, .command = "crt-ingest", .batch = INBOX_BATCH,
	    .translate = ingest_payload };

	if (d->set->common.stores.n || !spool_waits(d->folder) || spool_drain(d->folder, &in, e))
		return true;
	if (e->kind == ERR_AGAIN || !db_alive(run->db))
		return false;
	log_line(LOG_WARN, NULL, "the spool was not ingested: %s", e->text);
	*e = (struct err){ 0 };
	return true;
}

static uint64_t
serve_write_version(struct serve *d)
{
	struct serve_table *t = serve_stores_use(&d->stores);
	uint64_t n = t ? t->version : 0;

	serve_table_done(t);
	return n;
}

static bool
serve_write_session(struct serve_writer *w, struct err *e)
{
	struct serve *d = w->serve;
	struct run run;
	struct inbox in = { .run = &run, .command = "crt-ingest",
	    .batch = (size_t)d->set->max_batch, .translate = ingest_payload,
	    .lines = serve_writer_lines, .lines_arg = w,
	    .committed = serve_writer_committed, .committed_arg = w };
	int needs = RUN_STORES | RUN_CANARY | RUN_KEYS | (d->heartbeat ? RUN_HEARTBEAT : 0);
	uint64_t known = serve_write_version(d), spooled;
	bool ok = run_open(&run, &d->set->common, "crt-ingest", needs, e);

	spooled = serve_queue_spooled(&d->queue, 0);
	ok = ok && ingest_due(&run, e) && serve_write_drain(d, &run, e);
	if (ok) {
		w->db = run.db;
		serve_writer_begin(w, known, spooled);
		ok = inbox_run(&in, NULL, e);
	}
	if (!ok)
		serve_writer_fail(w);	/* before the pause: requests wait */
	return run_close(&run, ok, e);
}

static void *
serve_write_loop(void *arg)
{
	struct serve_writer *w = arg;
	crt_time delay = 0;

	while (serve_writer_pause(w, delay)) {
		struct err e = { 0 };

		if (serve_write_session(w, &e))
			delay = 0;
		else {
			log_line(delay ? LOG_INFO : LOG_WARN, NULL,
			    "deliveries go to the spool: %s", e.text);
			delay = delay ? 2 * delay : PAUSE_FIRST;
			delay = delay < PAUSE_MAX ? delay : PAUSE_MAX;
		}
	}
	serve_writer_fail(w);
	return NULL;
}

bool
serve_write_start(struct serve *d, struct err *e)
{
	struct serve_queue *q = &d->queue;
	size_t i;

	for (i = 0; i < q->writers; i++) {
		q->writer[i].serve = d;
		q->writer[i].running = !pthread_create(&q->writer[i].thread, NULL, serve_write_loop,
		    &q->writer[i]);
		if (!q->writer[i].running)
			return err_set(e, ERR_AGAIN, "cannot start a thread");
	}
	return true;
}

bool
serve_write_stop(struct serve *d)
{
	struct serve_queue *q = &d->queue;
	crt_time end = clock_steady() + STOP_SECONDS * CLOCK_SECOND;
	const struct timespec until = wait_spec(end);
	bool all = true;
	size_t i;

	serve_queue_end(q);
	for (i = 0; i < q->writers; i++)
		all = (!q->writer[i].running || pthread_clockjoin_np(q->writer[i].thread, NULL,
		    CLOCK_MONOTONIC, &until) == 0) && all;
	return all;
}
