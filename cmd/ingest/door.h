/*
 * door.h: the parts of "crt-ingest serve".
 *
 *	threads of the web server (web/fcgi.h)   route: who is it for, is it genuine?
 *	                                         queue: wait until it is stored
 *	keeper     which stores there are, with their secrets, read anew every few seconds
 *	writer     a session after the other: spool, then batches of the queue, committed
 *
 * A request is answered when its transaction is committed.  Where that takes too long, or
 * the database is away, the thread that has the request puts it on the spool instead.  It
 * may then be committed as well: the same event twice is the same event.
 */
#ifndef CRT_DOOR_H
#define CRT_DOOR_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/map.h"
#include "flow/spool.h"
#include "flow/vault.h"
#include "ingest.h"
#include "platform/platform.h"
#include "web/fcgi.h"

#define DOOR_FRESH (5 * CLOCK_SECOND)	/* the keeper reads anew what is older */
#define DOOR_LEAST CLOCK_SECOND		/* and never more often than this */
#define DOOR_PATIENCE (2 * CLOCK_SECOND)	/* for a commit; platforms give up after 5 s */
#define DOOR_SESSION (5 * CLOCK_MINUTE)	/* of the writer: a run with its heartbeat */
#define DOOR_FORM_MAX 128		/* "PLATFORM/STORE" */
#define DOOR_SECRETS_MAX (VAULT_SECRETS_MAX + 2)

/* ---- stores, door_stores.c ---- */

/* What outlives a reading: how many requests of a store wait, how many were refused. */
struct door_count {
	atomic_size_t waiting, refused;
};

struct door_store {
	char *slug, id[IDENT_TEXT];
	const struct platform *platform;	/* NULL: none that sends anything */
	struct vault vault;
	const char *secret[DOOR_SECRETS_MAX + 1];	/* what deliveries may be signed with */
	struct door_count *count;
};

/* One reading.  Never changed once it is there. */
struct door_table {
	atomic_size_t users;
	struct door_store *list;		/* by slug */
	size_t n;
	uint64_t version;			/* another when something in it has changed */
	unsigned char sum[HASH_BYTES];		/* of all that was read */
};

struct door_stores {
	const struct common *common;
	pthread_mutex_t lock;
	pthread_cond_t changed;			/* both ways: wanted, read */
	pthread_t keeper;
	bool keeping;				/* the thread is there */
	struct door_table *table;		/* NULL: never read */
	crt_time read_at, tried_at;		/* steady */
	bool wanted, failing, ending;
	size_t asking;				/* requests that wait for a reading */
	struct arena arena;			/* of counts, for good */
	struct map counts;
};

/* Reads once, so that the first request finds something; a failure is told and tried again. */
bool door_stores_open(struct door_stores *, const struct common *, struct err *) MUSTUSE;
void door_stores_close(struct door_stores *);

/* The reading in force, NULL if there is none; give it back. */
struct door_table *door_stores_use(struct door_stores *);
void door_table_done(struct door_table *);		/* NULL is fine */
const struct door_store *door_table_find(const struct door_table *, const char *slug);

/* Something was not found: a reading made after the call, if one may be had in time. */
bool door_stores_again(struct door_stores *);

/* The last reading worked and is not old. */
bool door_stores_fresh(struct door_stores *);

/* ---- deliveries, door_queue.c ---- */

enum door_fate { DOOR_WAITING, DOOR_STORED, DOOR_AWAY };

struct delivery {
	struct delivery *next, *before;	/* in the queue, or with the writer */
	enum door_fate fate;
	int holders;			/* the request, the queue */
	pthread_cond_t settled;
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

struct door_queue {
	pthread_mutex_t lock;
	pthread_cond_t come;
	pthread_condattr_t steady;
	struct door_list waiting, given;	/* given: to the inbox, not committed yet */
	uint64_t position;
	uint64_t version;			/* of the stores that the session has */
	crt_time linger, until;			/* until: the session's end */
	bool away, closing;
	atomic_uint_least64_t spooled;		/* deliveries, ever */
	uint64_t drained;			/* how many there were when the spool was drained */
};

void door_queue_open(struct door_queue *, crt_time linger);
void door_queue_close(struct door_queue *);

struct delivery *delivery_new(struct door_queue *);
void delivery_drop(struct door_queue *, struct delivery *);	/* the request's hold */

/* Waits until it is committed, or not worth waiting for: then it goes on the spool. */
enum door_fate door_queue_put(struct door_queue *, struct delivery *);

/* The writer's side.  begin: deliveries are taken again; fail: all that are not committed
   are given back; end: no more will come. */
void door_queue_begin(struct door_queue *, uint64_t version, uint64_t drained);
void door_queue_fail(struct door_queue *);
void door_queue_end(struct door_queue *);
bool door_queue_away(struct door_queue *);

/* Until the time is over, 0: at once; false: no more will come. */
bool door_queue_rest(struct door_queue *, crt_time span);

/* For struct inbox; arg is the queue. */
input_lines_fn door_queue_lines;
inbox_committed_fn door_queue_committed;

/* ---- the whole ---- */

struct door {
	const struct ingest *set;
	char *folder;			/* of the spool */
	struct spool *spool;
	struct door_stores stores;
	struct door_queue queue;
	pthread_t writer;
	bool writing;			/* the thread is there */
	bool heartbeat;
};

/* door_write.c: the thread that commits. */
bool door_write_start(struct door *, struct err *) MUSTUSE;

/* When the queue has ended; false: it has not come back in time. */
bool door_write_stop(struct door *) MUSTUSE;

web_answer_fn door_answer;		/* door_route.c; arg is the door */

/* door_envelope.c: the request as a line that the inbox takes; headers as JSON. */
json_t *door_headers(const struct web_request *);
void door_envelope(struct str *, const json_t *headers, crt_time received,
    const struct web_request *);

#endif
