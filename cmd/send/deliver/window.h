/* window.h: one group of messages in flight, from claim to outcome. */
#ifndef CRT_WINDOW_H
#define CRT_WINDOW_H

#include "limit.h"
#include "providers.h"
#include "../rendered_mail.h"
#include "../outcome/outcome.h"

struct window {
	size_t *record, n;		/* the requested ones, as indices into the reader */
	size_t found;			/* index into record, after the last match */
	struct claims claims;		/* still to be handed off */
	struct rendered_mail *mail;		/* one for each claim */
	size_t max;
	size_t slot;			/* the first one's, in the ledger */
	struct limit_share share;	/* of the claim */
	struct provider *provider;	/* which sends it */
	crt_time start;			/* by clock_steady: no mail begins earlier */
	crt_time fresh, lease;		/* by clock_awake: no mail begins later, or continues later */
	struct outcome outcome;		/* of those that were handed off */
};

/* max: of messages; the rest as for outcome_open. */
void window_open(struct window *, size_t max, struct run *, const struct claim *,
    const char *provider, int64_t tries);
void window_close(struct window *);

/* Queues the claimed messages that will not be handed off, as if never claimed. */
void window_give_back(struct window *);

#endif
