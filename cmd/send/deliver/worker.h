/*
 * worker.h: the database side of crt-send, on a thread of its own.
 *
 * The worker resolves one window and claims the next in one transaction, while the mails of
 * the window between them are sent.  So at most two windows are SENDING at any moment: the
 * commit that claims the third also resolves the first.  From worker_request to
 * worker_response, only the worker uses the database, the run, and the requested window.
 */
#ifndef CRT_WORKER_H
#define CRT_WORKER_H

#include <pthread.h>

#include "window.h"
#include "../outcome/ledger.h"

struct worker {
	struct run *run;
	struct claim *claim;
	struct mail_templates *templates;
	struct ledger *ledger;
	struct output refused;		/* message.held, skipped */
	/* the request */
	struct window *window;
	const struct store *store;	/* NULL: claim nothing */
	struct array ids;		/* messages of that store to claim */
	int64_t rate;			/* messages a second at a provider; 0: no limit */
	bool patient;			/* the server is slow: mails may begin until the lease ends */
	/* the response */
	bool ok;
	struct err err;

	enum { WORKER_IDLE, WORKER_REQUESTED, WORKER_ENDS } state;
	bool started;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
};

/* ERR_AGAIN: no thread could be created. */
bool worker_open(struct worker *, struct run *, struct claim *, struct mail_templates *,
    struct ledger *, int64_t rate, struct err *) MUSTUSE;
void worker_close(struct worker *);	/* all zero is allowed */

/*
 * Resolves the window's outcomes, then claims worker->ids of worker->store into it, and
 * begins its mails.  Records are printed after the commit.
 *
 * On false nothing is claimed, and the outcomes remain unless they were committed.  Only
 * if printing failed (ERR_IO) may there be claims.
 */
void worker_request(struct worker *, struct window *);
bool worker_response(struct worker *, struct err *) MUSTUSE;

#endif
