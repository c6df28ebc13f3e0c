/* response.h: the contents of a platform's response: records, and fetches that must follow. */
#ifndef CRT_PLATFORM_RESPONSE_H
#define CRT_PLATFORM_RESPONSE_H

#include "base/str.h"
#include "platform/platform.h"

#define SHOP_ID_MAX	256
#define SHOP_STATE_MAX	RECORD_LINE_MAX
#define SHOP_WANTS_MAX	1000	/* of one response */

struct shop;		/* see shop.h */
struct poll_request;

/* Receives an object that was not understood, as received. *resolved: it can be ignored from
   now on. */
typedef bool response_reject_fn(void *arg, const struct platform_delivery *, bool order,
    const struct err *why, bool *resolved, struct err *);

struct shop_want {
	const char *endpoint;	/* a fetch's name; static */
	struct str id, state;
};

/* The contents of a response besides its records. */
struct response {
	record_line_fn *record;	/* receives the records */
	response_reject_fn *reject;	/* receives what is not understood; NULL: only counted */
	void *arg;
	struct str next;	/* the next page's name; empty: this was the last */
	crt_time seen;		/* latest change among the objects; 0: not given */
	size_t items;		/* number of objects, for progress */
	struct shop_want *want;	/* to fetch before the page counts as read */
	size_t wants;
	size_t refused;		/* objects skipped because they were not understood ... */
	struct err why;		/* ... and the error of the first */
};

/*
 * One object of a response, with its bytes: treated as if the platform had sent it under that
 * topic. An object that is not understood is rejected and counted, so that one strange order,
 * which anybody can place, does not stop the poll. False: the record was not accepted.
 */
bool response_item(struct response *, const struct shop *, const struct poll_request *,
    const char *topic, const char *text, size_t n, struct err *) MUSTUSE;

/* endpoint: a fetch's name. ERR_INPUT if id or state does not fit. */
bool response_want(struct response *, const char *endpoint, const char *id, const char *state,
    struct err *) MUSTUSE;

void response_close(struct response *);

#endif
