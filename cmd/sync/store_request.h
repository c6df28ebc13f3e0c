/*
 * store_request.h: send a few requests to each of many stores, at many stores at once.
 *
 * For verbs that a person waits for: store test, hooks.  It logs in first if the platform
 * requires that, and retries temporary failures a few times.  A store's failure does not
 * affect the others.
 */
#ifndef CRT_SYNC_STORE_REQUEST_H
#define CRT_SYNC_STORE_REQUEST_H

#include "run/run.h"
#include "secret/secrets.h"
#include "platform/platform.h"
#include "platform/shop.h"
#include "sync.h"

#define STORE_REQUEST_ACTIVE_MAX 256		/* stores at once */
#define STORE_REQUEST_TRIES 3			/* per request */
#define STORE_REQUEST_WAIT_MAX (20 * CLOCK_SECOND)	/* a longer wait is a failure */

enum store_request_fate { STORE_REQUEST_SUCCEEDED, STORE_REQUEST_NOTHING, STORE_REQUEST_UNREACHABLE,
    STORE_REQUEST_REFUSED };

struct store_requests;

struct store_request {
	struct store_requests *all;
	const struct store *store;
	const struct platform_api *api;	/* NULL: its platform has no API for crt */
	struct store_secrets store_secrets;
	struct shop shop;
	bool logging;			/* the last request was a log-in */
	bool open;			/* these credentials need no log-in */
	struct str url;			/* of the last request */
	int tries;
	int status;			/* of the last response; 0: there was none */
	enum store_request_fate fate;
	struct err why;			/* the failure, or a note of kind ERR_NONE: paused */
	void *own;			/* for the verb */
};

struct store_requests {
	const struct sync *set;
	struct run run;
	struct http *http;
	struct store_request *list;
	size_t n, next, active;
	/* The next request; *more false: the store is done. */
	bool (*request)(struct store_request *, bool *more, struct http_request *, struct err *);
	/* Handles a response with status 200 to 299. */
	bool (*response)(struct store_request *, const struct http_response *, struct err *);
	/* True: continue after this failure.  NULL: never. */
	bool (*survive)(struct store_request *, const struct err *);
};

/* Opens the named stores, else those of -s, else all. */
bool store_requests_open(struct store_requests *, const struct sync *, char **slugs,
    struct err *) MUSTUSE;

/* Runs until each store has a result; false when the run itself fails. */
bool store_requests_run(struct store_requests *, struct err *) MUSTUSE;

/* Sets the exit status after the results were printed: 69 if a store refuses, 75 if one is out
   of reach. */
bool store_requests_verdict(const struct store_requests *, struct err *) MUSTUSE;

bool store_requests_close(struct store_requests *, bool ok, struct err *);

/* Always false: sets the error and hint for a response whose status is not 2xx. */
bool store_request_status(const struct store_request *, const struct http_response *, struct err *);

/* The same without a response. */
bool store_request_none(const struct store_request *, const struct err *why, struct err *);

#endif
