/*
 * shop.h: a store as an adapter sees it: its URL, credentials, and endpoints.
 *
 * Adapters do no I/O. An endpoint is a request to send and a function that reads the response;
 * crt-sync connects, waits, repeats, and keeps cursors. So an endpoint can be tested with
 * bytes, and every shop is treated alike. A request function begins with http_request_init; its
 * caller frees the request in any case. A stream is read page by page in passes. A pass covers
 * what changed since a time; only its last page advances that time, because pages may be in any
 * order. A fetch reads one object by its id.
 */
#ifndef CRT_PLATFORM_SHOP_H
#define CRT_PLATFORM_SHOP_H

#include "net/http.h"
#include "platform/hook.h"
#include "platform/platform.h"
#include "record/record.h"

#define SHOP_PAGE_MAX	4096	/* bytes of a page's name */

/* Texts are the store's. credentials: the given members of credential.def. */
struct shop {
	const struct platform *platform;
	const char *slug, *url, *currency, *timezone;
	crt_time cart_life, hold_stock;	/* the store's settings; hold_stock 0: off */
	const json_t *credentials;
	struct str token;	/* of a login, if the platform has one */
	crt_time token_until;
	/* Whether clocks in the zone show the store's time. NULL: compare the names only. */
	bool (*same_zone)(const struct shop *, const char *zone, void *arg);
	void *zone_arg;
};

/* Fills in everything but the credentials; the caller sets and owns those. */
struct store;
void shop_open(struct shop *, const struct platform *, const struct store *);
void shop_close(struct shop *);	/* wipes the token; zeros are fine */

/* The current request. */
struct poll_request {
	crt_time since;		/* a stream: changes at or after this time */
	crt_time now;		/* when the pass began, or the fetch */
	const char *page;	/* a stream: "" is the first; else the name from the page before */
	const char *id;		/* a fetch: the object's id */
	const char *state;	/* a fetch: what an earlier response contained, JSON; or "" */
	const struct endpoint *endpoint;
};

typedef bool endpoint_request_fn(const struct shop *, const struct poll_request *,
    struct http_request *, struct err *);

/* Reads a 2xx response; for a fetch also 404 and 410, "gone". ERR_AGAIN: wait (see pace).
   ERR_INPUT: not understood. ERR_DENIED: a right is missing; the error names it. */
typedef bool endpoint_response_fn(const struct shop *, const struct poll_request *,
    const struct http_response *, struct response *, struct err *);

/* None: a fetch. A complete pass over the orders has seen every order: they are fresh (P1). */
enum endpoint_stream { STREAM_NONE, STREAM_ORDERS, STREAM_CARTS, STREAM_PEOPLE };
struct endpoint {
	const char *name;	/* "orders", "carts", "customers"; a fetch: "cart", "order" */
	enum endpoint_stream stream;
	endpoint_request_fn *request;
	endpoint_response_fn *response;
	const void *of;		/* the adapter's own, where one function serves several endpoints */
};

/* A further request of "store test", to warn of a setting that prevents mails. */
struct shop_check {
	/* NULL: no request; response reads the response to the check before. */
	bool (*request)(const struct shop_check *, const struct shop *, struct http_request *,
	    struct err *);
	/* False: a warning. Without a 2xx response only the status is given. */
	bool (*response)(const struct shop_check *, const struct shop *, int status,
	    const struct http_response *, struct err *);
	bool hooks;		/* webhooks need it: "hooks check" runs it too */
	const void *of;		/* for the adapter, where one function serves several checks */
};
#define SHOP_CHECKS_MAX 8	/* of a platform */

struct platform_api {
	const struct endpoint *endpoints;	/* in the order of the requests */
	size_t count;
	const struct hooks *hooks;		/* NULL: the platform has none */
	/* Sets token and token_until. NULL, or a request with an empty url: credentials suffice. */
	bool (*request_login)(const struct shop *, struct http_request *, struct err *);
	bool (*response_login)(struct shop *, const struct http_response *, crt_time now, struct err *);
	/* The cheapest request that proves the credentials valid ("store test"). */
	bool (*request_test)(const struct shop *, struct http_request *, struct err *);
	/* Whether a 2xx response proves them valid. ERR_DENIED: a right is missing. NULL: yes. */
	bool (*response_test)(const struct http_response *, struct err *);
	const struct shop_check *checks;	/* NULL: none */
	size_t nchecks;
	/* The wait by quota headers or the body, besides Retry-After; 0: none. NULL: never any. */
	crt_time (*pace)(const struct http_response *);
	bool (*explain)(const struct http_response *, struct err *);	/* see shop_explain; or NULL */
};

/* For a status other than 2xx. False: an error from the body (ERR_DENIED: the missing right).
   True: there is only the status, such as for a broken shop. */
bool shop_explain(const struct platform_api *, const struct http_response *, struct err *);

/* The error of the status alone, such as the new address of a redirect. Always false. */
bool shop_status(const struct http_response *, struct err *);

/* Whether the shop's currency, its time zone (a name, or UTC+HH:MM), and a duration (0: off)
   equal the store's. NULL counts as equal. what: the shop's name for the setting. */
bool shop_currency(const struct shop *, const char *code, struct err *);
bool shop_timezone(const struct shop *, const char *zone, struct err *);
bool shop_duration(const struct shop *, const char *setting, const char *what, crt_time shop,
    crt_time store, struct err *);

/* Whether the credentials may read this. False: a warning, after status 401 or 403. */
bool shop_may_read(const struct shop *, int status, const char *what, struct err *);

/* Appends it for a log: addresses, keys, and tokens become "***", control bytes "?". */
void shop_quote(struct str *, const char *given);

const struct endpoint *endpoint_find(const struct platform_api *, const char *name);

#endif
