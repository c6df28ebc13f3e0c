/* queue.h: the queue of deliveries between the requests and the writers. */
#ifndef CRT_INGEST_SERVE_QUEUE_H
#define CRT_INGEST_SERVE_QUEUE_H

#include <pthread.h>

#include "delivery.h"
#include "inbox/inbox.h"

#define SERVE_PATIENCE (2 * CLOCK_SECOND)	/* for a commit; platforms give up after 5 s */
#define SERVE_SESSION (5 * CLOCK_MINUTE)	/* a writer's session is a run with a heartbeat */
#define SERVE_WRITERS_MAX 16
#define SERVE_BATCH_MAX 10000			/* of --max-batch */

struct serve;

/* A thread that commits.  Its inbox requests lines from it and reports which are on disk. */
struct serve_writer {
	struct serve *serve;
	struct db *db;				/* of the session */
	pthread_t thread;
	pthread_cond_t wakeup;			/* of this writer */
	bool running, failing, idle;		/* idle: waits for the first delivery */
	struct delivery_list in_flight;		/* passed to the inbox, not committed yet */
	uint64_t version;			/* of the session's stores */
	uint64_t drained;			/* value of spooled when the spool was drained */
	crt_time until;				/* the session's end */
};

struct serve_queue {
	pthread_mutex_t lock;
	struct delivery_list waiting;
	struct serve_writer writer[SERVE_WRITERS_MAX];
	size_t writers, max_batch;
	uint64_t position;
	uint64_t spooled;			/* deliveries, ever */
	crt_time linger;
	bool closing;
	/* Deliveries that no writer commits, and the thread that spools them. */
	struct delivery_list overflow;
	pthread_cond_t overflowed;
	bool watched;				/* that thread checks the waiting list regularly */
};

void serve_queue_open(struct serve_queue *, size_t writers, size_t max_batch, crt_time linger);
void serve_queue_close(struct serve_queue *);

/* Queues it; the response is sent when it is committed or on the spool. */
void serve_queue_put(struct serve_queue *, struct delivery *);

/* True if all writers fail or are stuck. */
bool serve_queue_away(struct serve_queue *);

/* Counts n more on the spool, which each session of a writer drains first.  Returns the
   number since the start. */
uint64_t serve_queue_spooled(struct serve_queue *, size_t n);

/* No more deliveries will be queued. */
void serve_queue_end(struct serve_queue *);

/* The writer's side, take.c.  begin: it takes deliveries (again).  fail: all that are not
   committed go to the overflow. */
void serve_writer_begin(struct serve_writer *, uint64_t version, uint64_t drained);
void serve_writer_fail(struct serve_writer *);

/* Sleeps for the duration; false: no more deliveries will be queued. */
bool serve_writer_pause(struct serve_writer *, crt_time duration);

/* For struct inbox; arg is the writer. */
input_lines_fn serve_writer_lines;
inbox_committed_fn serve_writer_committed;

/* With the lock held: wakes an idle writer, because deliveries are waiting. */
void serve_queue_call(struct serve_queue *);

#endif
