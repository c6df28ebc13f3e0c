/* door_write.c: the thread that commits: a session after the other until the queue ends. */
#include <stdlib.h>
#include <time.h>

#include "base/log.h"
#include "door.h"

#define REST_FIRST (CLOCK_SECOND / 10)	/* after a failure; twice as long each time */
#define REST_MAX (5 * CLOCK_SECOND)
#define STOP_SECONDS 10			/* for what is being committed at the end */

/* What lies on the spool goes in first; it may be of any store.  A file that cannot be taken in is no reason to
   close the door; a database that is away is. */
static bool
drain(struct door *d, struct run *run, struct err *e)
{
	struct inbox in = { .run = run, .command = "crt-ingest", .batch = INBOX_BATCH,
	    .translate = ingest_payload };

	if (d->set->common.stores.n || !spool_waits(d->folder) || spool_drain(d->folder, &in, e))
		return true;
	if (e->kind == ERR_AGAIN || !db_alive(run->db))
		return false;
	log_say(LOG_WARN, NULL, "the spool stays: %s", e->text);
	*e = (struct err){ 0 };
	return true;
}

static uint64_t
version(struct door *d)
{
	struct door_table *t = door_stores_use(&d->stores);
	uint64_t n = t ? t->version : 0;

	door_table_done(t);
	return n;
}

static bool
session(struct door *d, struct err *e)
{
	struct run run;
	struct inbox in = { .run = &run, .command = "crt-ingest",
	    .batch = (size_t)d->set->together, .translate = ingest_payload,
	    .lines = door_queue_lines, .lines_arg = &d->queue,
	    .committed = door_queue_committed, .committed_arg = &d->queue };
	int needs = RUN_STORES | RUN_KEYS | (d->heartbeat ? RUN_HEARTBEAT : 0);
	uint64_t known = version(d), spooled;
	bool ok = run_open(&run, &d->set->common, "crt-ingest", needs, e);

	spooled = atomic_load(&d->queue.spooled);
	ok = ok && drain(d, &run, e);
	if (ok) {
		door_queue_begin(&d->queue, known, spooled);
		ok = inbox_run(&in, NULL, e);
	}
	if (!ok)
		door_queue_fail(&d->queue);	/* before the rest: requests wait */
	return run_close(&run, ok, e);
}

static void *
write_on(void *arg)
{
	struct door *d = arg;
	crt_time rest = 0;

	while (door_queue_rest(&d->queue, rest)) {
		struct err e = { 0 };

		if (session(d, &e))
			rest = 0;
		else {
			log_say(rest ? LOG_INFO : LOG_WARN, NULL,
			    "deliveries go on the spool: %s", e.text);
			rest = rest ? 2 * rest : REST_FIRST;
			rest = rest < REST_MAX ? rest : REST_MAX;
		}
	}
	door_queue_fail(&d->queue);
	return NULL;
}

bool
door_write_start(struct door *d, struct err *e)
{
	d->writing = !pthread_create(&d->writer, NULL, write_on, d);
	return d->writing || err_set(e, ERR_AGAIN, "cannot start a thread");
}

bool
door_write_stop(struct door *d)
{
	struct timespec until;
	crt_time end = clock_steady() + STOP_SECONDS * CLOCK_SECOND;

	door_queue_end(&d->queue);
	until = (struct timespec){ end / CLOCK_SECOND, end % CLOCK_SECOND * 1000 };
	return !d->writing || pthread_clockjoin_np(d->writer, NULL, CLOCK_MONOTONIC, &until) == 0;
}
