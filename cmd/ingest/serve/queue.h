/* queue.h: deliveries on their way from the requests to those who commit. */
#ifndef CRT_INGEST_SERVE_QUEUE_H
#define CRT_INGEST_SERVE_QUEUE_H

#include <pthread.h>

#include "delivery.h"
#include "inbox/inbox.h"

#define DOOR_PATIENCE (2 * CLOCK_SECOND)	/* for a commit; platforms give up after 5 s */
#define DOOR_SESSION (5 * CLOCK_MINUTE)	/* of the writer: a run with its heartbeat */
#define DOOR_WRITERS_MAX 16

struct door;

/* A thread that commits; its inbox asks it for lines and tells it which are on disk. */
struct door_writer {
	struct door *door;
	pthread_t thread;
	pthread_cond_t come;			/* something to do, for this one */
	bool there, failing, idle;		/* idle: waits for the first that comes */
	struct delivery_list given;		/* to the inbox, not committed yet */
	uint64_t version;			/* of the stores that the session has */
	uint64_t drained;			/* how much was spooled when the spool was drained */
	crt_time until;				/* the session's end */
};

struct door_queue {
	pthread_mutex_t lock;
	struct delivery_list waiting;
	struct door_writer writer[DOOR_WRITERS_MAX];
	size_t writers, together;
	uint64_t position;
	uint64_t spooled;			/* deliveries, ever */
	crt_time linger;
	bool closing;
	/* Those that nobody commits, and the thread that puts them on the spool. */
	struct delivery_list strays;
	pthread_cond_t astray;
	bool watched;				/* it looks at what waits, from time to time */
};

void door_queue_open(struct door_queue *, size_t writers, size_t together, crt_time linger);
void door_queue_close(struct door_queue *);

/* It will be answered: when it is committed, or is on the spool. */
void door_queue_put(struct door_queue *, struct delivery *);

/* All writers fail, or are stuck. */
bool door_queue_away(struct door_queue *);

/* So many more are on the spool: the writers' sessions begin by draining it.  How many
   there were ever. */
uint64_t door_queue_spooled(struct door_queue *, size_t n);

/* No more will come. */
void door_queue_end(struct door_queue *);

/* The writer's side, door_take.c.  begin: deliveries are taken (again); fail: all that are
   not committed go astray. */
void door_writer_begin(struct door_writer *, uint64_t version, uint64_t drained);
void door_writer_fail(struct door_writer *);

/* Until the time is over, 0: at once; false: no more will come. */
bool door_writer_rest(struct door_writer *, crt_time span);

/* For struct inbox; arg is the writer. */
input_lines_fn door_writer_lines;
inbox_committed_fn door_writer_committed;

/* With the lock: another writer is told that there is something to be taken. */
void door_queue_call(struct door_queue *);

#endif
