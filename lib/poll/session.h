/*
 * session.h: all that is said with one store in a run: log-in, streams page by page, fetches.
 *
 * Pure but for warnings in the log: requests out, answers in, records to a function.
 * Who has the connection asks session_next what to send and when, and tells session_response what
 * came.  Records are handed on as they come, each once; a checkpoint follows a page
 * when all that the page wanted fetched has been handed on too, so that it may be cut
 * anywhere.  What only one thing is wrong with does not stop the others.
 */
#ifndef CRT_POLL_SESSION_H
#define CRT_POLL_SESSION_H

#include "base/map.h"
#include "poll/pass.h"

#define SESSION_SEEN_MAX	500000		/* ids of records remembered, to print none twice */
#define SESSION_QUEUE_MAX	5000		/* fetches that a page and its own fetches may cause */
#define SESSION_REFUSED_MAX 100		/* things that cannot be had; then it is the store */
#define SESSION_BROKEN_TRIES 2		/* attempts for an object on which the shop answers 500 */
#define SESSION_FETCH_AGE	(7 * CLOCK_DAY)	/* a fetch refused for so long is given up */
#define SESSION_TOKEN_LEFT	CLOCK_MINUTE	/* with less time left a log-in is renewed */

struct session_rule {
	struct pass_rule pass;
	const char *suffix;		/* appended to stream names: "", ".backfill" */
	bool checkpoints;		/* print checkpoints */
	bool orders_and_carts;			/* only orders and the stream "carts" */
	int64_t tries;			/* attempts for one request */
};

struct session_port {
	const char *(*cursor)(void *, const char *stream);	/* NULL: there is none; copied */
	platform_record_fn *record;
	response_reject_fn *reject;	/* NULL: unreadable objects are not stored */
	void *arg;
};

struct session_count {
	int64_t pages, records, requests, again, refused;
};

struct session_want {
	const struct endpoint *endpoint;
	struct str id, state;
	crt_time wanted;		/* of a fetch in the database; 0: of a page or of another fetch */
};

struct session_list {
	struct session_want *list;
	size_t n, at;			/* at: the next one */
};

enum session_unit { SESSION_IDLE, SESSION_PAGE, SESSION_FETCH };

struct session {
	const struct platform_api *api;
	struct shop *shop;
	const struct session_rule *rule;
	struct session_port port;
	struct session_count count;
	crt_time started;
	/* what is done now: a page with what it wants, or a fetch with what that leads to */
	enum session_unit unit;
	size_t endpoint;		/* of api; its count: the streams are through */
	struct pass pass;
	bool passing, complete;		/* a pass is open; the page in hand was its last */
	int skipped;			/* things that could not be had */
	bool fetch_failed;			/* the fetch in hand cannot be had */
	struct session_list queue, fetches;
	/* what was asked last */
	struct poll_request request;
	struct str url;
	const struct endpoint *asking;	/* NULL: a login */
	int tries;
	crt_time wait;			/* before the next request */
	bool logged, relogged;		/* no login is needed; the login was renewed */
	bool stop, unfinished;
	bool broken;			/* a record could not be passed on; not the store's fault */
	crt_time rest;			/* how long the store asked us to wait */
	struct map told;		/* ids of records, with the number of the last pass that had them */
	size_t ntold;
	uintptr_t passes;
	struct arena arena;
	bool any, fresh;		/* the response held records; some were new in this pass */
};

void session_open(struct session *, const struct platform_api *, struct shop *,
    const struct session_rule *, const struct session_port *, crt_time now);
void session_close(struct session *);

/* A fetch that is wanted (crt.fetches), after the streams and in this order. */
void session_add_fetch(struct session *, const char *endpoint, const char *id, crt_time wanted);

/* Begin no new page and no new fetch. */
void session_stop(struct session *);

/* Name of an endpoint's stream: its own and the suffix. */
void session_stream(const struct session_rule *, const struct endpoint *, struct str *);

/* Is it a stream that this rule reads? */
bool session_reads(const struct session_rule *, const struct endpoint *);

/* *more: the request, begun with http_request_init here, is to be sent after *wait.  Else it is
   at its end, and unfinished says whether something is left for the next run.  False: the store
   has failed, or broken says that the records' function has. */
bool session_next(struct session *, crt_time now, bool *more, struct http_request *, crt_time *wait,
    struct err *) MUSTUSE;

/* What came; answer NULL: nothing, and why.  False as above. */
bool session_response(struct session *, crt_time now, const struct http_response *,
    const struct err *why, struct err *) MUSTUSE;

#endif
