/* http_exchange.h: one request, its response, and its place in the queue; only for lib/net. */
#ifndef CRT_HTTP_EXCHANGE_H
#define CRT_HTTP_EXCHANGE_H

#include <curl/curl.h>

#include "net/http.h"

struct http_exchange {
	struct http_request request;
	char origin[300];		/* "https://shop.example", for error texts */
	crt_time start;			/* by the steady clock: not earlier */
	uint64_t number;		/* orders exchanges with the same start */
	http_done_fn *done;
	void *arg;

	CURL *easy;			/* NULL: still in the queue */
	struct curl_slist *list;
	struct str fields, body;	/* of the response */
	size_t received;		/* bytes of fields, also interim ones and trailers */
	bool over;			/* the fields have ended; trailers may follow */
	bool large;
	bool begun;			/* request.begin has been called */
	crt_time timeout;
	size_t at;			/* its index among the running exchanges */
	char why[CURL_ERROR_SIZE];
};

/* Copies the request; NULL with an err if it must not be sent. */
struct http_exchange *http_exchange_new(const struct http_request *, struct err *);
void http_exchange_free(struct http_exchange *);

/* Passes it to libcurl. */
bool http_exchange_begin(struct http_exchange *, CURLM *, const struct http_settings *,
    struct err *) MUSTUSE;

/* Handles its end: fills in *a, or sets err to the reason. */
bool http_exchange_end(struct http_exchange *, CURLcode, struct http_response *a,
    struct err *) MUSTUSE;

/* A binary heap by start, then number. */
struct http_queue {
	struct http_exchange **list;
	size_t n;
};

void http_queue_put(struct http_queue *, struct http_exchange *);
struct http_exchange *http_queue_take(struct http_queue *);	/* the first; not empty */

/* RFC 9110 5.6.2. */
bool http_token(const char *, size_t n) MUSTUSE;
bool http_request_check(const struct http_request *, struct err *) MUSTUSE;

#endif
