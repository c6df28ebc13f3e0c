/* window.h: messages in flight together, from their claim to their outcome. */
#ifndef CRT_WINDOW_H
#define CRT_WINDOW_H

#include "rendered_mail.h"
#include "outcome.h"

struct window {
	size_t *record, n;		/* in the reader, those that were asked for */
	size_t found;			/* in record, after the one that was found last */
	struct claims claims;		/* those that are still to be handed off */
	struct rendered_mail *mail;		/* one for each of them */
	size_t max;
	size_t slot;			/* in the ledger, of the first one */
	crt_time fresh, lease;		/* by clock_awake: no mail is begun later, none goes on */
	struct outcome outcome;		/* of those that have been */
};

/* Everything that outcome_open wants, and how many messages at most. */
void window_open(struct window *, size_t max, struct run *, const struct claim *,
    const char *provider, int64_t tries);
void window_close(struct window *);

/* What is claimed and will not be handed off may go in the next run, as if it had not been. */
void window_give_back(struct window *);

#endif
