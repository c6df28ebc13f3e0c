/*
 * backoff.h: classify a response's status and compute the wait before the next request.
 *
 * Pure. Statuses follow RFC 9110 and RFC 6585, Retry-After RFC 9110 10.2.3.
 */
#ifndef CRT_BACKOFF_H
#define CRT_BACKOFF_H

#include "net/http.h"

#define BACKOFF_FIRST	CLOCK_SECOND		/* before the second attempt, then doubled */
#define BACKOFF_TRY_MAX CLOCK_MINUTE		/* the longest back-off between attempts */
#define BACKOFF_WAIT_MAX	(5 * CLOCK_MINUTE)	/* a longer wait ends the store's run */
#define BACKOFF_REQUESTED_MAX	(30 * CLOCK_DAY)	/* longest accepted Retry-After */

#define BACKOFF_FAILURES	3			/* failed runs in a row before the store is in back-off */
#define BACKOFF_STORE	(15 * CLOCK_MINUTE)	/* the first back-off, doubled each time */
#define BACKOFF_STORE_MAX	CLOCK_HOUR

enum backoff_fate {
	BACKOFF_GOOD,		/* 2xx */
	BACKOFF_GONE,		/* 404, 410 */
	BACKOFF_AGAIN,		/* temporary: 408, 425, 429, 5xx; 403 with Retry-After */
	BACKOFF_LOGIN,		/* 401 */
	BACKOFF_REFUSED		/* all others */
};

enum backoff_fate backoff_fate_of(const struct http_response *);

/* The wait that Retry-After requests, in seconds or as a date (relative to the response's
   own Date, if any); 0: none that can be read. */
crt_time backoff_requested(const struct http_response *, crt_time now);

/* The wait before the next attempt: exponential, at random between half and all of it, so
   that clients that failed together do not return together. */
crt_time backoff_try(int tries, uint32_t chance);

/* How long a store stays in back-off after failed runs; 0: it is not. */
crt_time backoff_store(int64_t failures);

#endif
