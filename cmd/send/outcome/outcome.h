/* outcome.h: collect the outcomes of a store's messages, and write them in one statement. */
#ifndef CRT_CMD_SEND_OUTCOME_H
#define CRT_CMD_SEND_OUTCOME_H

#include "channel/channel.h"
#include "message/claim.h"
#include "refusal.h"

enum outcome_fate {
#define OUTCOME(status, counter, record) OUTCOME_##status,
#include "outcome.def"
#undef OUTCOME
	OUTCOME_FATES
};

enum outcome_column { OUTCOME_ID, OUTCOME_STATUS, OUTCOME_PROVIDER_ID, OUTCOME_CODE, OUTCOME_REASON,
    OUTCOME_LATER, OUTCOME_RESPONSE, OUTCOME_DEAD, OUTCOME_DEAD_WHY, OUTCOME_COLUMNS };

struct outcome {
	struct run *run;
	const struct claim *claim;	/* the claim that holds the messages */
	const struct store *store;	/* of the collected messages */
	const char *provider;
	int64_t tries;			/* refusals after which a message fails */
	struct array column[OUTCOME_COLUMNS];
	struct refusals refused;	/* those that the server refused */
	const char *param[OUTCOME_COLUMNS];
	struct output out;		/* message.sent, failed, unknown; printed by outcome_flush */
	struct str line;
	size_t n, of[OUTCOME_FATES];	/* number of all; by fate */
	size_t untried;			/* those that were not handed off */
	bool closed;			/* the arrays are parameters already */
};

void outcome_open(struct outcome *, struct run *, const struct claim *, const char *provider,
    int64_t tries);
void outcome_close(struct outcome *);

/* Collects an outcome; all that are collected at a time belong to one store.  Uses neither
   the database nor the run's counters, which may belong to another thread.  response: from the
   hand-off to the provider's response; OUTCOME_UNASKED: there was none. */
#define OUTCOME_UNASKED (-1)
void outcome_add(struct outcome *, const struct claimed *, const struct channel_result *,
    crt_time response);

/* Writes the outcomes in the caller's transaction; may be repeated after a rollback. */
bool outcome_put(struct outcome *, struct err *) MUSTUSE;

/* After the commit: counts the outcomes in the run, prints them, and clears the collection.
   Also false when the server refuses all recipients alike: those refusals are not printed,
   and their messages are queued again. */
bool outcome_flush(struct outcome *, struct err *) MUSTUSE;

/* outcome_put and outcome_flush, in a transaction of their own. */
bool outcome_write(struct outcome *, struct err *) MUSTUSE;

#endif
