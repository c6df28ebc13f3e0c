/*
 * clerk.h: the database side of crt-send, on a thread of its own.
 *
 * The clerk settles one hand and claims the next in one transaction, while the
 * mails of the hand between them go out.  So at any moment at most two hands are
 * SENDING: of the three that are about, the first is settled by the commit that
 * claims the third.  From clerk_ask to clerk_answer the database, the run and the
 * hand that was asked for are the clerk's alone.
 */
#ifndef CRT_CLERK_H
#define CRT_CLERK_H

#include <pthread.h>

#include "hand.h"
#include "ledger.h"

struct clerk {
	struct run *run;
	struct claim *claim;
	struct letters *letters;
	struct ledger *ledger;
	struct output refused;		/* message.held, skipped */
	/* what it is asked */
	struct hand *hand;
	const struct store *store;	/* NULL: nothing is to be claimed */
	struct array ids;		/* of the messages to be claimed, of that store */
	bool patient;			/* its mails may begin until the lease ends: the server is slow */
	/* what it answers */
	bool ok;
	struct err err;

	enum { CLERK_IDLE, CLERK_ASKED, CLERK_GOES } state;
	bool started;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
};

/* ERR_AGAIN: there is no thread to be had. */
bool clerk_open(struct clerk *, struct run *, struct claim *, struct letters *,
    struct ledger *, struct err *) MUSTUSE;
void clerk_close(struct clerk *);	/* of zeroes is fine */

/*
 * Settle what the hand has of outcomes, then claim clerk->ids of clerk->store into
 * it, and begin its letters.  What is told is told after the commit.
 *
 * On false nothing is claimed, and the outcomes are still there unless they were
 * committed; only where telling failed (ERR_IO) may there be claims.
 */
void clerk_ask(struct clerk *, struct hand *);
bool clerk_answer(struct clerk *, struct err *) MUSTUSE;

#endif
