/*
 * worker.h: the database side of crt-send, on a thread of its own.
 *
 * The worker resolves one window and claims the next in one transaction, while the
 * mails of the window between them go out.  So at any moment at most two windows are
 * SENDING: of the three that are about, the first is resolved by the commit that
 * claims the third.  From worker_request to worker_response the database, the run and the
 * window that was asked for are the worker's alone.
 */
#ifndef CRT_WORKER_H
#define CRT_WORKER_H

#include <pthread.h>

#include "window.h"
#include "ledger.h"

struct worker {
	struct run *run;
	struct claim *claim;
	struct mail_templates *templates;
	struct ledger *ledger;
	struct output refused;		/* message.held, skipped */
	/* what it is asked */
	struct window *window;
	const struct store *store;	/* NULL: nothing is to be claimed */
	struct array ids;		/* of the messages to be claimed, of that store */
	bool patient;			/* its mails may begin until the lease ends: the server is slow */
	/* what it answers */
	bool ok;
	struct err err;

	enum { WORKER_IDLE, WORKER_REQUESTED, WORKER_ENDS } state;
	bool started;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
};

/* ERR_AGAIN: there is no thread to be had. */
bool worker_open(struct worker *, struct run *, struct claim *, struct mail_templates *,
    struct ledger *, struct err *) MUSTUSE;
void worker_close(struct worker *);	/* of zeroes is fine */

/*
 * Resolve what the window has of outcomes, then claim worker->ids of worker->store into
 * it, and begin its mails.  What is told is told after the commit.
 *
 * On false nothing is claimed, and the outcomes are still there unless they were
 * committed; only where telling failed (ERR_IO) may there be claims.
 */
void worker_request(struct worker *, struct window *);
bool worker_response(struct worker *, struct err *) MUSTUSE;

#endif
