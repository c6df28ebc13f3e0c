/*
 * poll.h: many stores asked at once over one client, each by its own session.
 *
 * One store's failure is its own: it is kept in crt.stores, and the run goes on.  What
 * concerns all of them (output lost, the database gone) ends the run.
 */
#ifndef CRT_SYNC_POLL_H
#define CRT_SYNC_POLL_H

#include "run/output.h"
#include "run/run.h"
#include "store/secrets.h"
#include "poll/session.h"
#include "sync.h"

#define POLL_ACTIVE_MAX	256		/* stores at once, most of which wait */
#define POLL_FETCHES_MAX	1000		/* fetches wanted by webhooks, of a store in a run */
#define POLL_TICK	CLOCK_SECOND

struct poll;

struct poll_cursor {
	char *stream, *text;
};

struct poll_shop {
	struct poll *poll;
	const struct store *store;
	const struct platform *platform;
	int64_t failures;		/* runs before this one, in a row */
	struct store_secrets store_secrets;
	struct shop shop;
	struct session session;
	struct poll_cursor *cursor;
	size_t cursors;
	void *own;			/* the verb's */
};

struct poll {
	const struct sync *set;
	struct run run;
	struct http *http;
	struct output out;
	struct session_rule rule;
	bool fetches;			/* ask for crt.fetches too */
	platform_record_fn *record;	/* arg: the poll_shop */
	response_reject_fn *reject;	/* the same; NULL: nobody keeps what is not understood */
	/* When all of a store has been asked; NULL: nothing more to do. */
	bool (*end)(struct poll_shop *, struct err *);
	struct poll_shop *shop;
	size_t n, next, active;
	int64_t succeeded, away, refused;	/* how stores ended: fine, out of reach, refusing */
	int64_t rested;
	crt_time stop_at;		/* steady; 0: never */
	bool fatal;
	struct err why;			/* if fatal */
	struct err last;		/* why the last store failed */
	const char *last_slug;
};

/* A record to standard output, as it is. */
bool poll_line(void *shop, const char *line, size_t n, struct err *);

/* What a shop's platform did not understand goes to crt.rejects, before a checkpoint passes it. */
bool poll_reject(void *shop, const struct platform_delivery *, bool order, const struct err *why,
    bool *resolved, struct err *);

/* Everything but the rule is set here. */
bool poll_open(struct poll *, const struct sync *, const char *command, struct err *) MUSTUSE;
bool poll_run(struct poll *, struct err *) MUSTUSE;	/* the verdict included */
bool poll_close(struct poll *, bool ok, struct err *);

/* --- of a store --- */
bool poll_shop_open(struct poll_shop *, struct err *) MUSTUSE;
void poll_shop_close(struct poll_shop *);
void poll_shop_step(struct poll_shop *);		/* the next request, or its end */
void poll_shop_fail(struct poll_shop *, const struct err *);
void poll_shop_failed(struct poll_shop *, const struct err *);	/* told and counted, no more */

/* --- in the database --- */
bool poll_list(struct poll *, struct err *) MUSTUSE;		/* the stores to be asked */
bool poll_read(struct poll_shop *, struct err *) MUSTUSE;	/* credentials, cursors, fetches */
bool poll_store_succeeded(struct poll_shop *, struct err *) MUSTUSE;
bool poll_store_failed(struct poll_shop *, const struct err *why, struct err *) MUSTUSE;

/* A dry run: what would be asked, on standard error, where it is in no command's way. */
bool poll_plan(struct poll *, struct err *) MUSTUSE;

#endif
