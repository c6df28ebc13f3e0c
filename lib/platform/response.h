/* response.h: what an answer of a platform says: records, and what is to be asked next. */
#ifndef CRT_PLATFORM_RESPONSE_H
#define CRT_PLATFORM_RESPONSE_H

#include "base/str.h"
#include "platform/platform.h"
#include "record/record.h"

#define SHOP_ID_MAX	256
#define SHOP_STATE_MAX	RECORD_LINE_MAX
#define SHOP_WANTS_MAX	1000	/* of one answer */

struct shop;		/* see shop.h */
struct poll_request;

/* What was not understood, as it came.  *resolved: it is of no matter any more. */
typedef bool response_reject_fn(void *arg, const struct platform_delivery *, bool order,
    const struct err *why, bool *resolved, struct err *);

struct shop_want {
	const char *endpoint;	/* a fetch's name; lives for ever */
	struct str id, state;
};

/* What an answer says besides its records. */
struct response {
	platform_record_fn *record;	/* where records go */
	response_reject_fn *reject;	/* and what was not understood; NULL: it is only counted */
	void *arg;
	struct str next;	/* the next page's name; empty: this was the last */
	crt_time seen;		/* the latest change among them; 0: none says */
	size_t items;		/* how many things, for progress */
	struct shop_want *want;	/* to be fetched before the page counts as read */
	size_t wants;
	size_t refused;		/* things left out since they were not understood ... */
	struct err why;		/* ... and what was wrong with the first */
};

/*
 * One thing of an answer, as its bytes stand there: as if the platform had sent it under
 * that topic.  What is not understood is rejected and counted, so that one odd order, which
 * anybody can place, does not end the reading of a shop.  False: the record was not taken.
 */
bool response_item(struct response *, const struct shop *, const struct poll_request *,
    const char *topic, const char *text, size_t n, struct err *) MUSTUSE;

/* endpoint: a fetch's name.  ERR_INPUT when id or state do not fit. */
bool response_want(struct response *, const char *endpoint, const char *id, const char *state,
    struct err *) MUSTUSE;

void response_close(struct response *);

#endif
