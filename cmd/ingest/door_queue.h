/* door_queue.h: deliveries on their way from the requests to those who commit. */
#ifndef CRT_DOOR_QUEUE_H
#define CRT_DOOR_QUEUE_H

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

#include "crypto/ident.h"
#include "flow/inbox.h"

#define DOOR_PATIENCE (2 * CLOCK_SECOND)	/* for a commit; platforms give up after 5 s */
#define DOOR_SESSION (5 * CLOCK_MINUTE)	/* of the writer: a run with its heartbeat */
#define DOOR_WRITERS_MAX 16
#define DOOR_FORM_MAX 128		/* "PLATFORM/STORE" */

struct door;

enum door_fate { DOOR_WAITING, DOOR_STORED, DOOR_AWAY };

struct delivery {
	struct delivery *next, *before;	/* in the queue, or with a writer */
	atomic_int fate;		/* enum door_fate */
	atomic_int holders;		/* the request, the queue */
	sem_t settled;			/* posted once, when fate is known */
	crt_time since;			/* steady */
	uint64_t version;		/* of the table in which its store was found */
	char store[IDENT_TEXT];
	char form[DOOR_FORM_MAX];
	struct str text;		/* the envelope */
	struct line line;
};

struct door_list {
	struct delivery *first, *last;
	size_t n;
};

/* A thread that commits; its inbox asks it for lines and tells it which are on disk. */
struct door_writer {
	struct door *door;
	pthread_t thread;
	bool there, failing;
	struct door_list given;			/* to the inbox, not committed yet */
	uint64_t version;			/* of the stores that the session has */
	uint64_t drained;			/* how much was spooled when the spool was drained */
	crt_time until;				/* the session's end */
};

struct door_queue {
	pthread_mutex_t lock;
	pthread_cond_t come;
	pthread_condattr_t steady;
	struct door_list waiting;
	struct door_writer writer[DOOR_WRITERS_MAX];
	size_t writers;
	uint64_t position;
	crt_time linger;
	bool closing;
	atomic_uint_least64_t spooled;		/* deliveries, ever */
};

void door_queue_open(struct door_queue *, size_t writers, crt_time linger);
void door_queue_close(struct door_queue *);

struct delivery *delivery_new(void);
void delivery_drop(struct delivery *);	/* one hold */

/* Waits until it is committed, or not worth waiting for: then it goes on the spool. */
enum door_fate door_queue_put(struct door_queue *, struct delivery *);

/* All writers fail, or are stuck. */
bool door_queue_away(struct door_queue *);

/* No more will come. */
void door_queue_end(struct door_queue *);

/* The writer's side, door_take.c.  begin: deliveries are taken (again); fail: all that are
   not committed are given back. */
void door_writer_begin(struct door_writer *, uint64_t version, uint64_t drained);
void door_writer_fail(struct door_writer *);

/* Until the time is over, 0: at once; false: no more will come. */
bool door_writer_rest(struct door_writer *, crt_time span);

/* For struct inbox; arg is the writer. */
input_lines_fn door_writer_lines;
inbox_committed_fn door_writer_committed;

/* For both sides: with the lock. */
void door_list_push(struct door_list *, struct delivery *);
void door_list_pull(struct door_list *, struct delivery *);
void door_settle(struct door_list *, struct delivery *, enum door_fate);
void door_wait(struct door_queue *, crt_time until);	/* for something to come */

#endif
