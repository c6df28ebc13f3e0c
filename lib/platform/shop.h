/*
 * shop.h: one store as its platform's interface sees it: where it is, how to get in, what to ask.
 *
 * Adapters do no I/O.  A endpoint is a request to be sent and a function that
 * understands the answer; who asks (crt-sync) connects, waits, repeats and keeps
 * cursors.  So a endpoint can be tested with bytes, and every shop is treated alike.
 * What asks begins with http_request_init; the asker frees the request, whatever came.
 *
 * A stream is read page by page in passes.  A pass covers what changed since a
 * time; only its last page moves that time on, since pages may be in any order.
 * A fetch reads one thing by its id: what a page or a webhook has named only.
 */
#ifndef CRT_PLATFORM_SHOP_H
#define CRT_PLATFORM_SHOP_H

#include "net/http.h"
#include "platform/hook.h"
#include "platform/platform.h"
#include "record/record.h"

#define SHOP_PAGE_MAX	4096	/* bytes of a page's name */

/* Texts are the store's.  credentials: the members of credential.def that were said. */
struct shop {
	const struct platform *platform;
	const char *slug, *url, *currency, *timezone;
	const json_t *credentials;
	struct str token;	/* of a log-in, where the platform has one */
	crt_time token_until;
	/* Do clocks of the zone show the store's time?  NULL: names alone are compared. */
	bool (*same_zone)(const struct shop *, const char *zone, void *arg);
	void *zone_arg;
};

/* Its credentials are for the caller to set, and his. */
struct store;
void shop_open(struct shop *, const struct platform *, const struct store *);
void shop_close(struct shop *);	/* wipes the token; zeros are fine */

/* What is asked now. */
struct poll_request {
	crt_time since;		/* a stream: what changed then or later */
	crt_time now;		/* when the pass began, or the fetch */
	const char *page;	/* a stream: "" is the first; else as the page before said */
	const char *id;		/* a fetch: of what */
	const char *state;	/* a fetch: what an earlier answer knew of it, JSON; or "" */
	const struct endpoint *endpoint;
};

typedef bool endpoint_request_fn(const struct shop *, const struct poll_request *,
    struct http_request *, struct err *);

/* Of an answer with status 200 to 299, and of a fetch also with 404 and 410: gone, which is an
   answer.  ERR_AGAIN: the platform says later (pace tells when); ERR_INPUT: not understood;
   ERR_DENIED: a right is missing, the text names it. */
typedef bool endpoint_response_fn(const struct shop *, const struct poll_request *,
    const struct http_response *, struct response *, struct err *);

struct endpoint {
	const char *name;	/* "orders", "carts", "customers"; a fetch: "cart", "order" */
	bool stream;		/* else a fetch */
	bool orders;		/* a complete pass has seen every order: it makes them fresh (P1) */
	endpoint_request_fn *request;
	endpoint_response_fn *response;
	const void *of;		/* the adapter's own, where one function serves several endpoints */
};

/* What "store test" asks besides, of a shop that lets crt in, to warn of what will not do. */
struct shop_check {
	/* NULL: nothing more; hear takes the answer to the check before. */
	bool (*request)(const struct shop_check *, const struct shop *, struct http_request *,
	    struct err *);
	/* False: a warning.  Without an answer of status 2xx there is its status alone. */
	bool (*response)(const struct shop_check *, const struct shop *, int status,
	    const struct http_response *, struct err *);
	bool hooks;		/* webhooks need it: "hooks check" asks it, too */
	const void *of;		/* the adapter's own, where one function serves several checks */
};
#define SHOP_CHECKS_MAX 8	/* of a platform */

struct platform_api {
	const struct endpoint *endpoints;	/* in the order in which they are asked */
	size_t count;
	const struct hooks *hooks;		/* NULL: the platform has none */
	/* A endpoint whose hear sets shop->token and token_until; NULL: credentials suffice.
	   They do too, for this store, when the request's url is left empty. */
	bool (*request_login)(const struct shop *, struct http_request *, struct err *);
	bool (*response_login)(struct shop *, const struct http_response *, crt_time now, struct err *);
	/* Who are you: the cheapest request that shows that the credentials are good ("store test"). */
	bool (*request_test)(const struct shop *, struct http_request *, struct err *);
	/* Of an answer with status 2xx: are they?  ERR_DENIED: a right is missing.  NULL: yes. */
	bool (*response_test)(const struct http_response *, struct err *);
	const struct shop_check *checks;	/* NULL: none */
	size_t nchecks;
	/* How long to wait before the next request, from quota headers or a body's throttle; 0: now.
	   Retry-After is looked at by the asker; NULL: the platform says nothing else. */
	crt_time (*pace)(const struct http_response *);
	bool (*explain)(const struct http_response *, struct err *);	/* see shop_explain; or NULL */
};

/* Of an answer with a status other than 2xx: false, and what its body says of it (ERR_DENIED:
   which right is missing); true: no more than its status, as of busy and of broken shops. */
bool shop_explain(const struct platform_api *, const struct http_response *, struct err *);

/* What such a status says alone, as where its shop has moved to; always false. */
bool shop_status(const struct http_response *, struct err *);

/* Are the shop's currency, and its time zone (a name, or UTC+HH:MM), the store's?  NULL is. */
bool shop_currency(const struct shop *, const char *code, struct err *);
bool shop_timezone(const struct shop *, const char *zone, struct err *);

/* May the credentials read this?  False: a warning, after a status of 401 or 403. */
bool shop_may_read(const struct shop *, int status, const char *what, struct err *);

/* Safe for the eye: a control byte becomes "?", what does not fit is cut between characters. */
void shop_quote(struct str *, const char *said);

const struct endpoint *endpoint_find(const struct platform_api *, const char *name);

#endif
