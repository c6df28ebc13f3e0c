/*
 * store_request.h: a few requests to each of many stores, one after the other, many stores at once.
 *
 * For what a person asks for and waits for: store test, hooks.  A log-in goes before where
 * the platform has one; what passes by itself is tried again a few times.  One store's
 * failure is its own.
 */
#ifndef CRT_SYNC_STORE_REQUEST_H
#define CRT_SYNC_STORE_REQUEST_H

#include "run/run.h"
#include "store/secrets.h"
#include "platform/platform.h"
#include "platform/shop.h"
#include "sync.h"

#define STORE_REQUEST_ACTIVE_MAX 256		/* stores at once */
#define STORE_REQUEST_TRIES 3			/* of one request */
#define STORE_REQUEST_WAIT_MAX (20 * CLOCK_SECOND)	/* longer: try again later */

enum store_request_fate { STORE_REQUEST_SUCCEEDED, STORE_REQUEST_NOTHING, STORE_REQUEST_AWAY,
    STORE_REQUEST_REFUSED };

struct store_requests;

struct store_request {
	struct store_requests *all;
	const struct store *store;
	const struct platform_api *api;	/* NULL: its platform cannot be asked */
	struct store_secrets store_secrets;
	struct shop shop;
	bool logging;			/* what was asked last was a log-in */
	bool open;			/* these credentials need none */
	struct str url;			/* of what was asked last */
	int tries;
	int status;			/* of what came last; 0: nothing came */
	enum store_request_fate fate;
	struct err why;			/* unless all is well; if it is: that the store is paused */
	void *own;			/* the verb's */
};

struct store_requests {
	const struct sync *set;
	struct run run;
	struct http *http;
	struct store_request *list;
	size_t n, next, active;
	/* What is asked next; *more false: that was all. */
	bool (*request)(struct store_request *, bool *more, struct http_request *, struct err *);
	/* Of an answer with status 200 to 299. */
	bool (*response)(struct store_request *, const struct http_response *, struct err *);
	/* May it go on after this failure?  NULL: no. */
	bool (*survive)(struct store_request *, const struct err *);
};

/* The stores named, else those of -s, else all. */
bool store_requests_open(struct store_requests *, const struct sync *, char **slugs,
    struct err *) MUSTUSE;

/* Until each has its fate; false when the run itself fails. */
bool store_requests_run(struct store_requests *, struct err *) MUSTUSE;

/* After it was told what became of each: 69 if one refuses, 75 if one is out of reach. */
bool store_requests_verdict(const struct store_requests *, struct err *) MUSTUSE;

bool store_requests_close(struct store_requests *, bool ok, struct err *);

/* What an answer with no good status means to a person: false, with a hint. */
bool store_request_status(const struct store_request *, const struct http_response *, struct err *);

/* The same where no answer came. */
bool store_request_none(const struct store_request *, const struct err *why, struct err *);

#endif
