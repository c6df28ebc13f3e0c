/*
 * http.h: many HTTP exchanges at once, each bounded in time and size.
 *
 * A request says everything that goes out; control bytes in a URL or a field are
 * refused, since libcurl sends them as they are.  Redirects are not followed: a
 * shop that moved is told to a person.  Certificates are always verified.
 * A proxy is used where a person has set https_proxy, http_proxy or all_proxy (libcurl reads
 * them, and no_proxy).  HTTP/2 is spoken over TLS where the server offers it, else HTTP/1.1.
 * An answer of any status is an answer; only what never came is a failure.
 */
#ifndef CRT_HTTP_H
#define CRT_HTTP_H

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"

#define HTTP_PARALLEL_MAX 64
#define HTTP_KEPT_MAX	128			/* connections that are kept, used or not */
#define HTTP_URL_MAX	8192
#define HTTP_FIELDS_MAX	16384			/* bytes of all fields, in or out */
#define HTTP_SEND_MAX	((size_t)1 << 20)	/* of a request's body */
#define HTTP_RESPONSE_MAX	((size_t)32 << 20)	/* of an answer, unpacked; more is a failure */
#define HTTP_QUEUE_MAX	65536			/* exchanges that wait; more is ERR_BUG */
#define HTTP_TIMEOUT	(60 * CLOCK_SECOND)	/* of an exchange, if none is set */

struct http_request {
	const char *method;		/* "GET", "POST", "PUT", "DELETE"; lives for ever */
	struct str url;			/* http:// or https:// */
	struct str fields;		/* as http_field makes them */
	struct str body;		/* empty: none */
};

struct http_response {
	int status;			/* 100 to 599 */
	const char *fields;		/* "name: value\n" ..., names in lower case */
	const char *body;		/* followed by a NUL */
	size_t len;
};

void http_request_init(struct http_request *, const char *method);
void http_request_free(struct http_request *);	/* wipes: a field may hold a secret */

/* Adds "Name: value"; ERR_INPUT for a control byte or what does not fit. */
bool http_field(struct http_request *, const char *name, const char *value, struct err *) MUSTUSE;

/* Appends "?name=value", or with & if there is a ? already, percent-encoded (RFC 3986 2.3). */
void http_query(struct str *url, const char *name, const char *value);
void http_form(struct str *form, const char *name, const char *value);	/* the same without ? */

/* Of several the first; false, and nothing is appended, if it is not there.  name in lower case. */
bool http_response_field(const struct http_response *, const char *name, struct str *);

/* answer NULL: none came, and the err says why (ERR_AGAIN: out of reach, too slow, broken off;
   ERR_UNAVAILABLE: certificate; ERR_INPUT: too large).  May call http_start, nothing else. */
typedef void http_done_fn(void *arg, const struct http_response *, const struct err *);

struct http_settings {
	int parallel;			/* exchanges at once, 1 to HTTP_PARALLEL_MAX; more wait */
	crt_time timeout;		/* of each, from connecting on; 0: HTTP_TIMEOUT */
	const char *ca_file;		/* NULL: the system's certificates */
};

struct http;

bool http_open(struct http **, const struct http_settings *, struct err *) MUSTUSE;

/* The request is copied.  not_before: the earliest start, by clock_steady; 0: now. */
bool http_start(struct http *, const struct http_request *, crt_time not_before, http_done_fn *,
    void *arg, struct err *) MUSTUSE;

/* Drive for at most that long or until an exchange has ended; *left: exchanges not ended yet.
   ERR_BUG: libcurl does not go on; all that is left to do is http_close. */
bool http_drive(struct http *, crt_time longest, size_t *left, struct err *) MUSTUSE;

/* What is under way is forgotten; its done is not called.  NULL is fine. */
void http_close(struct http *);

#endif
