/*
 * request.h: a web server's request and its response (RFC 3875).
 *
 * A request consists of its CGI variables and a body; a response is a status with a short plain
 * text. Everything in a request is checked, except that it came from our own web server.
 */
#ifndef CRT_WEB_REQUEST_H
#define CRT_WEB_REQUEST_H

#include "base/str.h"

#define WEB_RESPONSE_MAX 16384	/* bytes of a response's text */
#define WEB_HEADERS_MAX 100	/* headers of a request that are read */
#define WEB_HEADER_MAX 128	/* bytes of a header's name; longer ones are skipped */

struct web_response {
	int status;			/* 200, 204, 302, 400, 401, 404, 405, 410, 413, 429, 500 or 503 */
	const char *text;		/* without a newline */
	unsigned retry_after;		/* seconds; 0: not sent */
	bool page;			/* text is HTML with its own styles, without scripts */
	bool pixel;			/* the tracking pixel instead of the text */
	const char *allow;		/* methods, for status 405 */
	const char *location;		/* an ASCII URL, for status 302 */
};

/* Lives until its response: exactly one, from any thread, at any time. */
struct web_request {
	const char *method;
	const char *path;		/* as sent: not decoded, without the query */
	size_t path_len;
	const char *query;		/* after the ?, not decoded; "" if there is none */
	const char *address;		/* of the client; "" if unknown */
	const char *body;		/* raw; never NULL */
	size_t len;
	char **variables;		/* "NAME=VALUE", NULL-terminated */
	void (*responded)(struct web_request *, const struct web_response *);
};

/* Responds, or ensures that a response follows. Several threads call it at once. */
typedef void web_request_fn(void *arg, struct web_request *);

/* Responds and ends the request. */
void web_respond(struct web_request *, const struct web_response *);

/* A CGI variable, such as HTTP_USER_AGENT; "" if it is not set. */
const char *request_variable(const struct web_request *, const char *name);

/* Sets everything except the body and the response. */
void request_read(struct web_request *, char **variables);

/* Whether the body, which stays the caller's, is complete. If not, responds: 413 if more than
   max was announced or arrived, 400 if it ends early. */
bool request_body(struct web_request *, const struct str *body, size_t max);

/* The value of CONTENT_LENGTH; -1: not set, -2: invalid. */
int64_t request_length(const struct web_request *);

/* Each HTTP header as "x-some-name" and its value. Headers with credentials (cookies, passwords)
   are left out. */
typedef void request_header_fn(void *arg, const char *name, const char *value);
void request_headers(const struct web_request *, request_header_fn *, void *arg);

/* Prints the response in the form of CGI, for HEAD without its text. */
void web_response_print(struct str *, const struct web_request *, const struct web_response *);

#endif
