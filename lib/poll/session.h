/*
 * session.h: one run's requests to one store: log-in, streams page by page, and fetches.
 *
 * Pure except for warnings in the log: it makes requests, handles responses, and passes records
 * to a function. The owner of the connection gets the next request and its wait from
 * session_next, and passes the response to session_response. Each record is passed on as it
 * arrives, once. A page's checkpoint follows when everything the page needed was fetched and
 * passed on, so the run may be cut anywhere. An error in one object does not stop the others.
 */
#ifndef CRT_POLL_SESSION_H
#define CRT_POLL_SESSION_H

#include "base/map.h"
#include "poll/pass.h"

#define SESSION_SEEN_MAX	500000		/* ids of records remembered to skip repetitions */
#define SESSION_QUEUE_MAX	5000		/* fetches that a page and its own fetches may cause */
#define SESSION_REFUSED_MAX 100		/* objects that cannot be fetched; more fail the store */
#define SESSION_BROKEN_TRIES 2		/* attempts for an object if the shop responds with 500 */
#define SESSION_FETCH_AGE	(7 * CLOCK_DAY)	/* a fetch that fails for longer is dropped */
#define SESSION_TOKEN_LEFT	CLOCK_MINUTE	/* a token that expires sooner is renewed first */

struct session_rule {
	struct pass_rule pass;
	const char *suffix;		/* appended to stream names: "", ".backfill" */
	bool checkpoints;		/* print checkpoints */
	bool orders_and_carts;			/* only the streams of these two */
	int64_t tries;			/* attempts for one request */
};

struct session_port {
	const char *(*cursor)(void *, const char *stream);	/* NULL: there is none; copied */
	record_line_fn *record;	/* also checkpoints, without a value */
	response_reject_fn *reject;	/* NULL: unreadable objects are not stored */
	void *arg;
};

struct session_count {
	int64_t pages, records, requests, again, refused;
};

struct session_want {
	const struct endpoint *endpoint;
	struct str id, state;
	crt_time wanted;		/* time of the fetch in the database; 0: not from there */
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
	/* the current unit: a page or a fetch, each with what it leads to */
	enum session_unit unit;
	size_t endpoint;		/* index in api; its count: all streams are done */
	struct pass pass;
	bool passing, complete;		/* a pass is open; its last page was just read */
	int skipped;			/* objects that could not be fetched */
	bool fetch_failed;			/* the current fetch failed */
	struct session_list queue, fetches;
	/* the last request */
	struct poll_request request;
	struct str url;
	const struct endpoint *requested;	/* NULL: a login */
	int tries;
	crt_time wait;			/* before the next request */
	bool logged, relogged;		/* no login is needed; the login was renewed */
	bool stop, unfinished;
	bool broken;			/* passing on a record failed; not an error of the store */
	crt_time retry_after;			/* the store's Retry-After */
	struct map reported;		/* ids of records, and the last pass that had each */
	size_t nreported;
	void *mark;			/* stands for the current pass in reported; NULL: none yet */
	struct arena arena;
	bool any, fresh;		/* the response had records; some were new in this pass */
};

void session_open(struct session *, const struct platform_api *, struct shop *,
    const struct session_rule *, const struct session_port *, crt_time now);
void session_close(struct session *);

/* Adds a wanted fetch (crt.fetches). Fetches follow the streams, in this order. */
void session_add_fetch(struct session *, const char *endpoint, const char *id, crt_time wanted);

/* Begins no new page and no new fetch. */
void session_stop(struct session *);

/* Appends the name of an endpoint's stream: the endpoint's name and the suffix. */
void session_stream(const struct session_rule *, const struct endpoint *, struct str *);

/* Whether it is a stream that this rule reads. */
bool session_reads(const struct session_rule *, const struct endpoint *);

/* *more: send the request, initialized here, after *wait. Otherwise the session has ended, and
   unfinished reports whether work remains for the next run. False: the store failed, or, if
   broken is set, the records' function did. */
bool session_next(struct session *, crt_time now, bool *more, struct http_request *, crt_time *wait,
    struct err *) MUSTUSE;

/* Handles a response; NULL: there was none, for the reason why. False as above. */
bool session_response(struct session *, crt_time now, const struct http_response *,
    const struct err *why, struct err *) MUSTUSE;

#endif
