/* outcome.h: what became of messages of a store, gathered and written together. */
#ifndef CRT_OUTCOME_H
#define CRT_OUTCOME_H

#include "channel/channel.h"
#include "campaign/claim.h"
#include "refusal.h"

enum outcome_fate {
#define OUTCOME(status, counter, record) OUTCOME_##status,
#include "outcome.def"
#undef OUTCOME
	OUTCOME_FATES
};

enum outcome_column { OUTCOME_ID, OUTCOME_STATUS, OUTCOME_PROVIDER_ID, OUTCOME_CODE, OUTCOME_REASON,
    OUTCOME_LATER, OUTCOME_COLUMNS };

struct outcome {
	struct run *run;
	const struct claim *claim;	/* whose messages they are */
	const struct store *store;	/* of those remembered */
	const char *provider;
	int64_t tries;			/* refusals after which a message is given up */
	struct array column[OUTCOME_COLUMNS];
	struct refusals refused;	/* those of them that the server refused */
	const char *param[OUTCOME_COLUMNS];
	struct output out;		/* message.sent, failed, unknown; told by outcome_flush */
	struct str line;
	size_t n, of[OUTCOME_FATES];	/* how many; by fate */
	bool closed;			/* the arrays are parameters already */
};

void outcome_open(struct outcome *, struct run *, const struct claim *, const char *provider,
    int64_t tries);
void outcome_close(struct outcome *);

/* Remember; all that are remembered at a time are of one store.  Asks no database, counts
   nothing in the run: another thread may have these. */
void outcome_add(struct outcome *, const struct claimed *, const struct channel_result *);

/* Write what is remembered, inside the caller's transaction; again after a rollback is fine. */
bool outcome_put(struct outcome *, struct err *) MUSTUSE;

/* After the commit: count in the run, say it, forget it.  False too when the server refuses
   everybody alike: what it has refused so goes again and is not told. */
bool outcome_flush(struct outcome *, struct err *) MUSTUSE;

/* Both, in a transaction of its own. */
bool outcome_write(struct outcome *, struct err *) MUSTUSE;

#endif
