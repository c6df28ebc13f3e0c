/* explain.h: the carts that crt-campaign explain is about. */
#ifndef CRT_CAMPAIGN_EXPLAIN_H
#define CRT_CAMPAIGN_EXPLAIN_H

#include "base/mem.h"
#include "campaign/active.h"
#include "campaign/clocks.h"
#include "report/table.h"

/* A cart with an episode and its enrollment, borrowed from a row; NULL where there is none. */
struct explained {
	const struct store *store;
	const char *cart, *cart_status;
	const char *episode, *state, *reason;
	int refusal;			/* enum; -1: none */
	bool bot;
	int64_t lines, pieces;		/* of the cart; 0 unless bot */
	const char *campaign, *campaign_name, *stopped;
	int campaign_status, enrollment;	/* enum; -1: none */
	crt_time abandoned, taken, next_at, started;	/* or DB_NO_TIME */
	size_t next_step;
};

/* The message that may be sent next: a pending one, else the next step's. */
struct next {
	bool found;
	char message[IDENT_TEXT];	/* "": not created yet */
	size_t step;
	enum message_channel channel;
	crt_time not_before, not_after, wait_until;
};

struct explaining {
	struct run *run;
	struct active_campaigns active;
	struct place_clocks clocks;	/* loaded for the first text message */
	struct table *table;
	struct arena memory;
	struct explained *list;
	size_t n;
	const struct explained *found;
	struct next next;
};

/* Fills list with the carts that a name stands for: the shop's id, crt's id, or an address.
   ERR_USAGE: none. */
bool explain_find(struct explaining *, const char *name, struct err *) MUSTUSE;

#endif
