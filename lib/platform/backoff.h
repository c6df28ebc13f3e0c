/*
 * backoff.h: an answer's status, and how long to wait before asking again.
 *
 * Pure.  Statuses as RFC 9110 and 6585 have them; Retry-After is RFC 9110 10.2.3.
 */
#ifndef CRT_BACKOFF_H
#define CRT_BACKOFF_H

#include "net/http.h"

#define BACKOFF_FIRST	CLOCK_SECOND		/* before the second try, doubled for each further */
#define BACKOFF_TRY_MAX CLOCK_MINUTE		/* no back-off is longer */
#define BACKOFF_WAIT_MAX	(5 * CLOCK_MINUTE)	/* who is to wait longer is left alone */
#define BACKOFF_REQUESTED_MAX	(30 * CLOCK_DAY)	/* what a Retry-After may say */

#define BACKOFF_FAILURES	3			/* runs that failed in a row: the store rests */
#define BACKOFF_STORE	(15 * CLOCK_MINUTE)	/* the first back-off, doubled each time */
#define BACKOFF_STORE_MAX	CLOCK_HOUR

enum backoff_fate {
	BACKOFF_GOOD,		/* 2xx */
	BACKOFF_GONE,		/* 404, 410 */
	BACKOFF_AGAIN,		/* passes by itself: 408, 425, 429, 5xx; 403 that says Retry-After */
	BACKOFF_LOGIN,		/* 401 */
	BACKOFF_REFUSED		/* all others */
};

enum backoff_fate backoff_fate_of(const struct http_response *);

/* What Retry-After asks for, in seconds or as a date, from the answer's own date on where there
   is one; 0: nothing that can be read. */
crt_time backoff_requested(const struct http_response *, crt_time now);

/* Before the next try, after so many: exponential, and between half and all of it by chance,
   so that those who failed at once do not come back at once. */
crt_time backoff_try(int tries, uint32_t chance);

/* How long a store is left alone whose last runs failed; 0: it is not. */
crt_time backoff_store(int64_t failures);

#endif
