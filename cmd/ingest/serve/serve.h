/*
 * serve.h: the parts of "crt-ingest serve".
 *
 *	readers    of requests (web/fcgi.h): whom is it for, is it genuine?  then: on the queue
 *	unverified what nobody is known to have signed: held against the next reading of the stores
 *	refresher  which stores there are, with their secrets, read anew every few seconds
 *	writers    a session after the other: spool, then batches of the queue, committed
 *	overflow   what nobody commits in time: on the spool
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

#define SERVE_NAME_MAX 64			/* a platform's name, a store's slug */
#define UNVERIFIED_MAX 32			/* requests that wait; more are refused at once */

/* Whom a request is for, as its address says. */
struct serve_target {
	char platform[SERVE_NAME_MAX], store[SERVE_NAME_MAX];
};

/* A delivery that must prove itself. */
struct serve_case {
	struct web_request *request;
	struct serve_target to;
	json_t *headers;
	crt_time received;
};

struct serve;

/* A delivery against the stores as they are known now: it is answered, or will be.  may_wait:
   the next reading may know better. */
typedef void serve_verify_fn(struct serve *, const struct serve_case *, bool may_wait);

struct serve_unverified {
	pthread_mutex_t lock;
	pthread_cond_t wakeup;
	pthread_t thread;
	struct serve_case list[UNVERIFIED_MAX];
	size_t n;
	bool there, closing;		/* there: the thread is */
	serve_verify_fn *verify;
};

struct serve {
	const struct ingest *set;
	char *folder;			/* of the spool */
	struct spool *spool;
	struct serve_stores stores;
	struct serve_queue queue;
	struct serve_unverified unverified;
	pthread_t overflow;
	bool overflowing;			/* the thread is there */
	bool heartbeat;
};

/* write.c: the threads that commit. */
bool serve_write_start(struct serve *, struct err *) MUSTUSE;

/* No more will come; false: one has not come back in time. */
bool serve_write_stop(struct serve *) MUSTUSE;

/* overflow.c; it ends when no more will come and all is answered. */
bool serve_overflow_start(struct serve *, struct err *) MUSTUSE;
void serve_overflow_stop(struct serve *);

/* unverified.c; it ends when all requests have been answered. */
bool serve_unverified_start(struct serve *, serve_verify_fn *, struct err *) MUSTUSE;
void serve_unverified_stop(struct serve *);

/* It waits for the next reading without a thread of its own; false: too many do. */
bool serve_unverified_add(struct serve *, const struct serve_case *);

/* route.c; arg is the webhook server. */
web_request_fn serve_request;

/* receive.c: a delivery that must prove itself. */
void route_receive(struct serve *, struct web_request *, const struct serve_target *);
serve_verify_fn serve_verify;

/* envelope.c: the request as a line that the inbox takes; headers as JSON. */
json_t *serve_headers(const struct web_request *);
void serve_envelope(struct str *, const json_t *headers, crt_time received,
    const struct web_request *);

#endif
