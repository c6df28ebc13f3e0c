/* heard.h: what an answer of a platform says: records, and what is to be asked next. */
#ifndef CRT_PLATFORM_HEARD_H
#define CRT_PLATFORM_HEARD_H

#include "base/str.h"
#include "platform/platform.h"
#include "record/record.h"

#define SHOP_ID_MAX	256
#define SHOP_CARRY_MAX	RECORD_LINE_MAX
#define SHOP_WANTS_MAX	1000	/* of one answer */

struct shop;		/* see shop.h */
struct asked;

/* What was not understood, as it came.  *resolved: it is of no matter any more. */
typedef bool heard_reject_fn(void *arg, const struct platform_delivery *, bool order,
    const struct err *why, bool *resolved, struct err *);

struct shop_want {
	const char *question;	/* a fetch's name; lives for ever */
	struct str id, carry;
};

/* What an answer says besides its records. */
struct heard {
	platform_record_fn *record;	/* where records go */
	heard_reject_fn *reject;	/* and what was not understood; NULL: it is only counted */
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
bool heard_item(struct heard *, const struct shop *, const struct asked *, const char *topic,
    const char *text, size_t n, struct err *) MUSTUSE;

/* question: a fetch's name.  ERR_INPUT when id or carry do not fit. */
bool heard_want(struct heard *, const char *question, const char *id, const char *carry,
    struct err *) MUSTUSE;

void heard_close(struct heard *);

#endif
