/*
 * claim.h: messages claimed for sending, and what became of them.
 *
 * A claim is committed before the provider is called, after the same gates as
 * in crt-campaign were asked again on the orders and opt-outs of this moment
 * (P1, P2, P6).  A sender holds an advisory lock as long as it lives, and hands
 * nothing over when its lease has ended: what it had in hand may be another's then.
 */
#ifndef CRT_CAMPAIGN_CLAIM_H
#define CRT_CAMPAIGN_CLAIM_H

#include "campaign/verdicts.h"

struct claimed {
	const struct store *store;
	char id[IDENT_TEXT], episode[IDENT_TEXT];
	char *template, *locale, *email;	/* in the arena */
	char key[IDENT_TEXT];		/* of the address */
	crt_time not_before;
	int64_t attempts;		/* this one counted */
};

struct claim {
	struct judge judge;
	int64_t sender;			/* key of the advisory lock */
	const char *provider;
	int lease;			/* seconds */
};

/* Messages claimed together. */
struct claims {
	struct claimed *list;
	size_t n, room;
	struct arena arena;
};

/* Takes the sender's lock. */
bool claim_open(struct claim *, struct run *, const char *provider, int lease,
    struct err *) MUSTUSE;
void claim_close(struct claim *);

/* ids: a PostgreSQL array of messages of the store.  Those that may go are in claims, and
   ours as soon as the caller's transaction is committed; the others are held or skipped,
   and told to out. */
bool claim_take(struct claim *, const struct store *, const char *ids, struct claims *,
    struct output *out, struct err *) MUSTUSE;

void claims_reset(struct claims *);		/* none; the memory is kept */
void claims_free(struct claims *);

#endif
