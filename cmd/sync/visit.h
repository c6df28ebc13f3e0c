/*
 * visit.h: a few requests to each of many stores, one after the other, many stores at once.
 *
 * For what a person asks for and waits for: store test, hooks.  A log-in goes before where
 * the platform has one; what passes by itself is tried again a few times.  One store's
 * failure is its own.
 */
#ifndef CRT_SYNC_VISIT_H
#define CRT_SYNC_VISIT_H

#include "run/run.h"
#include "store/secrets.h"
#include "platform/platform.h"
#include "platform/shop.h"
#include "sync.h"

#define VISIT_ACTIVE_MAX 256		/* stores at once */
#define VISIT_TRIES 3			/* of one request */
#define VISIT_WAIT_MAX (20 * CLOCK_SECOND)	/* longer, and a person is told to come back */

enum visit_fate { VISIT_WELL, VISIT_NOTHING, VISIT_AWAY, VISIT_REFUSED };

struct visits;

struct visit {
	struct visits *all;
	const struct store *store;
	const struct platform_api *api;	/* NULL: its platform cannot be asked */
	struct store_secrets store_secrets;
	struct shop shop;
	bool logging;			/* what was asked last was a log-in */
	bool open;			/* these credentials need none */
	struct str url;			/* of what was asked last */
	int tries;
	int status;			/* of what came last; 0: nothing came */
	enum visit_fate fate;
	struct err why;			/* unless all is well; if it is: that the store is paused */
	void *own;			/* the verb's */
};

struct visits {
	const struct sync *set;
	struct run run;
	struct http *http;
	struct visit *list;
	size_t n, next, active;
	/* What is asked next; *more false: that was all. */
	bool (*ask)(struct visit *, bool *more, struct http_request *, struct err *);
	/* Of an answer with status 200 to 299. */
	bool (*hear)(struct visit *, const struct http_answer *, struct err *);
	/* May it go on after this failure?  NULL: no. */
	bool (*survive)(struct visit *, const struct err *);
};

/* The stores named, else those of -s, else all. */
bool visits_open(struct visits *, const struct sync *, char **slugs, struct err *) MUSTUSE;

/* Until each has its fate; false when the run itself fails. */
bool visits_run(struct visits *, struct err *) MUSTUSE;

/* After it was told what became of each: 69 if one refuses, 75 if one is out of reach. */
bool visits_verdict(const struct visits *, struct err *) MUSTUSE;

bool visits_close(struct visits *, bool ok, struct err *);

/* What an answer with no good status means to a person: false, with a hint. */
bool visit_status(const struct visit *, const struct http_answer *, struct err *);

/* The same where no answer came. */
bool visit_none(const struct visit *, const struct err *why, struct err *);

#endif
