/*
 * pass.h: one stream of one store read page by page, and where it stands between runs.
 *
 * A pass covers what changed since a time.  The cursor in crt.sync_state is what
 * this file makes of it, a JSON object:
 *	mark	all that changed before this (by the shop's clock) has been passed on
 *	since, began, seen, page, pages, incomplete	of a pass that is not at its end
 *
 * Only the end of a pass moves the mark on, to the latest change that was seen, but
 * not past the beginning of the pass: so a shop's clock may be before or behind ours.
 * The next pass begins an overlap before the mark, for what the shop shows late.
 */
#ifndef CRT_POLL_PASS_H
#define CRT_POLL_PASS_H

#include "platform/shop.h"

#define PASS_NEVER INT64_MIN		/* a mark: there was no complete pass */
#define PASS_PAGES_MAX 100000		/* of one pass; no shop has so many: it turns in circles */
#define PASS_STALE_MAX	20		/* pages in a row that hold what others of the pass held */
#define PASS_CURSOR_MAX 16384		/* as record.def has it */

struct pass_rule {
	crt_time overlap;	/* how far the next pass goes back behind the mark */
	crt_time lookback;	/* how far the first one goes back */
	crt_time from;		/* 0; else a pass over all that changed since, whatever was read before */
};

struct pass {
	crt_time mark, since, began, seen;
	struct str page;	/* "": the first */
	int64_t pages;
	bool resumed;		/* an earlier run has read pages of it */
	bool incomplete;		/* something of it could not be had or was not understood */
	/* To see a circle: the name of a page before, and how many brought nothing new in a row. */
	struct str old_page;
	int64_t old_at;
	int stale;
};

/* Goes on where the cursor is (NULL: nowhere), or begins anew.  False: the cursor is none of
   ours, and the pass is as the first one. */
bool pass_open(struct pass *, const struct pass_rule *, const char *cursor, crt_time now);
void pass_close(struct pass *);

/* Another pass, after the end of one or instead of it. */
void pass_begin(struct pass *, const struct pass_rule *, crt_time now);

/* since, now and page of what is asked next. */
void pass_request(const struct pass *, struct poll_request *);

/*
 * A page has been read; fresh: not all on it was on earlier pages of the pass.  *complete: it
 * was the last.  ERR_INPUT, and nothing has changed: the pages turn in circles, by their names
 * or by what is on them.
 */
bool pass_page(struct pass *, const struct response *, bool fresh, bool *complete, struct err *)
    MUSTUSE;

/* The cursor. */
void pass_cursor(const struct pass *, struct str *);

/* The record that tells it: sync.checkpoint, without the newline.  orders: a complete pass has
   seen every order that was placed before it began. */
void pass_checkpoint(const struct pass *, const char *store, const char *stream, bool complete,
    bool orders, crt_time now, struct str *line);

#endif
