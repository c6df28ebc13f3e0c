/*
 * session.h: all that is said with one store in a run: log-in, streams page by page, fetches.
 *
 * Pure but for warnings in the log: requests out, answers in, records to a function.
 * Who has the connection asks talk_next what to send and when, and tells talk_hear what
 * came.  Records are handed on as they come, each once; a checkpoint follows a page
 * when all that the page wanted fetched has been handed on too, so that it may be cut
 * anywhere.  What only one thing is wrong with does not stop the others.
 */
#ifndef CRT_POLL_SESSION_H
#define CRT_POLL_SESSION_H

#include "base/map.h"
#include "poll/pass.h"

#define TALK_TOLD_MAX	500000		/* records kept in mind, so as not to be told twice */
#define TALK_QUEUE_MAX	5000		/* fetches that a page and its fetches lead to */
#define TALK_REFUSED_MAX 100		/* things that cannot be had; then it is the store */
#define TALK_BROKEN_TRIES 2		/* of a thing that the shop breaks on (status 500) */
#define TALK_WISH_AGE	(7 * CLOCK_DAY)	/* a wish that is refused for so long is given up */
#define TALK_TOKEN_LEFT	CLOCK_MINUTE	/* with less time left a log-in is renewed */

struct talk_rule {
	struct pass_rule pass;
	const char *suffix;		/* of the streams' names: "", ".backfill" */
	bool checkpoints;		/* told, else none */
	bool trade;			/* only orders and the stream "carts" */
	int64_t tries;			/* of one request */
};

struct talk_port {
	const char *(*cursor)(void *, const char *stream);	/* NULL: there is none; copied */
	platform_record_fn *record;
	heard_reject_fn *reject;	/* NULL: nobody keeps what is not understood */
	void *arg;
};

struct talk_count {
	int64_t pages, records, requests, again, refused;
};

struct talk_want {
	const struct question *question;
	struct str id, carry;
	crt_time wanted;		/* of a wish in the database; 0: of a page or of another fetch */
};

struct talk_list {
	struct talk_want *list;
	size_t n, at;			/* at: the next one */
};

enum talk_unit { TALK_IDLE, TALK_PAGE, TALK_WISH };

struct talk {
	const struct platform_api *api;
	struct shop *shop;
	const struct talk_rule *rule;
	struct talk_port port;
	struct talk_count count;
	crt_time started;
	/* what is done now: a page with what it wants, or a wish with what that leads to */
	enum talk_unit unit;
	size_t question;		/* of api; its count: the streams are through */
	struct pass pass;
	bool passing, complete;		/* a pass is open; the page in hand was its last */
	int aside;			/* things that could not be had */
	bool spoilt;			/* the wish in hand cannot be had */
	struct talk_list queue, wishes;
	/* what was asked last */
	struct asked asked;
	struct str url;
	const struct question *asking;	/* NULL: a log-in */
	int tries;
	crt_time wait;			/* before the next request */
	bool logged, relogged;		/* no log-in is needed; one was made anew */
	bool stop, unfinished;
	bool broken;			/* no fault of the store: a record could not be handed on */
	crt_time rest;			/* for so long the store asked to be left alone */
	struct map told;		/* ids of records, and the number of the last pass they were in */
	size_t ntold;
	uintptr_t passes;
	struct arena arena;
	bool any, fresh;		/* the answer held records; one that the pass had not yet */
};

void talk_open(struct talk *, const struct platform_api *, struct shop *, const struct talk_rule *,
    const struct talk_port *, crt_time now);
void talk_close(struct talk *);

/* A fetch that is wanted (crt.fetches), after the streams and in this order. */
void talk_wish(struct talk *, const char *question, const char *id, crt_time wanted);

/* Begin no new page and no new wish. */
void talk_stop(struct talk *);

/* Name of a question's stream: its own and the suffix. */
void talk_stream(const struct talk_rule *, const struct question *, struct str *);

/* Is it a stream that this rule reads? */
bool talk_reads(const struct talk_rule *, const struct question *);

/* *more: the request, begun with http_request_init here, is to be sent after *wait.  Else it is
   at its end, and unfinished says whether something is left for the next run.  False: the store
   has failed, or broken says that the records' function has. */
bool talk_next(struct talk *, crt_time now, bool *more, struct http_request *, crt_time *wait,
    struct err *) MUSTUSE;

/* What came; answer NULL: nothing, and why.  False as above. */
bool talk_hear(struct talk *, crt_time now, const struct http_answer *, const struct err *why,
    struct err *) MUSTUSE;

#endif
