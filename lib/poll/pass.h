/*
 * pass.h: read one stream of one store page by page, across runs.
 *
 * A pass covers the changes since a time. This file defines the cursor that crt.sync_state
 * stores, a JSON object:
 *	mark	every change before this (by the shop's clock) has been printed
 *	since, began, seen, page, pages, incomplete	of an unfinished pass
 *
 * Only the end of a pass advances the mark: to the latest change seen, but never past the
 * beginning of the pass. So the shop's clock may be ahead of ours or behind. The next pass
 * begins an overlap before the mark, because shops show some changes late.
 */
#ifndef CRT_POLL_PASS_H
#define CRT_POLL_PASS_H

#include "platform/shop.h"

#define PASS_NEVER INT64_MIN		/* a mark: no pass was completed yet */
#define PASS_PAGES_MAX 100000		/* per pass; more means that the pages repeat */
#define PASS_STALE_MAX	20		/* pages in a row with nothing new in the pass */
#define PASS_CURSOR_MAX 16384		/* the limit in record.def */

struct pass_rule {
	crt_time overlap;	/* how far before the mark the next pass begins */
	crt_time lookback;	/* how far back the first pass reaches */
	crt_time from;		/* not 0: a pass over all changes since then, regardless of the mark */
};

struct pass {
	crt_time mark, since, began, seen;
	struct str page;	/* "": the first */
	int64_t pages;
	bool resumed;		/* an earlier run has read some of its pages */
	bool incomplete;		/* an object could not be fetched or was not understood */
	/* To detect repeating pages: the name of an earlier page, and the number of pages in a
	   row without anything new. */
	struct str old_page;
	int64_t old_at;
	int stale;
};

/* Continues at the cursor (NULL: none) or begins anew. False: the cursor is invalid, and a
   first pass begins. */
bool pass_open(struct pass *, const struct pass_rule *, const char *cursor, crt_time now);
void pass_close(struct pass *);

/* Begins another pass, after the end of one or in its place. */
void pass_begin(struct pass *, const struct pass_rule *, crt_time now);

/* Sets since, now, and page of the next request. */
void pass_request(const struct pass *, struct poll_request *);

/*
 * Advances after a page was read. fresh: the page had something new in this pass. *complete: it
 * was the last page. ERR_INPUT without any change: the pages repeat, by their names or by their
 * contents.
 */
bool pass_page(struct pass *, const struct response *, bool fresh, bool *complete, struct err *)
    MUSTUSE;

/* Prints the cursor. */
void pass_cursor(const struct pass *, struct str *);

/* Prints the sync.checkpoint record, without the newline. orders: a complete pass has seen
   every order that was placed before it began. */
void pass_checkpoint(const struct pass *, const char *store, const char *stream, bool complete,
    bool orders, crt_time now, struct str *line);

#endif
