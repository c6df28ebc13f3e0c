/*
 * serve.h: the parts of "crt-ingest serve".
 *
 *	readers    of requests (web/fcgi.h): whom is it for, is it genuine?  then: on the queue
 *	doubts     what nobody is known to have signed: held against the next reading of the stores
 *	keeper     which stores there are, with their secrets, read anew every few seconds
 *	writers    a session after the other: spool, then batches of the queue, committed
 *	stray      what nobody commits in time: on the spool
 *
 * A request is answered when its transaction is committed, by the thread that did it.
 * What goes on the spool, since that takes too long or the database is away, may be
 * committed as well: the same event twice is the same event.
 */
#ifndef CRT_INGEST_SERVE_SERVE_H
#define CRT_INGEST_SERVE_SERVE_H

#include "queue.h"
#include "stores.h"
#include "inbox/spool.h"
#include "../ingest.h"
#include "web/fcgi.h"

#define DOOR_WORD 64			/* a platform's name, a store's slug */
#define DOUBTS_MAX 32			/* requests that wait for a reading; more are refused at once */

/* Whom a request is for, as its address says. */
struct door_asked {
	char platform[DOOR_WORD], store[DOOR_WORD];
};

/* A delivery that must prove itself. */
struct door_case {
	struct web_request *request;
	struct door_asked to;
	json_t *headers;
	crt_time received;
};

struct door;

/* A delivery against the stores as they are known now: it is answered, or will be.  may_wait:
   the next reading may know better. */
typedef void door_judge_fn(struct door *, const struct door_case *, bool may_wait);

struct door_doubts {
	pthread_mutex_t lock;
	pthread_cond_t come;
	pthread_t thread;
	struct door_case list[DOUBTS_MAX];
	size_t n;
	bool there, closing;		/* there: the thread is */
	door_judge_fn *judge;
};

struct door {
	const struct ingest *set;
	char *folder;			/* of the spool */
	struct spool *spool;
	struct door_stores stores;
	struct door_queue queue;
	struct door_doubts doubts;
	pthread_t stray;
	bool straying;			/* the thread is there */
	bool heartbeat;
};

/* door_write.c: the threads that commit. */
bool door_write_start(struct door *, struct err *) MUSTUSE;

/* No more will come; false: one has not come back in time. */
bool door_write_stop(struct door *) MUSTUSE;

/* door_stray.c; it ends when no more will come and all is answered. */
bool door_stray_start(struct door *, struct err *) MUSTUSE;
void door_stray_stop(struct door *);

/* door_doubt.c; it ends when all requests have been answered. */
bool door_doubt_start(struct door *, door_judge_fn *, struct err *) MUSTUSE;
void door_doubt_stop(struct door *);

/* It waits for the next reading without a thread of its own; false: too many do. */
bool door_doubt(struct door *, const struct door_case *);

/* route.c; arg is the door. */
web_request_fn door_request;

/* receive.c: a delivery that must prove itself. */
void door_receive(struct door *, struct web_request *, const struct door_asked *);
door_judge_fn door_judge;

/* door_envelope.c: the request as a line that the inbox takes; headers as JSON. */
json_t *door_headers(const struct web_request *);
void door_envelope(struct str *, const json_t *headers, crt_time received,
    const struct web_request *);

#endif
