/*
 * claim.h: claims on messages that are about to be sent, and their results.
 *
 * A claim is committed before the provider is called. Before that, the gates of crt-campaign
 * run again on the current orders and opt-outs (P1, P2, P6). A sender holds an advisory lock
 * while it lives. When its lease has ended nothing is handed off: another sender may hold its
 * claims by then.
 */
#ifndef CRT_CAMPAIGN_CLAIM_H
#define CRT_CAMPAIGN_CLAIM_H

#include "campaign/verdicts.h"

struct claimed {
	const struct store *store;
	char id[IDENT_TEXT], episode[IDENT_TEXT];
	const char *template, *locale, *recipient;	/* owned by the arena */
	char key[IDENT_TEXT];		/* hash of the address */
	crt_time not_before;
	crt_time valid_until;		/* of a text or push message; 0: no limit */
	crt_time handed_off;		/* of a message whose delivery is uncertain */
	int64_t attempts;		/* including this one */
	enum consent_basis basis;
};

struct claim {
	struct verdicts verdicts;
	struct customer_segments segments;
	enum message_channel channel;	/* only its messages are claimed */
	int64_t sender;			/* key of the sender's advisory lock */
	const char *provider;
	int lease;			/* seconds */
	size_t most;			/* messages in a claim */
};

/* The messages of one claim_take. */
struct claims {
	const struct store *store;	/* for the caller */
	struct claimed *list;
	size_t n, room;
	struct arena arena;
	char (*over)[IDENT_TEXT];	/* passed, but the claim was full */
	size_t nover;
};

/* Takes the sender's advisory lock. */
bool claim_open(struct claim *, struct run *, enum message_channel, const char *provider,
    int lease, struct err *) MUSTUSE;
void claim_close(struct claim *);

/* ids: a PostgreSQL array of message ids of the store. Messages that pass the gates are put
   in claims; they are ours once the caller's transaction is committed. The others are held
   or skipped, and printed to out. */
bool claim_take(struct claim *, const struct store *, const char *ids, struct claims *,
    struct output *out, struct err *) MUSTUSE;

/* Stores why the messages of a full claim stay queued. */
bool claim_explain(struct claim *, const struct store *, const struct claims *, const char *why,
    struct err *) MUSTUSE;

void claims_reset(struct claims *);		/* Empties claims and keeps the memory. */
void claims_free(struct claims *);

#endif
