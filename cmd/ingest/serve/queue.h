/* queue.h: deliveries on their way from the requests to those who commit. */
#ifndef CRT_INGEST_SERVE_QUEUE_H
#define CRT_INGEST_SERVE_QUEUE_H

#include <pthread.h>

#include "delivery.h"
#include "inbox/inbox.h"

#define SERVE_PATIENCE (2 * CLOCK_SECOND)	/* for a commit; platforms give up after 5 s */
#define SERVE_SESSION (5 * CLOCK_MINUTE)	/* of the writer: a run with its heartbeat */
#define SERVE_WRITERS_MAX 16

struct serve;

/* A thread that commits; its inbox asks it for lines and tells it which are on disk. */
struct serve_writer {
	struct serve *serve;
	pthread_t thread;
	pthread_cond_t wakeup;			/* something to do, for this one */
	bool there, failing, idle;		/* idle: waits for the first that comes */
	struct delivery_list in_flight;		/* to the inbox, not committed yet */
	uint64_t version;			/* of the stores that the session has */
	uint64_t drained;			/* how much was spooled when the spool was drained */
	crt_time until;				/* the session's end */
};

struct serve_queue {
	pthread_mutex_t lock;
	struct delivery_list waiting;
	struct serve_writer writer[SERVE_WRITERS_MAX];
	size_t writers, together;
	uint64_t position;
	uint64_t spooled;			/* deliveries, ever */
	crt_time linger;
	bool closing;
	/* Those that nobody commits, and the thread that puts them on the spool. */
	struct delivery_list overflow;
	pthread_cond_t overflowed;
	bool watched;				/* it looks at what waits, from time to time */
};

void serve_queue_open(struct serve_queue *, size_t writers, size_t together, crt_time linger);
void serve_queue_close(struct serve_queue *);

/* It will be answered: when it is committed, or is on the spool. */
void serve_queue_put(struct serve_queue *, struct delivery *);

/* All writers fail, or are stuck. */
bool serve_queue_away(struct serve_queue *);

/* So many more are on the spool: the writers' sessions begin by draining it.  How many
   there were ever. */
uint64_t serve_queue_spooled(struct serve_queue *, size_t n);

/* No more will come. */
void serve_queue_end(struct serve_queue *);

/* The writer's side, take.c.  begin: deliveries are taken (again); fail: all that are
   not committed go to the overflow. */
void serve_writer_begin(struct serve_writer *, uint64_t version, uint64_t drained);
void serve_writer_fail(struct serve_writer *);

/* Until the time is over, 0: at once; false: no more will come. */
bool serve_writer_rest(struct serve_writer *, crt_time duration);

/* For struct inbox; arg is the writer. */
input_lines_fn serve_writer_lines;
inbox_committed_fn serve_writer_committed;

/* With the lock: another writer is told that there is something to be taken. */
void serve_queue_call(struct serve_queue *);

#endif
