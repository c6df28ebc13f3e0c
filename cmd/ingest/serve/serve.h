/*
 * serve.h: the parts of "crt-ingest serve".
 *
 *	readers    read requests (web/fcgi.h), verify the signature, and queue the delivery
 *	unverified checks deliveries without a known signature again after the next refresh
 *	refresher  reads the stores and their secrets again every few seconds
 *	writers    commit in sessions: first the spool, then batches of the queue
 *	overflow   spools deliveries that are not committed in time
 *
 * The thread that commits a transaction then sends the responses of its requests.  A
 * delivery is spooled if that takes too long or the database is down.  It may still be
 * committed, too: an event that is stored twice is one event.
 */
#ifndef CRT_INGEST_SERVE_SERVE_H
#define CRT_INGEST_SERVE_SERVE_H

#include "pages.h"
#include "queue.h"
#include "stores.h"
#include "inbox/spool.h"
#include "../ingest.h"
#include "web/fcgi.h"

#define SERVE_NAME_MAX 64			/* of a platform's name or a store's slug */
#define SERVE_TOKEN_MAX 128			/* of a link's token */
#define UNVERIFIED_MAX 32			/* waiting requests; more are refused at once */

/* What the address of a request names: a platform and a store, or a token. */
struct serve_target {
	char platform[SERVE_NAME_MAX], store[SERVE_NAME_MAX], token[SERVE_TOKEN_MAX];
	char kind;			/* of a token: 'u' of "/u/TOKEN" */
};

/* A delivery whose signature is to be verified. */
struct serve_case {
	struct web_request *request;
	struct serve_target to;
	json_t *headers;
	crt_time received;
};

struct serve;

/* Verifies a delivery against the stores that are loaded now, then responds or queues it.
   may_wait: it may wait for the next refresh instead of being refused. */
typedef void serve_verify_fn(struct serve *, const struct serve_case *, bool may_wait);

struct serve_unverified {
	pthread_mutex_t lock;
	pthread_cond_t wakeup;
	pthread_t thread;
	struct serve_case list[UNVERIFIED_MAX];
	size_t n;
	bool running, closing;		/* running: the thread exists */
	serve_verify_fn *verify;
};

struct serve {
	const struct ingest *set;
	const char *signs[PROVIDERS][2];	/* what a provider signs with, NULL-terminated */
	char *folder;			/* the spool's */
	struct spool *spool;
	struct pages *pages;
	struct serve_stores stores;
	struct serve_queue queue;
	struct serve_unverified unverified;
	pthread_t overflow;
	bool overflowing;			/* the thread runs */
	bool heartbeat;
};

/* write.c: the threads that commit. */
bool serve_write_start(struct serve *, struct err *) MUSTUSE;

/* Ends the writers; false: one did not end in time. */
bool serve_write_stop(struct serve *) MUSTUSE;

/* overflow.c; it ends when the queue is closed and all responses are sent. */
bool serve_overflow_start(struct serve *, struct err *) MUSTUSE;
void serve_overflow_stop(struct serve *);

/* unverified.c; it ends when all responses are sent. */
bool serve_unverified_start(struct serve *, serve_verify_fn *, struct err *) MUSTUSE;
void serve_unverified_stop(struct serve *);

/* Lets it wait for the next refresh without a thread of its own; false: too many wait. */
bool serve_unverified_add(struct serve *, const struct serve_case *);

/* route.c; arg is the webhook server. */
web_request_fn serve_request;

/* receive.c: a delivery whose signature is to be verified. */
serve_verify_fn serve_verify;

/* Whether one more may wait.  The limit is per store, so that a busy store cannot fill the
   queue.  False: *a has the reason. */
bool serve_has_room(const struct serve *, const struct serve_store *, struct web_response *a);

/* Refuses a link that crt did not sign, with a page.  stores: they are loaded. */
void serve_refuse_link(struct serve *, struct web_request *, bool stores);

/* follow.c: after their commit, looks up where clicks lead.  Without a response they lead to the
   shop's home page. */
void serve_follow(struct serve *, struct db *, const struct delivery_list *);

/* envelope.c: the request as a line for the inbox; its headers as JSON. */
json_t *serve_headers(const struct web_request *);
void serve_envelope(struct str *, const json_t *headers, crt_time received,
    const struct web_request *);

#endif
