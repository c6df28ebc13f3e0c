/* hand.h: messages in hand together, from their claim to their outcome. */
#ifndef CRT_HAND_H
#define CRT_HAND_H

#include "letter.h"
#include "outcome.h"

struct hand {
	size_t *record, n;		/* in the intake, those that were asked for */
	struct claims claims;		/* those that are still to be handed over */
	struct letter *letter;		/* one for each of them */
	size_t max;
	size_t slot;			/* in the ledger, of the first one */
	crt_time fresh, lease;		/* by clock_awake: no mail is begun later, none goes on */
	struct outcome outcome;		/* of those that have been */
};

/* Everything that outcome_open wants, and how many messages at most. */
void hand_open(struct hand *, size_t max, struct run *, const struct claim *,
    const char *provider, int64_t tries);
void hand_close(struct hand *);

/* What is claimed and will not be handed over may go in the next run, as if it had not been. */
void hand_give_back(struct hand *);

#endif
