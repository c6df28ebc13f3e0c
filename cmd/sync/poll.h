/*
 * poll.h: poll many stores at once over one HTTP client, each in its own session.
 *
 * A store's failure is stored in crt.stores, and the run continues.  A failure that concerns
 * all stores, such as lost output or a lost database, ends the run.
 */
#ifndef CRT_SYNC_POLL_H
#define CRT_SYNC_POLL_H

#include "run/output.h"
#include "run/run.h"
#include "secret/secrets.h"
#include "poll/session.h"
#include "sync.h"

#define POLL_ACTIVE_MAX	256		/* stores at once; most of them wait */
#define POLL_FETCHES_MAX	1000		/* per store and run: objects to fetch after webhooks */
#define POLL_TICK	CLOCK_SECOND

struct poll;

struct poll_cursor {
	char *stream, *text;
};

struct poll_shop {
	struct poll *poll;
	const struct store *store;
	const struct platform *platform;
	int64_t failures;		/* of previous runs, in a row */
	struct store_secrets store_secrets;
	struct shop shop;
	struct session session;
	struct poll_cursor *cursor;
	size_t cursors;
	void *own;			/* for the verb */
};

struct poll {
	const struct sync *set;
	struct run run;
	struct http *http;
	struct output out;
	struct session_rule rule;
	bool fetches;			/* also fetch the objects of crt.fetches */
	record_line_fn *record;	/* its arg is the poll_shop */
	response_reject_fn *reject;	/* the same; NULL: rejects are not stored */
	/* Called when a store is complete; may be NULL. */
	bool (*end)(struct poll_shop *, struct err *);
	struct poll_shop *shop;
	bool *polled;			/* by the place of the store in run.stores */
	size_t n, next, active;
	int64_t succeeded, unreachable, refused;	/* number of stores by result */
	int64_t backed_off;
	crt_time stop_at;		/* by clock_steady; 0: never */
	bool fatal;
	struct err why;			/* if fatal */
	struct err last;		/* why the last store failed */
	const char *last_slug;
};

/* Prints a record unchanged. */
bool poll_line(void *shop, json_t *, const char *line, size_t n, struct err *);

/* Stores an object that the adapter cannot read in crt.rejects, before the checkpoint moves
   past it. */
bool poll_reject(void *shop, const struct platform_delivery *, bool order, const struct err *why,
    bool *resolved, struct err *);

/* Sets everything but the rule. */
bool poll_open(struct poll *, const struct sync *, const char *command, struct err *) MUSTUSE;
bool poll_run(struct poll *, struct err *) MUSTUSE;	/* sets the exit status, too */
bool poll_close(struct poll *, bool ok, struct err *);

/* --- of a store --- */
bool poll_shop_open(struct poll_shop *, struct err *) MUSTUSE;
void poll_shop_close(struct poll_shop *);
void poll_shop_step(struct poll_shop *);		/* sends the next request, or ends the store */
void poll_shop_fail(struct poll_shop *, const struct err *);
void poll_shop_failed(struct poll_shop *, const struct err *);	/* only logs and counts */

/* --- in the database --- */
bool poll_list(struct poll *, struct err *) MUSTUSE;		/* the stores to poll */
bool poll_read(struct poll_shop *, struct err *) MUSTUSE;	/* credentials, cursors, fetches */
bool poll_store_succeeded(struct poll_shop *, struct err *) MUSTUSE;
bool poll_store_failed(struct poll_shop *, const struct err *why, struct err *) MUSTUSE;

/* A dry run: prints the planned requests to standard error, because the next command in a
   pipe reads standard output. */
bool poll_plan(struct poll *, struct err *) MUSTUSE;

#endif
