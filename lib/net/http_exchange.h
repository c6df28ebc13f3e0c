/* http_exchange.h: one request, its answer and their place in the queue; for lib/net only. */
#ifndef CRT_HTTP_EXCHANGE_H
#define CRT_HTTP_EXCHANGE_H

#include <curl/curl.h>

#include "net/http.h"

struct http_exchange {
	struct http_request request;
	char origin[300];		/* "https://shop.example", for error texts */
	crt_time start;			/* steady: not before */
	uint64_t number;		/* those with equal start go in this order */
	http_done_fn *done;
	void *arg;

	CURL *easy;			/* NULL: in the queue */
	struct curl_slist *list;
	struct str fields, body;	/* of the answer */
	size_t heard;			/* bytes of fields, interim answers and trailers too */
	bool over;			/* the fields have ended: what follows are trailers */
	bool large;
	size_t at;			/* among those under way */
	char why[CURL_ERROR_SIZE];
};

/* Copies the request; NULL and err when it may not go out. */
struct http_exchange *http_exchange_new(const struct http_request *, struct err *);
void http_exchange_free(struct http_exchange *);

/* Gives it to libcurl. */
bool http_exchange_begin(struct http_exchange *, CURLM *, const struct http_settings *,
    struct err *) MUSTUSE;

/* It has ended: *a is filled in, or err says why not. */
bool http_exchange_end(struct http_exchange *, CURLcode, crt_time timeout, struct http_response *a,
    struct err *) MUSTUSE;

/* A binary heap by start, then number. */
struct http_queue {
	struct http_exchange **list;
	size_t n;
};

void http_queue_put(struct http_queue *, struct http_exchange *);
struct http_exchange *http_queue_take(struct http_queue *);	/* the first; there must be one */

/* RFC 9110 5.6.2. */
bool http_token(const char *, size_t n) MUSTUSE;
bool http_request_check(const struct http_request *, struct err *) MUSTUSE;

#endif
