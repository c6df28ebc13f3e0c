/* explain.h: the carts that crt-campaign explain is about. */
#ifndef CRT_CAMPAIGN_EXPLAIN_H
#define CRT_CAMPAIGN_EXPLAIN_H

#include "base/map.h"
#include "base/mem.h"
#include "campaign/active.h"
#include "campaign/clocks.h"
#include "report/table.h"
#include "rule/gate.h"

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

/* A stored row that a gate looks at, in words. */
struct explain_row {
	enum gate gate;
	crt_time at;			/* DB_NO_TIME: not known */
	int channel;			/* it counts for this one; -1: for all */
	const char *text;		/* "order 500123 (bought)" */
};

struct explaining {
	struct run *run;
	bool (*print)(struct explaining *, const struct explained *, struct err *);	/* a cart */
	struct active_campaigns active;
	struct place_clocks clocks;	/* loaded for the first text or push message */
	struct table *table;
	struct arena memory;
	struct explained *list;
	size_t n;
	const struct explained *found;
	struct next next;
	struct explain_row *rows;	/* of the episode, the newest first */
	size_t nrows;
	size_t named, matched;		/* names so far, and those that stand for something */
	struct map seen;		/* episodes that were printed */
	struct arena words, names;	/* memory of the rows; of seen */
};

/* Fills list with the carts that a name stands for: the shop's id, crt's id, or an address. */
bool explain_find(struct explaining *, const char *name, struct err *) MUSTUSE;

/* The operands of the verb; "-" is standard input. ERR_USAGE: none stands for anything. */
bool explain_names(struct explaining *, char **names, struct err *) MUSTUSE;

/* ---- rows.c ---- */

/* Reads the rows that the gates of the episode look at. */
bool explain_rows_read(struct explaining *, struct err *) MUSTUSE;
void explain_rows_drop(struct explaining *);

/* The newest row of a gate, at most as new as a time, that is not the message itself ("": none was
   made); NULL: there is none. */
const struct explain_row *explain_rows_find(const struct explaining *, enum gate,
    enum message_channel, crt_time, const char *except);

#endif
