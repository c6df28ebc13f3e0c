/*
 * request.h: what a web server hands over, and what it gets back (RFC 3875).
 *
 * A request is looked at through its CGI variables; an answer is a status with a
 * few bytes of plain text.  Nothing in a request is trusted but that it came from
 * our own web server.
 */
#ifndef CRT_WEB_REQUEST_H
#define CRT_WEB_REQUEST_H

#include "base/str.h"

#define WEB_RESPONSE_MAX 4096	/* bytes of an answer's text */
#define WEB_HEADERS_MAX 100	/* headers of a request that are looked at */
#define WEB_HEADER_MAX 128	/* bytes of a header's name; longer ones are passed over */

struct web_response {
	int status;			/* 200, 400, 401, 404, 405, 413, 429, 500 or 503 */
	const char *text;		/* without a newline */
	unsigned retry_after;		/* seconds; 0: not said */
	const char *allow;		/* methods, with 405 */
};

/* Lives until it is answered: once, by any thread, whenever that is. */
struct web_request {
	const char *method;
	const char *path;		/* as it was sent: not decoded, without the query */
	size_t path_len;
	const char *query;		/* behind the ?, not decoded; "" if there is none */
	const char *address;		/* whose request it is; "" if nobody says */
	const char *body;		/* raw; never NULL */
	size_t len;
	char **variables;		/* "NAME=VALUE", ended by NULL */
	void (*answered)(struct web_request *, const struct web_response *);
};

/* Answers, or sees to it that it will be answered.  Called by several threads at once. */
typedef void web_request_fn(void *arg, struct web_request *);

/* The end of the request. */
void web_respond(struct web_request *, const struct web_response *);

/* Everything but the body and how it is answered. */
void request_read(struct web_request *, char **variables);

/* What was read of the body, which stays the caller's: is it all of it?  Else it has been
   answered: 413 when more was said or came than max, 400 when it ends early. */
bool request_body(struct web_request *, const struct str *body, size_t max);

/* What CONTENT_LENGTH says: -1 nothing, -2 nonsense. */
int64_t request_length(const struct web_request *);

/* Each HTTP header as "x-some-name" and its value; what proves who asks (cookies,
   passwords) is left out. */
typedef void request_header_fn(void *arg, const char *name, const char *value);
void request_headers(const struct web_request *, request_header_fn *, void *arg);

/* The answer as a CGI program writes it; to a HEAD without the text. */
void web_response_print(struct str *, const struct web_request *, const struct web_response *);

#endif
