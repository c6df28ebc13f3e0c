/*
 * later.h: an answer's status, and how long to wait before asking again.
 *
 * Pure.  Statuses as RFC 9110 and 6585 have them; Retry-After is RFC 9110 10.2.3.
 */
#ifndef CRT_LATER_H
#define CRT_LATER_H

#include "net/http.h"

#define LATER_FIRST	CLOCK_SECOND		/* before the second try, doubled for each further */
#define LATER_BACKOFF_MAX CLOCK_MINUTE		/* no back-off is longer */
#define LATER_WAIT_MAX	(5 * CLOCK_MINUTE)	/* who is to wait longer is left alone */
#define LATER_ASKED_MAX	(30 * CLOCK_DAY)	/* what a Retry-After may say */

#define LATER_FAILURES	3			/* runs that failed in a row: the store rests */
#define LATER_REST	(15 * CLOCK_MINUTE)	/* the first rest, doubled for each further failure */
#define LATER_REST_MAX	CLOCK_HOUR

enum later_fate {
	LATER_GOOD,		/* 2xx */
	LATER_GONE,		/* 404, 410 */
	LATER_AGAIN,		/* passes by itself: 408, 425, 429, 5xx; 403 that says Retry-After */
	LATER_LOGIN,		/* 401 */
	LATER_REFUSED		/* all others */
};

enum later_fate later_judge(const struct http_answer *);

/* What Retry-After asks for, in seconds or as a date, from the answer's own date on where there
   is one; 0: nothing that can be read. */
crt_time later_asked(const struct http_answer *, crt_time now);

/* Before the next try, after so many: exponential, and between half and all of it by chance,
   so that those who failed at once do not come back at once. */
crt_time later_backoff(int tries, uint32_t chance);

/* How long a store is left alone whose last runs failed; 0: it is not. */
crt_time later_rest(int64_t failures);

#endif
