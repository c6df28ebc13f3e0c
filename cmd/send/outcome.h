/* outcome.h: what became of letters, gathered and written together. */
#ifndef CRT_OUTCOME_H
#define CRT_OUTCOME_H

#include "channel/channel.h"
#include "flow/claim.h"

struct outcome {
	struct run *run;
	const struct claim *claim;	/* whose messages they are */
	struct output *out;
	const char *provider;
	int64_t tries;			/* refusals after which a message is given up */
	struct array store, id, status, provider_id, code, reason, later;
	struct array dead_org, dead_key;	/* addresses that are suppressed */
	struct str line;
	size_t n;
};

void outcome_open(struct outcome *, struct run *, const struct claim *, struct output *,
    const char *provider, int64_t tries);
void outcome_close(struct outcome *);

/* Remember; message.sent, failed or unknown is held in out until the commit. */
void outcome_add(struct outcome *, const struct claimed *, const struct channel_result *);

/* Write what is remembered in a transaction of its own, then say it. */
bool outcome_write(struct outcome *, struct err *) MUSTUSE;

#endif
